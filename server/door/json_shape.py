"""What a JSON body may look like before anyone parses it into a type: encoding, depth, keys, characters, numbers."""

import json
import re
from typing import Any

from server.problems import Problem

MAX_DEPTH = 32
MAX_NAME = 80  # of an attacker's own field name that we repeat
EXACT = 2**53 - 1  # beyond this a browser's number is no longer the number that was written

# Possessive, and content with the body's end in place of the closing quote: a string that nobody closes is read once,
# not once more from each quote inside it.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_BRACKETS = re.compile(rb"[\[\]{}]")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_TOO_BIG = object()


def check(body: bytes) -> None:
    """Raise the Problem that names what is wrong; a body that passes is one plain JSON object."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Problem("bad_encoding", position=error.start) from None
    _check_depth(body)
    reader = _Reader()
    value = reader.read(text)
    if not isinstance(value, dict):
        raise Problem("bad_json", position=0)
    if reader.saw_too_big or b"\\" in body or b"\x7f" in body:
        _walk(value, "")


def _check_depth(body: bytes) -> None:
    depth = 0
    for bracket in _BRACKETS.finditer(_STRING.sub(b"", body)):
        if bracket[0] in b"[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Problem("too_deep", limit=MAX_DEPTH)
        else:
            depth -= 1


class _Reader:
    """Python's own strict parser with hooks; what a hook cannot place is marked for the walk that names the field."""

    def __init__(self) -> None:
        self.saw_too_big = False

    def read(self, text: str) -> Any:
        try:
            return json.loads(
                text,
                object_pairs_hook=_unique,
                parse_int=self._whole,
                parse_float=self._fraction,
                parse_constant=_no_constant,
            )
        except json.JSONDecodeError as error:
            raise Problem("bad_json", position=error.pos, line=error.lineno) from None

    def _whole(self, digits: str) -> Any:
        if len(digits) <= 17 and -EXACT <= int(digits) <= EXACT:
            return int(digits)
        self.saw_too_big = True
        return _TOO_BIG

    def _fraction(self, digits: str) -> Any:
        number = float(digits)
        if -EXACT <= number <= EXACT:
            return number
        self.saw_too_big = True
        return _TOO_BIG


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Problem("duplicate_key", field=_readable(name))
            seen.add(name)
    return found


def _no_constant(name: str) -> Any:
    raise Problem("bad_json", found=name)


def _walk(value: Any, path: str) -> None:
    if value is _TOO_BIG:
        raise Problem("out_of_range", field=path)
    if isinstance(value, str):
        bad = _FORBIDDEN.search(value)
        if bad:
            raise Problem("bad_character", field=path, position=bad.start())
    elif isinstance(value, dict):
        for name, inner in value.items():
            below = f"{path}.{_readable(name)}" if path else _readable(name)
            if _FORBIDDEN.search(name):
                raise Problem("bad_character", field=below)
            _walk(inner, below)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            _walk(inner, f"{path}[{place}]")


def _readable(name: str) -> str:
    return _FORBIDDEN.sub("\ufffd", name)[:MAX_NAME]
