"""The kinds of operations and the shape each demands; the steps and roles of a case among them."""

from typing import Literal, NotRequired, TypedDict

import msgspec

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
    Verdict,
    VisitAdd,
)


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
        "request": NotRequired[dict[str, str]], "outcome": NotRequired[dict[str, str]], "meeting_on": NotRequired[str],
        "tracks": NotRequired[list[Track]], "evaluation": NotRequired[dict[str, str]], "lead_after": NotRequired[str],
        "closure": NotRequired[dict[str, str]],
    },
)  # fmt: skip


class CaseMove(Recorded):
    move: Move


class CaseDecide(Recorded):
    target: str
    agree: bool
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
