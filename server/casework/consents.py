"""同意: every answer a person of the household gave, what was taken back, and what stands on a day.

Twin of pwa/src/casework/fold-consents.ts. Nothing is written over: taking back is a record of its own.
"""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import parse_day

Entry = dict[str, Any]


def is_day(text: Any) -> bool:
    return isinstance(text, str) and parse_day(text) == text


def fold_consents(book: Book) -> list[Entry]:
    """Of a household, oldest first; an answer of a day that the calendar does not have is kept as a proposal."""
    consents: dict[str, Entry] = {}
    for op in book.allowed("consent.add"):
        consent = op.payload["consent"]
        until = consent.get("until")
        if not is_day(consent["obtained_on"]) or (until is not None and not lasts(consent["obtained_on"], until)):
            book.propose(op, "no_day")
        else:
            said = {"id": op.id, "by": op.staff, "at": op.payload["recorded_at"]}
            consents[op.id] = said | {"consent": consent, "withdrawals": []}
    for op in book.allowed("consent.withdrawn"):
        entry = consents.get(op.payload["target"])
        if entry is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif not is_day(op.payload["withdrawn_on"]):
            book.propose(op, "no_day")
        else:
            words = {"on": op.payload["withdrawn_on"], "who": op.payload["who"], "how": op.payload["how"]}
            entry["withdrawals"].append({"by": op.staff, "at": op.payload["recorded_at"], "op": op.id, **words})
    return list(consents.values())


def lasts(obtained_on: str, until: Any) -> bool:
    return is_day(until) and until >= obtained_on


def state_on(consents: list[Entry], entry: Entry, day: str) -> str:
    """What has become of an answer by that day. A later no of the same person to the same purpose is the last word."""
    consent = entry["consent"]
    if consent["answer"] != "given":
        return "refused" if consent["answer"] == "refused" else "explained"
    if consent["obtained_on"] > day:
        return "coming"
    if any(one["on"] <= day for one in entry["withdrawals"]):
        return "withdrawn"
    if any(unsays(other, entry, day) for other in consents[consents.index(entry) + 1 :]) or any(
        unsays(other, entry, day) and other["consent"]["obtained_on"] > consent["obtained_on"] for other in consents
    ):
        return "overtaken"
    return "expired" if consent.get("until") is not None and consent["until"] < day else "stands"


def unsays(other: Entry, entry: Entry, day: str) -> bool:
    """A no without a purpose is one to all of them."""
    no, yes = other["consent"], entry["consent"]
    if no["answer"] != "refused" or no["person"] != yes["person"]:
        return False
    shared = not no["purposes"] or any(purpose in yes["purposes"] for purpose in no["purposes"])
    return shared and yes["obtained_on"] <= no["obtained_on"] <= day


def standing(consents: list[Entry], day: str, purpose: str) -> list[Entry]:
    """Those that hold on that day for that purpose."""
    found = [entry for entry in consents if purpose in entry["consent"]["purposes"]]
    return [entry for entry in found if state_on(consents, entry, day) == "stands"]
