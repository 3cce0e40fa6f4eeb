"""The shapes of 相談受付, and of who told: the one in the household, the other in a packet of its own."""

from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from server.casework.records import Recorded


class Consultation(TypedDict):
    """相談受付. `received_by`: staff; `informant`: the packet in which lies who told, never who; `more`: items of the
    national form by what they are called there."""

    received_at: datetime
    method: str
    channel: str
    concerns: list[str]
    most_worried: NotRequired[str]
    facts: str
    quotes: str
    urgency: str
    received_by: str
    informant: NotRequired[str]
    more: NotRequired[dict[str, str]]


class ConsultationAdd(Recorded):
    consultation: Consultation


class ConsultationAmend(Recorded):
    target: str
    consultation: Consultation
    reason: str


class InformantNote(Recorded):
    """知らせてくれた人, in a packet of its own."""

    household: str
    consultation: str
    name: str
    relation: str
    tel: str
    may_be_named: Literal["yes", "no", "not_asked"]


class InformantOpened(Recorded):
    why: str
