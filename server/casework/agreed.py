"""The shapes of what the person agreed to (同意) and of what was agreed on with them (多機関協働プラン)."""

from datetime import datetime
from typing import Literal, NotRequired, TypedDict

from server.casework.records import Recorded


class Consent(TypedDict):
    """An answer, whichever it was. `person`: of the household; `orgs`: to whom it may be told, as they are called;
    `by`: who asked; `proxy`: who spoke in the person's place; `until`: the last day it holds."""

    person: str
    answer: Literal["given", "refused", "explained"]
    purposes: list[str]
    data: list[str]
    orgs: list[str]
    method: Literal["written", "oral", "proxy"]
    obtained_on: str
    by: str
    words: str
    capacity_note: str
    proxy: NotRequired[str]
    until: NotRequired[str]


class ConsentAdd(Recorded):
    consent: Consent


class ConsentWithdrawn(Recorded):
    """`who` took it back, and `how` they said so; the consent itself stays as it was written."""

    target: str
    withdrawn_on: str
    who: str
    how: str


class Action(TypedDict):
    """支援内容. `to`: of the staff; `who`: as they, or an agency, were called."""

    what: str
    who: str
    frequency: str
    to: NotRequired[str]
    until: NotRequired[str]


class CollaborationPlan(TypedDict):
    """One version, frozen. `wish`: 本人の望む暮らし, in their own words; `consent`: the record it rests on."""

    number: int
    title: str
    author: str
    as_of: datetime
    members: list[str]
    wish: str
    goal_long: str
    goal_short: str
    issues: list[str]
    actions: list[Action]
    monitor_on: str
    outreach: bool
    participation: bool
    reason: str
    consent: NotRequired[str]


class CollaborationVersion(Recorded):
    plan: CollaborationPlan


class Evaluation(TypedDict):
    """`monitor_on`: when to look again, where the plan goes on."""

    on: str
    achieved: str
    changes: str
    person_view: str
    next: str
    left_issues: str
    handover: str
    monitor_on: NotRequired[str]


class CollaborationEvaluated(Recorded):
    target: str
    evaluation: Evaluation
