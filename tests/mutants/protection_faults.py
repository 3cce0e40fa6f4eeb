"""Faults of 支援措置: who is let in to a protected household, and what its rows say."""

from tests.mutants.mutant import Mutant

_SYNC, _FOLD, _VAULT = "tests/sync/test_protecting.py", "tests/casework/test_protection.py", "tests/vault/test_protection.py"

PROTECTION = (
    Mutant(
        "a new coordinator joins protected households by her role", "server/scope/store.py",
        "and ($2::text is null or b.kind <> 'protected')", "and ($2::text is null or b.kind <> 'gone')",
        "a colleague nobody named is given the household of somebody in hiding",
        (f"{_SYNC}::test_a_new_coordinator_of_the_center_is_not_let_in_by_her_role",),
    ),
    Mutant(
        "a protected household keeps its telephones", "server/casework/protection.py",
        'without(one["fields"], HIDDEN_OF_PERSON)} for one', 'without(one["fields"], ())} for one',
        "the telephone of somebody in hiding stands in every list that is searched by it",
        (_FOLD,),
    ),
    Mutant(
        "the vault believes the web tier about a protected household", "server/vault/steward.py",
        "self._shelf.is_protected(str(bucket)) and not self._may_know(bucket, certificate)", "False",
        "whoever holds the web tier reads the household of somebody in hiding",
        (f"{_VAULT}::test_whom_the_web_tier_alone_puts_on_it_gets_no_key",),
    ),
)  # fmt: skip
