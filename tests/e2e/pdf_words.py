"""The words on each page of a PDF as the browser writes it, also those that stand in its margins and on no screen."""

import re
import unicodedata
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_CONTENTS = re.compile(rb"/Contents (\d+) 0 R")
_FONTS = re.compile(rb"/Font\s*<<(.*?)>>", re.DOTALL)
_FONT = re.compile(rb"/(\w+) (\d+) 0 R")
_UNICODE = re.compile(rb"/ToUnicode (\d+) 0 R")
_RESOURCES = re.compile(rb"/Resources (\d+) 0 R")
_SINGLE = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>\s*\n")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|(\bET\b)")


def pages(pdf: bytes) -> list[str]:
    """In the order in which they are drawn; what stands beside each other may have no space between."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    return [_words(body, objects) for _, body in sorted(objects.items()) if _PAGE.search(body)]


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    if not found:
        return b""
    # The last byte may look like the end of a line: what is there is read, however it ends.
    return zlib.decompressobj().decompress(found[1]) if b"/FlateDecode" in body else found[1]


def _words(page: bytes, objects: dict[int, bytes]) -> str:
    held = _RESOURCES.search(page)
    fonts = _FONTS.search(objects[int(held[1])] if held else page)
    letters = (
        {name: _letters(objects[int(number)], objects) for name, number in _FONT.findall(fonts[1])} if fonts else {}
    )
    contents = _CONTENTS.search(page)
    known: dict[str, str] = {}
    out: list[str] = []
    for font, text, end in _SHOWN.findall(_stream(objects[int(contents[1])]) if contents else b""):
        if font:
            known = letters.get(font, {})
        elif text:
            wide = len(next(iter(known), "0000"))
            out += [known.get(text[at : at + wide].decode().upper(), "") for at in range(0, len(text), wide)]
        elif end:
            out.append(" ")
    # A font may show a letter by the glyph of its radical; what is read is the letter.
    return unicodedata.normalize("NFKC", "".join(out)).replace("\u2027", "・")


def _letters(font: bytes, objects: dict[int, bytes]) -> dict[str, str]:
    """Which letters each glyph of the font stands for."""
    found = _UNICODE.search(font)
    if not found:
        return {}
    told = _stream(objects[int(found[1])])
    known: dict[str, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        known |= {glyph.decode().upper(): _text(code) for glyph, code in _SINGLE.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, code in _RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                known[f"{int(first, 16) + step:0{len(first)}X}"] = chr(int(code, 16) + step)
    return known


def _text(code: bytes) -> str:
    return bytes.fromhex(code.decode()).decode("utf-16-be", "replace")
