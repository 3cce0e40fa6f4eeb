"""The escalation rules read from the catalogue: which of them a record meets, how urgent, and because of what.

Twin of pwa/src/casework/rules.ts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from server.casework.calendar import Moment, moment_ms
from server.casework.catalogue import Condition, load
from server.casework.clocks import age_of, is_child, is_dependent, is_present
from server.casework.fold import looks_of
from server.casework.records import HouseholdState
from server.casework.registers import value_of
from server.casework.trends import Item, Look, previous_number, previous_stage, previous_value, worsened

INFANT_AGE = 6
Target = str | dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Everything a condition may ask of one record and the household around it."""

    state: HouseholdState
    record: dict[str, Any]
    observations: list[Item]
    earlier: list[Look]
    now: Moment
    day_flags: Sequence[str]

    def present(self) -> list[dict[str, Any]]:
        return [person for person in self.state["persons"] if is_present(person["fields"])]


def case_of(state: HouseholdState, target: Target, now: Moment, day_flags: Sequence[str] = ()) -> Case | None:
    """The record itself, whether it is already folded in (its id) or just being written."""
    looks = looks_of(state["visits"], state["street"])
    own = next((look for look in looks if (look[0] == target if isinstance(target, str) else look[1] is target)), None)
    record = own[1] if own else target
    if isinstance(record, str):
        return None
    at = moment_ms(record["occurred_at"])
    earlier = [look for look in looks if look is not own and is_earlier(look, at, own[0] if own else None)]
    return Case(state, record, record.get("observations") or [], earlier, now, day_flags)


def is_earlier(look: Look, at: float, own: str | None) -> bool:
    seen = moment_ms(look[1]["occurred_at"])
    return seen < at or (seen == at and (own is None or look[0] < own))


def concerns(case: Case, item: Item, kind: str) -> bool:
    """The person the worker chose, or, when none was chosen, anyone at home."""
    test = is_child if kind == "child" else is_dependent
    chosen = item.get("person")
    persons = [one for one in case.state["persons"] if one["id"] == chosen] if chosen else case.present()
    return any(test(person["fields"], case.now) for person in persons)


def leaves_dependents_only(case: Case, item: Item) -> bool:
    others = [person for person in case.present() if person["id"] != item.get("person")]
    able = sum(not is_dependent(person["fields"], case.now) for person in others)
    return len(others) > able and able <= (0 if item.get("person") else 1)


def meets(item: Item, when: Condition, case: Case) -> bool:
    number = item.get("number")
    measured = bool(when.get("measured")) and item["value"] != "unchecked" and number is not None
    return (
        item["code"] == when["obs"]
        and (item["value"] == "yes" or measured)
        and ("qualifier" not in when or item.get("qualifier") == when["qualifier"])
        and ("min" not in when or (-1 if number is None else number) >= when["min"])
        and ("person" not in when or concerns(case, item, when["person"]))
        and ("left" not in when or leaves_dependents_only(case, item))
    )


def rises(item: Item, when: Condition, case: Case) -> bool:
    if item["code"] != when["obs"] or item["value"] == "unchecked":
        return False
    before = previous_number(item, case.earlier)
    return before is not None and (item.get("number") or 0) - before >= when["min"]


def worse_again(item: Item, when: Condition, case: Case) -> bool:
    if item["code"] != when["obs"] or item["value"] != "yes" or item.get("change") != "worse":
        return False
    before = previous_value(item, case.earlier)
    return before is not None and before["value"] == "yes" and before.get("change") == "worse"


def trend(when: Condition, case: Case) -> list[str] | None:
    kind, items = when["trend"], case.observations
    if kind == "worse_items":
        codes = {item["code"] for item in items if worsened(item, case.earlier)}
        return sorted(codes) if len(codes) >= when["min"] else None
    if kind == "stage_fall":
        before, stage = previous_stage(case.earlier), case.record.get("relation_stage")
        fell = before is not None and stage is not None and before - stage >= when["min"]
        return ["relation_stage"] if fell else None
    holds = {"number_rise": rises, "worse_twice": worse_again}[kind]
    return [when["obs"]] if any(holds(item, when, case) for item in items) else None


def triggers_met(case: Case) -> list[tuple[str, int, list[str]]]:
    """介入のきっかけ this record meets: name, level, the codes ticked."""
    seen = {item["code"] for item in case.observations if item["value"] == "yes"}
    found: list[tuple[str, int, list[str]]] = []
    for name, fields in case.state["entities"].items():
        codes = value_of(fields, "codes")
        if not name.startswith("trigger:") or value_of(fields, "ended") is True or not isinstance(codes, list):
            continue
        met = [code for code in codes if code in seen]
        level = value_of(fields, "level")
        if met:
            found.append((name, level if level in (1, 2, 3, 4) else 3, met))
    return found


def evaluate(when: Condition, case: Case) -> list[str] | None:
    """The evidence when the condition holds, None when it does not."""
    if "any" in when:
        found = [evidence for part in when["any"] if (evidence := evaluate(part, case)) is not None]
        return [code for evidence in found for code in evidence] if found else None
    if "all" in when:
        parts = [evaluate(part, case) for part in when["all"]]
        return None if None in parts else [code for evidence in parts for code in evidence or []]
    if "trend" in when:
        return trend(when, case)
    if "obs" in when:
        return [when["obs"]] if any(meets(item, when, case) for item in case.observations) else None
    return context(when, case)


def context(when: Condition, case: Case) -> list[str] | None:
    result = case.record.get("result")
    if "result" in when:
        return [f"result:{result}"] if result in when["result"] else None
    if "worry" in when:
        return ["worry"] if (case.record.get("worry") or {}).get("level") == when["worry"] else None
    if "day_flag" in when:
        return [f"day:{flag}" for flag in when["day_flag"] if flag in case.day_flags] or None
    if "household" in when:
        ages = [age_of(person["fields"], case.now) for person in case.present()]
        return ["household:infant"] if any(age is not None and age < INFANT_AGE for age in ages) else None
    return [code for name, _, codes in triggers_met(case) for code in (*codes, name)] or None


def judge(state: HouseholdState, target: Target, now: Moment, day_flags: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Every rule the record meets, in the catalogue's order, each at its most urgent case."""
    case = case_of(state, target, now, day_flags)
    if case is None:
        return []
    matched: list[dict[str, Any]] = []
    for rule in load().rules:
        for one in rule.cases:
            evidence = evaluate(one.when, case)
            if evidence is None:
                continue
            level = min(level for _, level, _ in triggers_met(case)) if "trigger" in one.when else one.level
            matched.append({"rule": rule.code, "level": level, "evidence": sorted(set(evidence))})
            break
    return matched


def level_of(rules: list[dict[str, Any]]) -> int | None:
    """The most urgent level of a verdict; None when nothing matched."""
    return min((rule["level"] for rule in rules), default=None)


def severity_of(case: Case, item: Item) -> str | None:
    """How serious one sign is in this record: R, Y or G; None when it was not seen."""
    known = load().observations.get(item["code"])
    if known is None or item["value"] == "unchecked":
        return None
    if item["value"] == "no" and not (known.number and known.number.measured):
        return None
    others = [other for other in case.observations if other is item or other["code"] != item["code"]]
    alone = replace(case, observations=others)
    if known.red_when is not None and evaluate(known.red_when, alone) is not None:
        return "R"
    if known.yellow_when is not None and evaluate(known.yellow_when, alone) is not None:
        return "Y"
    return known.severity


def red_signs(state: HouseholdState, target: Target, now: Moment, day_flags: Sequence[str] = ()) -> list[Item]:
    """The red signs of a record, in the catalogue's order: what opens the emergency sheet."""
    case = case_of(state, target, now, day_flags)
    if case is None:
        return []
    place = {code: index for index, code in enumerate(load().observations)}
    red = [item for item in case.observations if severity_of(case, item) == "R"]
    return sorted(red, key=lambda item: place[item["code"]])
