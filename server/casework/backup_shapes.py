"""The shapes of 後方支援, 対応事項 and ほかの会議, all of them in the household."""

from typing import NotRequired, TypedDict

from server.casework.records import Recorded


class BackupAsk(Recorded):
    """`tried`: what was done so far; `urgency`: how soon an answer is needed (backup_urgencies)."""

    question: str
    tried: str
    urgency: str


class BackupTake(Recorded):
    target: str


class BackupSay(Recorded):
    target: str
    text: str


class BackupEnd(Recorded):
    """`item`: with which it comes before a conference."""

    target: str
    outcome: str
    text: str
    item: NotRequired[str]


class TaskAdd(Recorded):
    """`to`: of the staff; without it `agency` says who. `request`: the one out of which it came."""

    text: str
    agency: str
    to: NotRequired[str]
    due: NotRequired[str]
    request: NotRequired[str]


class TaskMark(Recorded):
    target: str
    done: bool
    note: str


class Outside(TypedDict):
    """`meeting`: its kind (outside_meetings); `host`: who held it, `organization`: of the directory."""

    meeting: str
    held_on: str
    host: str
    organization: NotRequired[str]
    attended: str
    outcome: str
    next: str


class OutsideAdd(Recorded):
    outside: Outside


class OutsideAmend(Recorded):
    target: str
    outside: Outside
    reason: str
