"""Whether a payload can be folded at all: one broken record may not close the whole household.

Twin of pwa/src/casework/readable.ts; looser than `kinds.checked`, which says whether a payload is as it should be.
"""

from collections.abc import Callable
from typing import Any

from server.casework.readable_agreed import is_collaboration, is_consent, is_evaluation
from server.casework.readable_participation import is_follow, is_match, is_match_step, is_wish
from server.casework.readable_protection import is_protection
from server.casework.shapes import (
    are_texts,
    is_count,
    is_level,
    is_list,
    is_map,
    is_maybe,
    is_moment,
    is_ordinal,
    is_text,
)

NEEDS: dict[str, dict[str, str]] = {
    "household.open": {"fields": "map"},
    "person.add": {"person": "text", "fields": "map"},
    "fields.set": {"entity": "text", "set": "map", "base": "bases"},
    "visit.add": {"visit": "visit"},
    "obs.add": {"observation": "street"},
    "note.add": {"text": "text"},
    "amend": {"target": "text", "visit": "visit", "reason": "text"},
    "retract": {"target": "text", "reason": "text"},
    "review.set": {"target": "text", "version": "text", "state": "text", "comment": "text"},
    "caution.add": {"caution": "caution"},
    "caution.end": {"target": "text"},
    "plan.add": {"plan": "plan"},
    "plan.end": {"target": "text", "status": "text"},
    "alert.raised": {"alert": "text", "target": "text", "level": "level", "rules": "list", "note": "text"},
    "alert.ack": {"alert": "text", "how": "text", "note": "text"},
    "alert.closed": {"alert": "text", "outcome": "text", "note": "text"},
    "verdict": {"target": "text", "rules": "list"},
    "timers.set": {"timers": "timers"},
    "photo.add": {"photo": "photo", "file": "file"},
    "photo.rendered": {"target": "text", "use": "text", "file": "file"},
    "photo.refused": {"target": "text", "why": "text"},
    "household.merge": {"merge": "text", "into": "text"},
    "household.merged": {"merge": "text", "from": "text"},
    "household.unmerge": {"targets": "texts"},
    "household.caught_up": {"targets": "texts"},
    "role.offer": {"offer": "offer"},
    "role.answer": {"target": "text", "accepted": "flag", "note": "text"},
    "role.end": {"target": "text", "how": "text", "note": "text"},
    "case.move": {"move": "move"},
    "case.decide": {"target": "text", "agree": "flag", "note": "text"},
    "sheet.share": {"packet": "text", "number": "ordinal", "digest": "text", "recipients": "recipients"},
    "sheet.version": {"sheet": "sheet"},
    "sheet.opened": {"recipient": "text", "how": "text", "note": "text"},
    "sheet.answered": {"recipient": "text", "accepted": "flag", "note": "text"},
    "consultation.add": {"consultation": "consultation"},
    "consultation.amend": {"target": "text", "consultation": "consultation", "reason": "text"},
    "informant.note": dict.fromkeys(("household", "consultation", "name", "relation", "tel", "may_be_named"), "text"),
    "informant.opened": {"why": "text"},
    "center.open": {"center": "text"},
    "meeting.approved": {"meeting": "text", "note": "text"},
    "conference.item": {"item": "text", "about": "about"},
    "conference.material": {"item": "text", "packet": "text", "digest": "text", "invitees": "invitees"},
    "conference.minutes": {"item": "text", "text": "text", "reason": "text"},
    "conference.approved": {"target": "text", "note": "text"},
    "material.version": {"material": "material"},
    "material.opened": {"invitee": "text"},
    "backup.ask": {"question": "text", "tried": "text", "urgency": "text"},
    "backup.take": {"target": "text"},
    "backup.say": {"target": "text", "text": "text"},
    "backup.end": {"target": "text", "outcome": "text", "text": "text", "item": "maybe"},
    "task.add": {"text": "text", "agency": "text", "to": "maybe", "due": "maybe", "request": "maybe"},
    "task.mark": {"target": "text", "done": "flag", "note": "text"},
    "outside.add": {"outside": "outside"},
    "outside.amend": {"target": "text", "outside": "outside", "reason": "text"},
    "checkin.start": dict.fromkeys(("watch", "second", "place", "tel", "reason", "alone"), "text")
    | {"until": "moment", "companions": "texts"},
    "checkin.extend": {"target": "text", "until": "moment"},
    "checkin.end": {"target": "text", "word": "text"},
    "incident.add": dict.fromkeys(("target", "alert", "what", "hurt", "next"), "text"),
    "consent.add": {"consent": "consent"},
    "consent.withdrawn": {"target": "text", "withdrawn_on": "text", "who": "text", "how": "text"},
    "collaboration.version": {"plan": "collaboration"},
    "collaboration.evaluated": {"target": "text", "evaluation": "evaluation"},
    "wish.set": {"wish": "text", "about": "wish"},
    "match.add": {"match": "match"},
    "match.step": {"target": "text", "step": "match_step"},
    "match.follow": {"target": "text", "follow": "follow"},
    "community.open": {"center": "text"},
    "protection.set": {"protection": "protection"},
    "protection.end": {"target": "text", "reason": "text"},
    "protection.opened": {"why": "text"},
    "around.set": {"around": "text", "set": "map", "base": "bases"},
    "tie.set": {"tie": "text", "set": "map", "base": "bases"},
}


def is_record(value: Any) -> bool:
    return (
        is_map(value)
        and is_moment(value.get("occurred_at"))
        and is_list(value.get("observations"), "code", "value")
        and is_list(value.get("safety"), "person", "level")
    )


def is_rules(value: Any) -> bool:
    return isinstance(value, list) and all(
        is_map(rule) and is_text(rule.get("rule")) and isinstance(rule.get("evidence"), list) for rule in value
    )


def are_timers(value: Any) -> bool:
    texts = ("alert", "chain", "rule", "subject", "target")
    return isinstance(value, list) and all(
        is_map(one)
        and are_texts([one.get(field) for field in texts])
        and is_moment(one.get("since"))
        and is_moment(one.get("due_at"))
        and is_level(one.get("level"))
        for one in value
    )


def is_plan(value: Any) -> bool:
    return (
        is_map(value)
        and is_moment(value.get("window_from"))
        and is_moment(value.get("window_to"))
        and is_text(value.get("purpose"))
        and are_texts(value.get("staff"))
        and isinstance(value.get("required_two"), bool)
    )


def is_photo(value: Any) -> bool:
    return is_map(value) and is_moment(value.get("taken_at")) and are_texts([value.get("place"), value.get("caption")])


def is_file(value: Any) -> bool:
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("media", "salt", "digest")])
        and all(is_count(value.get(field)) for field in ("width", "height", "size", "n", "epoch"))
    )


def is_offer(value: Any) -> bool:
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("role", "agency", "task")])
        and all(value.get(field) is None or is_text(value[field]) for field in ("to", "due"))
    )


def is_move(value: Any) -> bool:
    """What a step carries beside is looked at by its guards, which take nothing for granted."""
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("from", "to", "reason")])
        and is_watch(value)
        and all(value.get(field) is None or is_text(value[field]) for field in ("meeting", "item", "plan"))
        and (value.get("offers") is None or (isinstance(value["offers"], list) and all(map(is_offer, value["offers"]))))
        and (value.get("settles") is None or (is_map(value["settles"]) and are_texts([*value["settles"].values()])))
    )


def is_watch(move: dict[str, Any]) -> bool:
    watch = move.get("watch")
    return watch is None or (
        is_map(watch) and are_texts([watch.get(field) for field in ("reason", "tier", "review_on")])
    )


def are_recipients(value: Any) -> bool:
    return isinstance(value, list) and all(
        is_map(one)
        and are_texts([one.get(field) for field in ("id", "name", "office", "basis", "word")])
        and (one.get("staff") is None or is_text(one["staff"]))
        for one in value
    )


def is_sheet(value: Any) -> bool:
    return (
        is_map(value)
        and are_texts([value.get(field) for field in ("household", "title", "author")])
        and is_ordinal(value.get("number"))
        and is_moment(value.get("as_of"))
        and all(are_texts(value.get(field)) for field in ("members", "involved"))
        and all(is_map(value.get(field)) and are_texts([*value[field].values()]) for field in ("issues", "sections"))
        and are_recipients(value.get("recipients"))
    )


def is_consultation(value: Any) -> bool:
    names = ("method", "channel", "facts", "quotes", "urgency", "received_by")
    return (
        is_map(value)
        and is_moment(value.get("received_at"))
        and are_texts([value.get(field) for field in names])
        and are_texts(value.get("concerns"))
        and all(value.get(field) is None or is_text(value[field]) for field in ("most_worried", "informant"))
        and (value.get("more") is None or (is_map(value["more"]) and are_texts([*value["more"].values()])))
    )


def are_invitees(value: Any) -> bool:
    return isinstance(value, list) and all(
        is_map(one)
        and are_texts([one.get(field) for field in ("id", "name", "office")])
        and all(one.get(field) is None or is_text(one[field]) for field in ("staff", "pledged_on"))
        for one in value
    )


def is_about(value: Any) -> bool:
    names = ("meeting", "held_on", "basis", "question")
    return (
        is_map(value)
        and are_texts([value.get(field) for field in names])
        and isinstance(value.get("withdrawn"), bool)
        and are_invitees(value.get("invitees"))
    )


def is_material(value: Any) -> bool:
    names = ("household", "item", "title", "author", "basis", "question")
    return (
        is_map(value)
        and are_texts([value.get(field) for field in names])
        and is_moment(value.get("as_of"))
        and all(is_map(value.get(field)) and are_texts([*value[field].values()]) for field in ("meeting", "sections"))
        and are_invitees(value.get("invitees"))
    )


def is_outside(value: Any) -> bool:
    names = ("meeting", "held_on", "host", "attended", "outcome", "next")
    return is_map(value) and are_texts([value.get(field) for field in names]) and is_maybe(value.get("organization"))


TESTS: dict[str, Callable[[Any], bool]] = {
    "text": is_text,
    "maybe": is_maybe,
    "moment": is_moment,
    "texts": are_texts,
    "map": is_map,
    "bases": lambda value: is_map(value) and all(are_texts(ids) for ids in value.values()),
    "list": is_rules,
    "visit": lambda value: is_record(value) and is_text(value.get("result")),
    "street": is_record,
    "level": is_level,
    "timers": are_timers,
    "caution": lambda value: (
        is_map(value) and all(is_text(value.get(field)) for field in ("kind", "solo", "expires_on"))
    ),
    "plan": is_plan,
    "photo": is_photo,
    "file": is_file,
    "flag": lambda value: isinstance(value, bool),
    "offer": is_offer,
    "move": is_move,
    "ordinal": is_ordinal,
    "recipients": are_recipients,
    "sheet": is_sheet,
    "consultation": is_consultation,
    "invitees": are_invitees,
    "about": is_about,
    "material": is_material,
    "outside": is_outside,
    "consent": is_consent,
    "collaboration": lambda value: (
        is_collaboration(value) and is_ordinal(value.get("number")) and is_moment(value["as_of"])
    ),
    "evaluation": is_evaluation,
    "wish": is_wish,
    "match": is_match,
    "match_step": is_match_step,
    "follow": is_follow,
    "protection": is_protection,
}


def is_readable(payload: dict[str, Any]) -> bool:
    needs = NEEDS.get(payload.get("kind", ""))
    if needs is None or not is_moment(payload.get("recorded_at")):
        return False
    return all(TESTS[need](payload.get(field)) for field, need in needs.items())
