"""参加支援: what a person would like, version by version, and each place they were brought to, step by step.

Twin of pwa/src/casework/fold-participation.ts. A consent is asked for where somebody is told of the person, as of the
records before the step; it proposes and remembers, people decide.
"""

from typing import Any

from server.casework.book import Book
from server.casework.calendar import parse_day
from server.casework.catalogue import load
from server.casework.consents import fold_consents, is_day, standing
from server.casework.records import OpenedOp

Entry = dict[str, Any]
PURPOSE = "participation"
MONTHS = (1, 3, 6)
KNOWN_THERE = ("trial", "joined")  # from here on whoever runs the place meets the person under their name
OVER = ("settled", "stopped")


def fold_wishes(book: Book) -> list[Entry]:
    """Of a household, oldest first, each with its versions."""
    wishes: dict[str, Entry] = {}
    for op in book.allowed("wish.set"):
        about, known = op.payload["about"], wishes.get(op.payload["wish"])
        if not is_day(about["said_on"]):
            book.propose(op, "no_day")
        elif known and known["about"]["person"] not in ("", about["person"]):
            book.propose(op, "wrong_target")  # what one person said is not made another's
        else:
            entry = known or {"id": op.payload["wish"], "by": op.staff, "at": op.payload["recorded_at"], "versions": []}
            entry["about"] = about
            entry["versions"].append({"op": op.id, "by": op.staff, "at": op.payload["recorded_at"], "about": about})
            wishes[entry["id"]] = entry
    return list(wishes.values())


def fold_matches(book: Book, wishes: list[Entry]) -> list[Entry]:
    """Of a household, oldest first."""
    known = {one["id"] for one in wishes}
    matches: dict[str, Entry] = {}
    for op in book.ordered:
        kind = op.payload["kind"]
        if kind not in ("match.add", *FOLLOWS) or not (book.may(op, None) or book.propose(op, "role")):
            continue
        if kind == "match.add":
            match = op.payload["match"]
            if why := "target_missing" if match["wish"] not in known else None if is_day(match["on"]) else "no_day":
                book.propose(op, why)
            else:
                matches[op.id] = begun(op)
        elif (entry := matches.get(op.payload["target"])) is None:
            book.propose(op, book.missing_or_wrong(op.payload["target"]))
        elif why := FOLLOWS[kind](book, entry, op):
            book.propose(op, why)
    return list(matches.values())


def begun(op: OpenedOp) -> Entry:
    return {
        "id": op.id, "by": op.staff, "at": op.payload["recorded_at"], "match": op.payload["match"],
        "state": "suggested", "steps": [], "follows": [], "joined_on": None,
    }  # fmt: skip


def take_step(book: Book, entry: Entry, op: OpenedOp) -> str | None:
    """Why it does not count."""
    step = op.payload["step"]
    if step["to"] not in next_of(entry["state"]):
        return "wrong_target"
    if not is_day(step["on"]):
        return "no_day"
    if step["to"] in OVER and (why := why_not_over(entry, step)):
        return why
    then = book.until(op.id)
    if needs_consent(step) and not covers(then, person_of(then, entry), entry["match"]["org"], step):
        return "no_consent"
    entry["steps"].append({"op": op.id, "by": op.staff, "at": op.payload["recorded_at"], "step": step})
    entry["state"] = step["to"]
    if step["to"] == "joined":
        entry["joined_on"] = step["on"]
    return None


def why_not_over(entry: Entry, step: Entry) -> str | None:
    """定着 only after the follow-ups or with a reason; a pause always with one."""
    said = bool(step["reason"].strip())
    if step["result"] not in codes("match_results") or (step["to"] == "stopped" and not said):
        return "no_reason"
    return None if said or all(followed(entry, months) for months in MONTHS) else "no_follow_up"


def take_follow(_book: Book, entry: Entry, op: OpenedOp) -> str | None:
    follow = op.payload["follow"]
    if entry["joined_on"] is None or follow["months"] not in MONTHS or follow["result"] not in codes("follow_results"):
        return "wrong_target"
    if not is_day(follow["on"]):
        return "no_day"
    entry["follows"].append({"op": op.id, "by": op.staff, "at": op.payload["recorded_at"], "follow": follow})
    return None


FOLLOWS = {"match.step": take_step, "match.follow": take_follow}


def codes(name: str) -> set[str]:
    return {one["code"] for one in load().raw["lists"][name]}


def next_of(state: str) -> list[str]:
    return next(one["next"] for one in load().raw["lists"]["match_states"] if one["code"] == state)


def needs_consent(step: Entry) -> bool:
    return bool(step["tells"]) or step["to"] in KNOWN_THERE


def person_of(then: Book, entry: Entry) -> str:
    """Whose wish it is, as known then."""
    return next((one["about"]["person"] for one in fold_wishes(then) if one["id"] == entry["match"]["wish"]), "")


def covers(then: Book, person: str, org: str, step: Entry) -> bool:
    """Somebody's own yes, to this, for whoever runs the place, that covers everything told."""
    if not person or not org.strip():
        return False
    return any(
        one["consent"]["person"] == person
        and org.strip() in [name.strip() for name in one["consent"]["orgs"]]
        and all(told in one["consent"]["data"] for told in step["tells"])
        for one in standing(fold_consents(then), step["on"], PURPOSE)
    )


def followed(entry: Entry, months: int) -> bool:
    return any(one["follow"]["months"] == months for one in entry["follows"])


def months_after(day: str, months: int) -> str:
    """The same day of a later month, or its last one."""
    year, month, date = (int(part) for part in day.split("-"))
    count = year * 12 + month - 1 + months
    for last in (date, 30, 29, 28):
        found = parse_day(f"{count // 12:04d}-{count % 12 + 1:02d}-{min(date, last):02d}")
        if found:
            return found
    return day


def due_of(entry: Entry) -> Entry | None:
    """The next follow-up that nobody has made yet."""
    if entry["state"] != "joined":
        return None
    waits = next((months for months in MONTHS if not followed(entry, months)), None)
    return None if waits is None else {"months": waits, "on": months_after(entry["joined_on"], waits)}


def wish_row(entry: Entry) -> Entry:
    return {"id": entry["id"], "by": entry["by"], "at": entry["versions"][-1]["at"], "about": entry["about"]}


def match_row(entry: Entry) -> Entry:
    """As lists show it."""
    match = entry["match"]
    return {name: entry[name] for name in ("id", "by", "state", "joined_on")} | {
        "wish": match["wish"], "resource": match["resource"], "name": match["name"], "org": match["org"],
        "staff": match.get("staff"), "due": due_of(entry),
    }  # fmt: skip
