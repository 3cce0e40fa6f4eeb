"""What the machines are for: a server or an office with one of these faults must not pass them. One engine is enough to show it."""

import pytest

from server.problems import Problem
from server.scope import store as scopes
from server.sync import donations, late, pages, store
from tests.conftest import CLUSTER
from tests.sync import test_machine, test_restore_machine

# As the owner, so that the database's own wall does not cover for the store's clause.
IGNORES_SCOPE = {
    "reading": (scopes, "_BUCKETS_OF", "where g.staff = $1 and (", "where ($1::uuid is not null) and ("),
    "writing": (store, "_BUCKETS", "and g.staff is not null as mine", "as mine"),
    "the end": (scopes, "_TAKE_AWAY", "where staff = $1 and", "where false and staff = $1 and"),
    "what was before": (pages, "_EVENTS", "seq > $2 group by", "seq > $2 + 1000000 group by"),
}


@pytest.mark.parametrize("fault", IGNORES_SCOPE)
def test_a_server_that_ignores_the_scope_is_found_out(
    postgres: str, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    module, name, sound, broken = IGNORES_SCOPE[fault]
    statement = getattr(module, name)
    assert sound in statement, "the statement has changed: the fault must be written anew"
    monkeypatch.setattr(module, name, statement.replace(sound, broken))
    with pytest.raises((AssertionError, Problem), match=r"LEAK|NOT CONVERGED|against the scope|not_found"):
        test_machine.play(test_machine.Sync, CLUSTER.url, examples=50)


def test_an_office_that_throws_gifts_away_is_found_out(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_given, **_more):
        return []

    monkeypatch.setattr(donations, "settle", nothing)
    with pytest.raises(AssertionError, match="LOST"):
        test_restore_machine.play(CLUSTER.web_url, examples=40, always_the_same=True)


def test_an_office_that_never_lets_in_what_waited_is_found_out(postgres: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def nothing(*_given, **_more):
        return 0

    monkeypatch.setattr(late, "enter_with_key", nothing)
    with pytest.raises(AssertionError, match=r"STILL WAITS|NOT CONVERGED"):
        test_restore_machine.play(CLUSTER.web_url, examples=40, always_the_same=True)
