"""Households merged by several people at once come to one state on every device, and nothing of theirs is forgotten."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.casework.fold import fold
from server.casework.gathered import gathered, links_of, stays
from server.casework.records import OpenedOp
from server.casework.summary import summarise

CASES = json.loads((Path(__file__).parents[1] / "vectors" / "merges.json").read_text("utf-8"))
NOW = "2026-11-24T10:00:00+09:00"
HOMES = [f"00000000-0000-7000-8000-0000000000{end}" for end in ("a1", "b1", "c1", "d1")]


def rows_of(households: list[dict[str, Any]], roles: dict[str, str] | None) -> list[dict[str, Any]]:
    states = [fold(one["bucket"], "26101", [OpenedOp(**op) for op in one["ops"]], roles, NOW) for one in households]
    return [summarise(state, NOW) for state in states]


def at(state: Any, path: str) -> Any:
    for part in path.split("/"):
        state = state[int(part)] if isinstance(state, list) else state.get(part)
    return state


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_households_gathered(case: dict[str, Any]) -> None:
    rows = gathered(rows_of(case["households"], case["roles"]))
    assert [row["bucket"] for row in rows] == case["shown"]
    assert {path: at(rows, path) for path in case["expect"]} == case["expect"]
    assert rows == case["rows"]


def said(kind: str, bucket: str, number: int, minute: int, **words: Any) -> dict[str, Any]:
    return {
        "id": f"{kind}-{bucket[-2:]}-{number}", "bucket": bucket, "device": f"d{number}", "dseq": number,
        "hlc_ms": 1_790_000_000_000 + number, "hlc_n": 0, "staff": "tanaka", "seq": number, "received_at": None,
        "schema": 1,
        "payload": {"kind": kind, "recorded_at": f"2026-11-21T09:{minute:02d}:00+09:00", **words},
    }  # fmt: skip


def merged_by(decisions: list[tuple[int, int, int, bool]]) -> dict[str, list[dict[str, Any]]]:
    """Each decision: from, into, minute, and whether it was taken back."""
    ops: dict[str, list[dict[str, Any]]] = {
        home: [said("household.open", home, 0, 0, center="26101", fields={})] for home in HOMES
    }
    for number, (source, target, minute, undone) in enumerate(decisions, 1):
        gone, stayed, merge = HOMES[source], HOMES[target], f"m{number}"
        ops[gone].append(said("household.merge", gone, number, minute, merge=merge, into=stayed))
        ops[stayed].append(said("household.merged", stayed, number, minute, merge=merge, **{"from": gone}))
        if undone:
            for home in (gone, stayed):
                ops[home].append(said("household.unmerge", home, 50 + number, 59, targets=[merge]))
    return ops


home = st.integers(0, len(HOMES) - 1)
DECISIONS = st.lists(st.tuples(home, home, st.integers(0, 3), st.booleans()), max_size=8)


@settings(max_examples=200, deadline=None)
@given(decisions=DECISIONS, seed=st.integers(0, 2**32))
def test_whatever_two_offices_merge_at_once_no_household_goes_round_in_a_ring(decisions: list[Any], seed: int) -> None:
    chance, ops = random.Random(seed), merged_by(decisions)
    shown = gathered(rows_of([{"bucket": one, "ops": ops[one]} for one in HOMES], None))
    delivered = [{"bucket": one, "ops": chance.sample(ops[one], len(ops[one]))} for one in HOMES]
    chance.shuffle(delivered)
    other = rows_of(delivered, None)
    links = links_of(other)
    assert {stays(links, one) for one in HOMES}.isdisjoint(links), "whoever stays has not gone on"
    assert sorted(gathered(other), key=lambda row: row["bucket"]) == sorted(shown, key=lambda row: row["bucket"])
    assert shown, "at least one household stays"
    counted = [row["bucket"] for row in shown] + [one for row in shown for one in row["merged_from"]]
    assert sorted(counted) == HOMES, "each household once"
    assert all(row["phase"] != "closed" for row in shown)


@settings(max_examples=60, deadline=None)
@given(decisions=DECISIONS)
def test_undoing_every_merge_gives_every_household_back(decisions: list[Any]) -> None:
    ops = merged_by([(source, target, minute, True) for source, target, minute, _ in decisions])
    rows = gathered(rows_of([{"bucket": one, "ops": ops[one]} for one in HOMES], None))
    before = rows_of([{"bucket": one, "ops": merged_by([])[one]} for one in HOMES], None)
    assert [row | {"last_op_at": None} for row in rows] == [row | {"last_op_at": None} for row in before]
