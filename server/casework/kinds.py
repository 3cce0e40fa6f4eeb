"""The kinds of operations and the shape each demands; steps and shared sheets among them."""

from datetime import datetime
from typing import Literal, NotRequired, TypedDict

import msgspec

from server.casework.agreed import CollaborationEvaluated, CollaborationVersion, ConsentAdd, ConsentWithdrawn
from server.casework.backup_shapes import (
    BackupAsk,
    BackupEnd,
    BackupSay,
    BackupTake,
    OutsideAdd,
    OutsideAmend,
    TaskAdd,
    TaskMark,
)
from server.casework.consultation_shapes import ConsultationAdd, ConsultationAmend, InformantNote, InformantOpened
from server.casework.meetings import (
    CenterOpen,
    ConferenceApproved,
    ConferenceItem,
    ConferenceMaterial,
    ConferenceMinutes,
    MaterialOpened,
    MaterialVersion,
    MeetingApproved,
)
from server.casework.outing_shapes import CheckinEnd, CheckinExtend, CheckinStart, IncidentAdd
from server.casework.participation_shapes import CommunityOpen, MatchAdd, MatchFollowed, MatchStepped, WishSet
from server.casework.protection_shapes import ProtectionEnd, ProtectionOpened, ProtectionSet
from server.casework.records import (
    AlertAck,
    AlertClosed,
    AlertRaised,
    Amend,
    CautionAdd,
    FieldsSet,
    HouseholdMerge,
    HouseholdMerged,
    HouseholdOpen,
    NoteAdd,
    ObsAdd,
    Payload,
    PersonAdd,
    PhotoAdd,
    PhotoRefused,
    PhotoRendered,
    PlanAdd,
    PlanEnd,
    Recorded,
    Retract,
    ReviewSet,
    Targets,
    TimersSet,
    Verdict,
    VisitAdd,
)
from server.casework.tie_shapes import AroundSet, TieSet


class Offer(TypedDict):
    """`to`: of the staff; without it `agency` says who, and somebody writes down its answer."""

    role: str
    to: NotRequired[str]
    agency: str
    task: str
    due: NotRequired[str]


class RoleOffer(Recorded):
    offer: Offer


class RoleAnswer(Recorded):
    target: str
    accepted: bool
    note: str


class RoleEnd(Recorded):
    target: str
    how: Literal["done", "ended"]
    note: str


class Watch(TypedDict):
    reason: str
    tier: str
    review_on: str


class Track(TypedDict):
    kind: str
    basis: str


# What each step needs beside these is in the catalogue (phases.json), and looked at where it is decided (guards.py).
Move = TypedDict(
    "Move",
    {
        "from": str, "to": str, "reason": str, "watch": NotRequired[Watch], "trigger": NotRequired[str],
        "outcome": NotRequired[dict[str, str]], "meeting_on": NotRequired[str],
        "tracks": NotRequired[list[Track]], "evaluation": NotRequired[dict[str, str]], "lead_after": NotRequired[str],
        "closure": NotRequired[dict[str, str]], "meeting": NotRequired[str], "item": NotRequired[str],
        "offers": NotRequired[list[Offer]], "settles": NotRequired[dict[str, str]], "plan": NotRequired[str],
    },
)  # fmt: skip


class CaseMove(Recorded):
    move: Move


class CaseDecide(Recorded):
    target: str
    agree: bool
    note: str


class Recipient(TypedDict):
    """`staff`: somebody with a device here; whoever has none gets it on paper. As they were called and where they
    worked (`office`) when it was shared; `word`: why."""

    id: str
    staff: NotRequired[str]
    name: str
    office: str
    basis: str
    word: str


class Sheet(TypedDict):
    """What was shared, frozen. `issues` by field (分野), `sections` by what they are called in the draft."""

    household: str
    number: int
    title: str
    author: str
    as_of: datetime
    members: list[str]
    involved: list[str]
    issues: dict[str, str]
    sections: dict[str, str]
    recipients: list[Recipient]


class SheetShare(Recorded):
    """In the household: which packet holds the version, who was given it, and what it said (`digest`)."""

    packet: str
    number: int
    digest: str
    recipients: list[Recipient]


class SheetVersion(Recorded):
    sheet: Sheet


class SheetOpened(Recorded):
    recipient: str
    how: Literal["app", "paper"]
    note: str


class SheetAnswered(Recorded):
    recipient: str
    accepted: bool
    note: str


KINDS: dict[str, type] = {
    "household.open": HouseholdOpen,
    "person.add": PersonAdd,
    "fields.set": FieldsSet,
    "visit.add": VisitAdd,
    "obs.add": ObsAdd,
    "note.add": NoteAdd,
    "amend": Amend,
    "retract": Retract,
    "review.set": ReviewSet,
    "caution.add": CautionAdd,
    "caution.end": Retract,
    "plan.add": PlanAdd,
    "plan.end": PlanEnd,
    "alert.raised": AlertRaised,
    "alert.ack": AlertAck,
    "alert.closed": AlertClosed,
    "verdict": Verdict,
    "timers.set": TimersSet,
    "photo.add": PhotoAdd,
    "photo.rendered": PhotoRendered,
    "photo.refused": PhotoRefused,
    "household.merge": HouseholdMerge,
    "household.merged": HouseholdMerged,
    "household.unmerge": Targets,
    "household.caught_up": Targets,
    "role.offer": RoleOffer,
    "role.answer": RoleAnswer,
    "role.end": RoleEnd,
    "case.move": CaseMove,
    "case.decide": CaseDecide,
    "sheet.share": SheetShare,
    "sheet.version": SheetVersion,
    "sheet.opened": SheetOpened,
    "sheet.answered": SheetAnswered,
    "consultation.add": ConsultationAdd,
    "consultation.amend": ConsultationAmend,
    "informant.note": InformantNote,
    "informant.opened": InformantOpened,
    "center.open": CenterOpen,
    "meeting.approved": MeetingApproved,
    "conference.item": ConferenceItem,
    "conference.material": ConferenceMaterial,
    "conference.minutes": ConferenceMinutes,
    "conference.approved": ConferenceApproved,
    "material.version": MaterialVersion,
    "material.opened": MaterialOpened,
    "backup.ask": BackupAsk,
    "backup.take": BackupTake,
    "backup.say": BackupSay,
    "backup.end": BackupEnd,
    "task.add": TaskAdd,
    "task.mark": TaskMark,
    "outside.add": OutsideAdd,
    "outside.amend": OutsideAmend,
    "checkin.start": CheckinStart,
    "checkin.extend": CheckinExtend,
    "checkin.end": CheckinEnd,
    "incident.add": IncidentAdd,
    "consent.add": ConsentAdd,
    "consent.withdrawn": ConsentWithdrawn,
    "collaboration.version": CollaborationVersion,
    "collaboration.evaluated": CollaborationEvaluated,
    "wish.set": WishSet,
    "match.add": MatchAdd,
    "match.step": MatchStepped,
    "match.follow": MatchFollowed,
    "community.open": CommunityOpen,
    "protection.set": ProtectionSet,
    "protection.end": ProtectionEnd,
    "protection.opened": ProtectionOpened,
    "around.set": AroundSet,
    "tie.set": TieSet,
}


def checked(payload: Payload) -> bool:
    """True when a known kind has its shape; unknown kinds are kept as they are and are never checked."""
    expected = KINDS.get(payload.get("kind", ""))
    if expected is None:
        return False
    try:
        msgspec.convert(payload, expected)
    except msgspec.ValidationError:
        return False
    return True
