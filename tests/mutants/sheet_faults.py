"""Faults of what was shared: who gets it, who speaks in whose name, and that it stays as it was."""

from tests.mutants.mutant import Mutant

_FOLD, _FOLD_TS = "tests/casework/test_sheets.py", "pwa/src/casework/vectors.test.ts::a shared sheet"
_PACKETS, _VAULT = "tests/sync/test_packets.py", "tests/vault/test_packets.py"

SHEETS = (
    Mutant(
        "somebody else's packet is given away", "server/scope/rules.py",
        'return kind == "packet" and opener == caller', 'return kind == "packet"',
        "whoever was given a sheet gives it to anybody else, in the name of nobody",
        (f"{_PACKETS}::test_whoever_was_given_it_gives_it_to_nobody_else",),
    ),
    Mutant(
        "a household is given away like a packet", "server/scope/rules.py",
        'return kind == "packet" and opener == caller', "return opener == caller",
        "a worker lets strangers into a household without the office's word",
        (f"{_PACKETS}::test_a_household_is_given_to_nobody_in_this_way",),
    ),
    Mutant(
        "the vault gives a packet's key to whom the web tier names", "server/vault/steward.py",
        "if self._shelf.is_packet(str(bucket)) and not", "if not self._shelf.is_packet(str(bucket)) and not",
        "whoever holds the web tier reads every shared sheet by putting themselves into it",
        (f"{_VAULT}::test_whom_the_web_tier_alone_put_into_a_packet_gets_no_key",),
    ),
    Mutant(
        "a shared version can be written over", "server/casework/book.py",
        "first = found[0] if found and", "first = found[-1] if found and",
        "what a clinic was shown is not what the office later says it showed",
        (_FOLD,),
    ),
    Mutant(
        "a shared version can be written over on the phone", "pwa/src/casework/fold.ts",
        ".sort((a, b) => this.#place(a, b))", ".sort((a, b) => this.#place(b, a))",
        "a recipient reads another text than the one that was shared",
        (_FOLD_TS,),
    ),
    Mutant(
        "anybody opens a sheet in another's name", "server/casework/sheets.py",
        'return entry["staff"] == op.staff', 'return entry["staff"] is not None',
        "the office believes that a colleague has read what they never saw",
        (_FOLD,),
    ),
    Mutant(
        "a sheet is shared without a basis", "pwa/src/casework/fold-sheets.ts",
        "BASES.some((one) => one.code === basis)", "basis !== undefined",
        "a household passes on with a sheet that went out without a ground in law",
        ("pwa/src/casework/vectors.test.ts::the way through the phases",),
    ),
)  # fmt: skip
