"""However people ask, agree and hurry: no household is where the law and the agreement do not let it be."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework.catalogue import load
from server.casework.fold import fold
from server.casework.records import OpenedOp
from tests.vectors import make_course as make

PHASES = [one["code"] for one in load().raw["lists"]["case_phases"]]
TABLE = {(way, one.to): one for one in load().phases.transitions for way in one.from_}
WORDS = {
    "watch": make.WATCH, "trigger": "trigger:t1", "lead_after": "x",
    "outcome": {"kind": "settled", "text": "x"}, "meeting_on": "2026-11-20", "evaluation": make.WENT_WELL,
    "tracks": [{"kind": "outreach", "basis": "conf_106_6"}], "closure": {"reason": "goal_met", "proof": ""},
}  # fmt: skip
Payload = dict[str, Any]


def folded(ops: list[OpenedOp]) -> dict[str, Any]:
    return fold(make.BUCKET, "26101", ops, make.ROLES)


def move(draw: st.DrawFn, now: str) -> Payload:
    """Mostly a way there is, from where the household stands; now and then anything."""
    ways = [way for way in TABLE if way[0] == now] if draw(st.integers(0, 5)) else [(now, to) for to in PHASES]
    before, after = draw(st.sampled_from(ways or [(now, "closed")]))
    left_out = draw(st.sets(st.sampled_from(sorted(WORDS)), max_size=1))
    said = {name: value for name, value in WORDS.items() if name not in left_out}
    return {"kind": "case.move", "move": {"from": before, "to": after, "reason": draw(st.sampled_from(["x", " "])), **said}}


def act(draw: st.DrawFn, state: dict[str, Any]) -> Payload:
    waiting = [step["id"] for step in state["steps"] if step["state"] == "asked"]
    if waiting and draw(st.booleans()):
        return {"kind": "case.decide", "target": waiting[-1], "agree": draw(st.integers(0, 4)) > 0, "note": ""}
    rare = draw(st.integers(0, 11))
    if rare == 0:
        said = {"phase": draw(st.sampled_from(PHASES))}
        return {"kind": "fields.set", "entity": "household", "set": said, "base": {}}
    if rare == 1:
        return {"kind": "role.answer", "target": "o1", "accepted": draw(st.booleans()), "note": ""}
    return move(draw, state["fields"]["phase"]["value"])


def written(n: int, line: make.Line) -> OpenedOp:
    day, op_id, who, payload = line
    at = make.START + round(day * make.DAY)
    told = {"recorded_at": make.at(day), **payload}
    return OpenedOp(op_id, make.BUCKET, f"phone of {who}", n, at, 0, who, n + 1, make.at(day + 0.25), 1, told)


@st.composite
def courses(draw: st.DrawFn) -> list[OpenedOp]:
    lines = [*make.opened(draw(st.sampled_from(["intake", "in_support"]))), make.offer(0.5, "o1", "tanaka", "sato")]
    for happened in (make.answer(0.55, "a1", "sato", "o1"), make.trigger(0.6), make.seen(0.7)):
        lines += [happened] if draw(st.integers(0, 3)) else []
    ops = [written(n, line) for n, line in enumerate(lines)]
    for n in range(draw(st.integers(4, 24))):
        state = folded(ops)
        askers = [step["by"] for step in state["steps"] if step["state"] == "asked"]
        who = draw(st.sampled_from(askers * 8 + list(make.ROLES)))
        ops.append(written(len(ops), (1 + n / 20, f"n{n}", who, act(draw, state))))
    return ops


@settings(max_examples=200, deadline=None)
@given(ops=courses())
def test_no_way_leads_where_no_way_leads(ops: list[OpenedOp]) -> None:
    state = folded(ops)
    phase = ops[0].payload["fields"]["phase"]
    for step in (one for one in state["steps"] if one["state"] == "stands"):
        rule, decided = TABLE[(phase, step["move"]["to"])], step["decided"]["by"]
        assert step["move"]["from"] == phase
        if decided == step["by"]:
            alone = make.ROLES[decided] in rule.by or ("lead" in rule.by and decided == "sato")
            assert alone, "nobody agrees with themselves"
        else:
            assert make.ROLES[decided] in rule.approve
        phase = step["move"]["to"]
        if phase == "monitoring" and step["code"] != "C16":
            assert {"trigger:t1"} <= state["entities"].keys(), "nobody is listed without a trigger"
            words = [op for op in ops if op.payload["kind"] == "role.answer" and op.staff == "sato"]
            assert any(op.payload["accepted"] for op in words), "a watcher said yes"
        if phase == "closed":
            assert any(op.payload["kind"] == "visit.add" for op in ops), "nobody closes whom nobody has seen"
    assert state["fields"]["phase"]["value"] == phase, "nothing but a step changes the phase"
