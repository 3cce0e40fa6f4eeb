"""The shapes of 参加支援: what a person would like (希望), and how they came to a place; both in the household."""

from typing import NotRequired, TypedDict

from server.casework.records import Recorded


class Wish(TypedDict):
    """`want`: in the person's own words; `person`: of the household, empty while nobody knows whose it is; whatever
    was not asked yet is empty. `ended`: why it is no open wish any more."""

    person: str
    want: str
    avoid: str
    when: str
    kinds: list[str]
    often: str
    times: list[str]
    distance: str
    people: str
    said_on: str
    ended: str


class WishSet(Recorded):
    """A later one with the same `wish` is its next version."""

    wish: str
    about: Wish


class Match(TypedDict):
    """`resource`: the slot; `name` and `org`: as it and who runs it were called then; `staff`: who goes along."""

    wish: str
    resource: str
    name: str
    org: str
    on: str
    note: str
    staff: NotRequired[str]


class MatchAdd(Recorded):
    match: Match


class MatchStep(TypedDict):
    """`tells`: what of the person is told to whoever runs the place (consent_data); `result`: how it came out."""

    to: str
    on: str
    companion: str
    tells: list[str]
    reason: str
    result: str


class MatchStepped(Recorded):
    target: str
    step: MatchStep


class MatchFollow(TypedDict):
    """`months` after joining: 1, 3 or 6."""

    months: int
    on: str
    result: str
    words: str


class MatchFollowed(Recorded):
    target: str
    follow: MatchFollow


class CommunityOpen(Recorded):
    """Begins 地域の棚 of a center: resources, issues, committees and activities are registers there, of nobody."""

    center: str
