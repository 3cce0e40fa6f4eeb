"""Faults of the 個票, by which what others told or nobody agreed to comes to lie in a file; and of the table of towns."""

from tests.mutants.mutant import Mutant

FORMS = (
    Mutant(
        "a box stands open that only a consent opens", "pwa/src/forms/layout.ts",
        "data !== undefined && !opens(data);", "data !== undefined && !opens(data) && data === 'money';",
        "the sheet says 同意なし in its head and her address below",
        ("pwa/src/forms/forms.test.ts",),
    ),
    Mutant(
        "somebody else's yes counts as hers", "pwa/src/forms/source.ts",
        "entry.consent.person === person && stateOn(", "(entry.consent.person === person || true) && stateOn(",
        "her grandson agreed, and her illness goes along",
        ("pwa/src/forms/forms.test.ts",),
    ),
    Mutant(
        "what neighbours told is printed unasked", "pwa/src/forms/teller.ts",
        "if (!this.manner.third || !text.trim()) return NOTHING;", "if (!text.trim()) return NOTHING;",
        "she reads in her own file what the street says of her",
        ("pwa/src/forms/forms.test.ts",),
    ),
    Mutant(
        "the words of a 支援会議 are printed", "pwa/src/forms/teller.ts",
        "if (tellsSecret(words, this.#before(at))) return", "if (tellsSecret(words, this.#before(at)) && at === null) return",
        "what was said without her lies before her",
        ("pwa/src/forms/forms.test.ts",),
    ),
    Mutant(
        "two lines that contradict each other are both taken", "pwa/src/towns/table.ts",
        "if (keys.some((key) => (taken.get(key) ?? row.center) !== row.center)) return", "if (keys.length < 0) return",
        "a town belongs to two 支所, and its households to neither",
        ("pwa/src/towns/towns.test.ts",),
    ),
    Mutant(
        "any office may name the towns", "server/api/towns.py",
        "guards=[decides, needs_fresh_unlock]", "guards=[requires(), needs_fresh_unlock]",
        "one ward proposes its towns to another",
        ("tests/towns/test_naming.py",),
    ),
)  # fmt: skip
