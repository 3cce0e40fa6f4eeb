"""The shapes of 重層支援会議: what lies in the center's own bucket, in a household, and in the packet of an item."""

from datetime import datetime
from typing import NotRequired, TypedDict

from server.casework.records import Recorded


class Invitee(TypedDict):
    """`staff`: somebody with a device here; `pledged_on`: the day of their 守秘の誓約, as known then."""

    id: str
    staff: NotRequired[str]
    name: str
    office: str
    pledged_on: NotRequired[str]


class About(TypedDict):
    """付議事項. `meeting`: one of the center's; `basis`: conf_106_6 or consent, empty until somebody has chosen."""

    meeting: str
    held_on: str
    basis: str
    question: str
    invitees: list[Invitee]
    withdrawn: bool


class ConferenceItem(Recorded):
    """In the household: a later one with the same `item` says it anew."""

    item: str
    about: About


class ConferenceMaterial(Recorded):
    """In the household: in which packet the material lies, for whom, and what it said (`digest`)."""

    item: str
    packet: str
    digest: str
    invitees: list[Invitee]


class ConferenceMinutes(Recorded):
    item: str
    text: str
    reason: str


class ConferenceApproved(Recorded):
    target: str
    note: str


class Material(TypedDict):
    """What the invited may read, frozen. `meeting`: when, where and under whose chair; `sections` by their names.

    `drawing`: つながりの図, where it goes along. No fold and no rule reads it.
    """

    household: str
    item: str
    title: str
    author: str
    as_of: datetime
    meeting: dict[str, str]
    basis: str
    question: str
    sections: dict[str, str]
    invitees: list[Invitee]
    drawing: NotRequired[dict[str, object]]


class MaterialVersion(Recorded):
    material: Material


class MaterialOpened(Recorded):
    invitee: str


class CenterOpen(Recorded):
    """Begins a center's own bucket. Its meetings and members are registers there, and name no household."""

    center: str


class MeetingApproved(Recorded):
    meeting: str
    note: str
