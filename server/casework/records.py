"""What lies inside the seal: payloads of every operation kind and the state that folding them gives.

Twin of pwa/src/casework/records.ts. Payloads and states stay plain mappings, so that a field written by a newer app
survives reading and writing; kinds.py tells whether a payload has the shape its kind demands.
"""

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

import msgspec

from server.casework.homes import HomeLook

TriState = Literal["yes", "no", "unchecked"]
Change = Literal["new", "worse", "same", "better"]
Level = Literal[1, 2, 3, 4]
SafetyLevel = Literal["A_seen", "B_voice", "C_cohabitant", "D_indirect", "E_none"]

Payload = dict[str, Any]
Registers = dict[str, dict[str, Any]]
HouseholdState = dict[str, Any]
Summary = dict[str, Any]


class OpenedOp(msgspec.Struct, frozen=True):
    """An operation whose signature was verified and whose seal was opened."""

    id: str
    bucket: str
    device: str
    dseq: int
    hlc_ms: int
    hlc_n: int
    staff: str
    seq: int | None
    received_at: str | None
    schema: int
    payload: Payload


class Observation(TypedDict):
    code: str
    value: TriState
    person: NotRequired[str]
    change: NotRequired[Change]
    note: NotRequired[str]
    number: NotRequired[int | float]
    qualifier: NotRequired[str]


class SafetyConfirmation(TypedDict):
    person: str
    level: SafetyLevel


class ThirdParty(TypedDict):
    source: str
    text: str


class Worry(TypedDict):
    level: Level
    note: str


class Visit(TypedDict):
    occurred_at: datetime
    ended_at: NotRequired[datetime]
    method: str
    result: str
    staff: list[str]
    accompanied: list[str]
    met_persons: list[str]
    presence_signs: list[str]
    safety: list[SafetyConfirmation]
    observations: list[Observation]
    facts: str
    quotes: str
    assessment: str
    third_party: list[ThirdParty]
    promises: str
    next_on: NotRequired[str]
    next_note: NotRequired[str]
    letter_left: NotRequired[str]
    relation_stage: NotRequired[int]
    relation_word: NotRequired[str]
    worry: NotRequired[Worry]
    plan: NotRequired[str]


class StreetObservation(TypedDict):
    """What was noticed without a visit: from the street, or of the relation and the home between two visits."""

    occurred_at: datetime
    observations: list[Observation]
    presence_signs: list[str]
    facts: str
    meter_reading: NotRequired[str]
    relation_stage: NotRequired[int]
    relation_word: NotRequired[str]
    home: NotRequired[HomeLook]


class Caution(TypedDict):
    kind: str
    text: str
    solo: Literal["ok", "two", "no"]
    expires_on: str


class VisitPlan(TypedDict):
    window_from: datetime
    window_to: datetime
    purpose: str
    method: str
    staff: list[str]
    required_two: bool


class Photo(TypedDict):
    taken_at: datetime
    place: str
    caption: str
    visit: NotRequired[str]


class AttachedFile(TypedDict):
    """Where the sealed segments begin and what they are; bytes are base64url (docs/envelope.md)."""

    media: str
    width: int
    height: int
    size: int
    n: int
    salt: str
    digest: str
    epoch: int


class MatchedRule(TypedDict):
    rule: str
    level: Level
    evidence: list[str]


class Recorded(TypedDict):
    kind: str
    recorded_at: datetime


class HouseholdOpen(Recorded):
    center: str
    fields: dict[str, Any]


class PersonAdd(Recorded):
    person: str
    fields: dict[str, Any]


class FieldsSet(Recorded):
    entity: str
    set: dict[str, Any]
    base: dict[str, list[str]]


class VisitAdd(Recorded):
    visit: Visit


class ObsAdd(Recorded):
    observation: StreetObservation


class NoteAdd(Recorded):
    text: str


class Amend(Recorded):
    target: str
    visit: Visit
    reason: str


class Retract(Recorded):
    target: str
    reason: str


class ReviewSet(Recorded):
    target: str
    version: str
    state: Literal["confirmed", "returned", "consult"]
    comment: str


class CautionAdd(Recorded):
    caution: Caution


class PlanAdd(Recorded):
    plan: VisitPlan


class PlanEnd(Retract):
    status: Literal["cancelled", "missed"]


class AlertRaised(Recorded):
    alert: str
    target: str
    level: Level
    rules: list[MatchedRule]
    catalogue: str
    note: str


class AlertAck(Recorded):
    alert: str
    how: Literal["taking", "joint", "handed_over"]
    to: NotRequired[str]
    note: str


class AlertClosed(Recorded):
    alert: str
    outcome: Literal["resolved", "mistaken"]
    note: str


class Verdict(Recorded):
    target: str
    level: Level | None
    rules: list[MatchedRule]
    catalogue: str


class Timer(TypedDict):
    """`alert`: the id it raises when due; `chain`: that of the first stage of its cause; `target`: the record whose
    facts explain it, or empty."""

    alert: str
    chain: str
    rule: str
    subject: str
    target: str
    since: datetime
    due_at: datetime
    level: Level


class TimersSet(Recorded):
    """Every deadline that stands in the household from then on."""

    timers: list[Timer]
    catalogue: str


class PhotoAdd(Recorded):
    photo: Photo
    file: AttachedFile


class PhotoRendered(Recorded):
    target: str
    use: Literal["full", "thumb"]
    file: AttachedFile


class PhotoRefused(Recorded):
    target: str
    why: str


class HouseholdMerge(Recorded):
    merge: str
    into: str


HouseholdMerged = TypedDict("HouseholdMerged", {"kind": str, "recorded_at": datetime, "merge": str, "from": str})


class Targets(Recorded):
    targets: list[str]


def decode_payload(plain: bytes) -> Payload:
    """Raises msgspec.DecodeError or ValidationError when the bytes are no JSON object."""
    return msgspec.json.decode(plain, type=dict[str, Any])
