"""Search keys: what makes ﾜﾀﾅﾍﾞ, 髙﨑 and 𠮷田 findable. Made for comparing only; what was typed is never changed."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

from server.casework.catalogue import load


@lru_cache
def table() -> dict[int, str | None]:
    """One translation: drop marks and variation selectors, fold 異体字, katakana to hiragana, small to large."""
    folds = load().raw["search_folds"]
    small: dict[str, str] = folds["small"]
    table: dict[int, str | None] = dict.fromkeys((*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
    for code in range(0x30A1, 0x30F7):
        hiragana = chr(code - 0x60)
        table[code] = small.get(hiragana, hiragana)
    table |= {ord(char): large for char, large in small.items()}
    table |= {ord(char): plain for char, plain in folds["ideographs"].items()}
    return table | {ord(char): None for char in folds["drop"]}


def search_key(text: str) -> str:
    """NFKC → 異体字 → ひらがな → 大書き → no spaces or marks → lower case."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    return plain.translate(table()).lower()


def digits_of(text: str) -> str:
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", text))


def matches(summary: dict[str, Any], query: str) -> bool:
    """Every word of the query must be somewhere in the household's key: names, kana, address, telephone."""
    terms = (search_key(word) for word in unicodedata.normalize("NFKC", query).split())
    return all(term in summary["search_key"] for term in terms if term)
