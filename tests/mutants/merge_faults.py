"""Faults of what happens to a household known twice: whom it warns, who wins, and what nobody may forget."""

from tests.mutants.mutant import Mutant

_FOLD, _GATHERED = "tests/casework/test_vectors.py::test_fold", "tests/casework/test_merges.py"
_FOLD_TS = "pwa/src/casework/vectors.test.ts"
_TOGETHER, _CANDIDATES = "pwa/src/households/together.test.ts", "pwa/src/households/candidates.test.ts"

MERGES = (
    Mutant(
        "the later of two crossed merges stands", "server/casework/merges.py",
        'return (moment_ms(payload["recorded_at"]),', 'return (-moment_ms(payload["recorded_at"]),',
        "vault and phone disagree about which household is left",
        (_FOLD,),
    ),
    Mutant(
        "the later of two crossed merges stands on the phone", "pwa/src/casework/fold-merges.ts",
        "  return momentMs(a.op.payload.recorded_at) - momentMs(b.op.payload.recorded_at) ||",
        "  return momentMs(b.op.payload.recorded_at) - momentMs(a.op.payload.recorded_at) ||",
        "phone and vault disagree about which household is left",
        (f"{_FOLD_TS}::fold",),
    ),
    Mutant(
        "of a ring the earliest merge is void", "server/casework/gathered.py",
        "last = max(ring", "last = min(ring",
        "the first decision gives way to the last one",
        (_GATHERED,),
    ),
    Mutant(
        "who is known to the merged household only is forgotten", "pwa/src/casework/gathered.ts",
        "      if (!known) people.push({ ...clock });\n", "      if (!known) continue;\n",
        "a dependent son nobody has seen leaves every list with the household he was registered in",
        (f"{_FOLD_TS}::merged households",),
    ),
    Mutant(
        "two of one family name are one person", "pwa/src/casework/gathered.ts",
        "a[field].includes(' ') && b[field].includes(' ') && searchKey(a[field]) === searchKey(b[field])",
        "searchKey(a[field].split(' ')[0]!) === searchKey(b[field].split(' ')[0]!)",
        "having seen the mother stops the clock of the son",
        (f"{_FOLD_TS}::merged households", _TOGETHER),
    ),
    Mutant(
        "what came after the merge is nobody's news", "pwa/src/casework/fold-merges.ts",
        "    late: into ? late(book, into.op) : [],\n", "    late: [],\n",
        "what Sato wrote without signal lands where nobody looks",
        (f"{_FOLD_TS}::fold", _TOGETHER),
    ),
    Mutant(
        "an undo is taken from anybody", "server/casework/catalogue/2026/permissions.json",
        '"household.unmerge":["coordinator","manager"]', '"household.unmerge":["outreach_worker","coordinator","manager"]',
        "one worker takes back what the office decided",
        (_FOLD,),
    ),
    Mutant(
        "a town's name alone is a door", "pwa/src/households/same-place.ts",
        "agree('town') && (agree('number') ||", "agree('town') && (true ||",
        "every household of 亀屋町 warns of every other, until nobody reads the warning",
        (_CANDIDATES,),
    ),
    Mutant(
        "another 亀屋町 is the same", "pwa/src/households/same-place.ts",
        "differ('town') || differ('postal') ||", "differ('town') ||",
        "two towns of one name are one place",
        (_CANDIDATES,),
    ),
    Mutant(
        "a merge is kept in one household only", "pwa/src/ledger/open-ledger.svelte.ts",
        "await this.#write(...(await Promise.all(records.map(ofOne))));",
        "await this.#write((await Promise.all(records.map(ofOne)))[0]!);",
        "the household that stays never hears of the other",
        ("pwa/src/ledger/open-ledger.test.ts::a merge is kept in both",),
    ),
)  # fmt: skip
