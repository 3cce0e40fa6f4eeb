"""Whose grant counts, and when a new key is owed: the same answers as the phone's (tests/vectors/grants.json)."""

import json
from typing import Any
from uuid import UUID

import pytest

from server.envelope import epochs, statement
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import CannotOpen
from server.envelope.trust import Grant, Trust
from tests.vectors.make_envelope import _key, _uuid
from tests.vectors.make_grants import VECTORS

KEPT: dict[str, Any] = json.loads(VECTORS.read_text())


@pytest.fixture(scope="module")
def trust() -> Trust:
    folded = Trust(from_b64u(KEPT["root_print"]))
    for n, one in enumerate(KEPT["statements"], 1):
        folded.take(n, one)
    return folded


def _name(case: dict[str, Any]) -> str:
    return " ".join(str(case.get(name)) for name in ("by", "epoch", "n", "center"))


@pytest.mark.parametrize("case", KEPT["grants"], ids=_name)
def test_a_grant_counts_only_from_who_may_give_it(trust: Trust, case: dict[str, Any]) -> None:
    if case["why_not"] == "no certificate":
        with pytest.raises(CannotOpen):
            trust.read_grant(case["grant"])
        return
    grant = trust.read_grant(case["grant"])
    assert (grant.epoch, grant.n) == (case["epoch"], 9)
    assert epochs.why_not(grant, trust, case["center"]) == case["why_not"]


@pytest.mark.parametrize("case", KEPT["owed"], ids=_name)
def test_a_new_key_is_owed_after_the_end_of_who_may_know_the_old_one(trust: Trust, case: dict[str, Any]) -> None:
    grant = Grant(_uuid("bucket"), 1, bytes(16), _uuid("device mori"), "", "", UUID(case["signer"]), case["n"])
    wrote = {UUID(one) for one in case["wrote"]}
    assert epochs.is_owed(grant, trust, case["center"], wrote) is case["owed"]


@pytest.mark.parametrize("n", [-1, 1.5, "9", True, None])
def test_a_number_that_is_none_is_no_grant(trust: Trust, n: object) -> None:
    claims = {"bucket": str(_uuid("bucket")), "epoch": 1, "key_check": b64u(bytes(16)), "device": str(_uuid("device mori")),
              "role": "lead", "basis": "internal_use", "n": n}  # fmt: skip
    forged = statement.sign_statement("kasane-grant", claims, _key("sign tanaka"), str(_uuid("device tanaka")))
    with pytest.raises(CannotOpen):
        trust.read_grant(forged)
