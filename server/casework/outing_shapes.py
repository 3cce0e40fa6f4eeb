"""The shapes of 訪問中の見守り and of 怖い思い・けが, all of them in the household."""

from datetime import datetime
from typing import Literal

from server.casework.records import Recorded


class CheckinStart(Recorded):
    """`watch`, `second`: see docs/wire.md; `companions`: staff; `place`: where, if not at home; `tel`: hers; `reason`:
    why she goes alone though two are asked for, and `alone` the alert that says so."""

    watch: str
    second: str
    until: datetime
    companions: list[str]
    place: str
    tel: str
    reason: str
    alone: str


class CheckinExtend(Recorded):
    target: str
    until: datetime


class CheckinEnd(Recorded):
    """`help`: the word that calls for help and looks like the other."""

    target: str
    word: Literal["safe", "help"]


class IncidentAdd(Recorded):
    """`target`: the visit; `hurt`: who was (hurt_kinds); `alert`: that tells of it."""

    target: str
    alert: str
    what: str
    hurt: str
    next: str
