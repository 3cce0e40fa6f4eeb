"""Faults of what was told: who reads whose word it was, and that nobody who asked for help soon is forgotten."""

from tests.mutants.mutant import Mutant

_VAULT, _FOLD = "tests/vault/test_informants.py", "tests/casework/test_consultations.py"
_BOOK = "pwa/src/ledger/consultation-book.test.ts"

TOLD = (
    Mutant(
        "a sheet written into it later gives away who told", "server/casework/book.py",
        "found[0] if found and all(self.place(found[0]) < self.place(op) for op in others) else None", "found[0] if found else None",
        "a coordinator who may read a neighbour's name hands it to another ward by writing a sheet over it",
        (f"{_VAULT}::test_a_sheet_that_tanaka_writes_into_it_later_lets_nobody_in", _FOLD),
    ),
    Mutant(
        "who told is listed as a household", "pwa/src/ledger/folder.ts",
        "payload.kind === 'sheet.version' || payload.kind === 'informant.note' ||", "payload.kind === 'sheet.version' ||",
        "a neighbour's name lies folded in a row of the list until the office has said what the packet is",
        (_BOOK,),
    ),
    Mutant(
        "nobody at the door counts as an answer", "server/casework/summary.py",
        "contacted = next(contacts, None)", 'contacted = visits[0]["visit"]["occurred_at"] if visits else None',
        "a household that asked for help at once drops from the list after one absence",
        (_FOLD,),
    ),
)  # fmt: skip
