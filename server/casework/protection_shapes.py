"""The shapes of 支援措置: the mark itself, its end, and the word of whoever opens what it hides."""

from typing import TypedDict

from server.casework.records import Recorded


class Named(TypedDict):
    """Who may know, as they were called when they were named, and on which basis."""

    staff: str
    name: str
    basis: str


class Protection(TypedDict):
    """`persons`: of the household; `called`: what lists call it instead of a name; `told`: who outside knows."""

    persons: list[str]
    since: str
    until: str
    basis: str
    called: str
    people: list[Named]
    told: str


class ProtectionSet(Recorded):
    protection: Protection


class ProtectionEnd(Recorded):
    target: str
    reason: str


class ProtectionOpened(Recorded):
    why: str
