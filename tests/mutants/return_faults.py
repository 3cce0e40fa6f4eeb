"""Faults around the phone that comes back: sessions, the size of a web process, and what becomes of words that were not chosen."""

from tests.mutants.mutant import Mutant

_HISTORY = "pwa/src/households/field-history.test.ts"

RETURN = (
    Mutant(
        "sessions of a device pile up", "server/access/sessions.py",
        "ends_at, MOST_PER_DEVICE - 1)", "ends_at, MOST_PER_DEVICE + 9)",
        "a cookie that somebody carried off goes on being good although the phone has opened others since",
        ("tests/access/test_sessions.py::test_a_fourth_session_ends_the_oldest",),
    ),
    Mutant(
        "every web process loads what Litestar would like to have", "server/app.py",
        "return [*plugins, MsgspecDIPlugin()]", "return Litestar._get_default_plugins(list(plugins))",
        "on a small machine two web processes no longer fit where two had room",
        ("tests/house/test_imports.py::test_a_web_process_loads_no_second_way_of_checking_data",),
    ),
    Mutant(
        "what was not chosen is nowhere to be read", "pwa/src/households/field-history.ts",
        "if (writes.length < 2 ||", "if (writes.length > 1 ||",
        "Tanaka chose Sato's word, and nobody can say any more what her own was",
        (f"{_HISTORY}::both values of a difference stand",),
    ),
    Mutant(
        "the history tells where somebody lived", "pwa/src/households/field-history.ts",
        "foldProtection(book) ? hides :", "!book ? hides :",
        "whoever looks for her reads the address of before the move",
        (f"{_HISTORY}::no former place or telephone",),
    ),
)  # fmt: skip
