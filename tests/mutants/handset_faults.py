"""Faults of a phone with little memory, and of a browser that may clear what lies on it."""

from tests.mutants.mutant import Mutant

HANDSET: tuple[Mutant, ...] = (
    Mutant(
        "a browser that may clear the storage hurries nobody", "pwa/src/store/keeping.svelte.ts",
        "return this.isAtRisk ? AT_RISK_MS : MOST_MS;", "return MOST_MS;",
        "the only copy of a visit waits five minutes on a phone that may lose it",
        ("pwa/src/store/keeping.test.ts::is tried at least twice a minute",),
    ),
    Mutant(
        "a picture drawn in the page keeps its memory", "pwa/src/photos/canvas.ts",
        "    bitmap.close();\n", "    void 0;\n",
        "the app dies at the third photo of a stairwell, on a phone whose workers have no canvas",
        ("pwa/src/photos/shrink.test.ts::is given back at once",),
    ),
    Mutant(
        "the best camera of a phone is too good", "server/vault/picture.py",
        "MOST_PIXELS = 50_000_000", "MOST_PIXELS = 40_000_000",
        "nobody at the desk ever sees the photo Sato took at 48 megapixels",
        ("tests/vault/test_darkroom.py::test_48_megapixels_of_a_phones_best_camera_are_shown_within_the_memory_a_photo_has",),
    ),
)  # fmt: skip
