"""Looks for planted words in raw bytes, in every spelling a program may have stored them in."""

import base64
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

_BLOCK = 1 << 22


def spellings(word: str) -> dict[str, bytes]:
    """Name of the encoding → the bytes it would leave; base64 in its three alignments, without the ends that differ."""
    found = {
        "json": json.dumps(word)[1:-1].encode(),
        "percent": quote(word).encode(),
        "percent, lower": quote(word).lower().encode(),
    }
    for name in ("utf-8", "utf-16-le", "utf-16-be", "shift_jis", "euc_jp"):
        raw = word.encode(name)
        found[name] = raw
        found[f"hex of {name}"] = raw.hex().encode()
        found[f"HEX of {name}"] = raw.hex().upper().encode()
    for shift in range(3):
        raw = word.encode()
        coded = base64.b64encode(bytes(shift) + raw)
        inner = coded[(0, 2, 3)[shift] : (len(raw) + shift) * 4 // 3]
        found[f"base64 +{shift}"] = inner
        found[f"base64url +{shift}"] = inner.replace(b"+", b"-").replace(b"/", b"_")
    return found


@dataclass
class Search:
    """`look` through places; `found` names place, word and spelling, `size` says how much was read."""

    words: Iterable[str]
    found: list[str] = field(default_factory=list)
    size: int = 0  # bytes read

    def __post_init__(self) -> None:
        self._names = {raw: f"{word} as {name}" for word in self.words for name, raw in spellings(word).items()}
        self._longest = max(map(len, self._names))
        self._any = re.compile(b"|".join(re.escape(raw) for raw in sorted(self._names, key=len, reverse=True)))

    def look(self, place: str, blocks: Iterable[bytes]) -> None:
        rest = b""
        for block in blocks:
            self.size += len(block)
            held = rest + block
            self.found += [f"{place}: {self._names[hit]}" for hit in sorted(set(self._any.findall(held)))]
            rest = held[-self._longest :]

    def look_in(self, *places: Path) -> None:
        """Every file below, sparse or locked or not; what vanishes while we look was nobody's memory."""
        for place in places:
            for file in sorted([place] if place.is_file() else place.rglob("*")):
                if file.is_file() and not file.is_symlink():
                    self.look(str(file), _blocks(file))


def _blocks(file: Path) -> Iterator[bytes]:
    try:
        with file.open("rb") as opened:
            while block := opened.read(_BLOCK):
                yield block
    except FileNotFoundError:
        return
