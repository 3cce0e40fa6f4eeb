"""What comes out of the printer: pages, their size, the fonts they carry along, and the words in sight."""

import re
from dataclasses import dataclass

from tests.e2e.pdf_words import pages
from tests.e2e.people import Person

A4 = (595.28, 841.89)  # points, upright
_PAGE = re.compile(rb"/Type\s*/Page\b(?!s)")
_BOX = re.compile(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]")
_FONT = re.compile(rb"/FontName\s*/([\w+-]+)")
_CARRIED = re.compile(rb"[A-Z]{6}\+")  # a part of the font lies in the file: it looks the same on any machine


@dataclass(frozen=True)
class Paper:
    pages: int
    is_a4: bool  # every page, upright
    is_lying: bool  # every page is A4, on its side
    sizes: list[tuple[float, float]]  # of each page, in points
    fonts: list[str]
    missing: list[str]  # fonts that the reader's machine would have to have
    words: str  # as the screen would show them
    sheets: list[str]  # the words of each page, with its margins


async def printed(person: Person) -> Paper:
    """The screen as it stands, on A4."""
    # First, and not only for the words: a page that was told to be a screen is one in its PDF too.
    await person.page.emulate_media(media="print")
    pdf = await person.page.pdf(format="A4", prefer_css_page_size=True)
    words = await person.words()
    await person.page.emulate_media(media="screen")
    boxes = [(float(width), float(height)) for width, height in _BOX.findall(pdf)]
    # Chromium rounds to whole pixels, where a style sheet does not say the size itself.
    is_a4, is_lying = _is(boxes, *A4), _is(boxes, *reversed(A4))
    names = _FONT.findall(pdf)
    missing = [name.decode() for name in names if not _CARRIED.match(name)]
    fonts = [name.decode() for name in names]
    return Paper(len(_PAGE.findall(pdf)), is_a4, is_lying, boxes, fonts, missing, words, pages(pdf))


def _is(boxes: list[tuple[float, float]], width: float, height: float) -> bool:
    return bool(boxes) and all(abs(box[0] - width) < 1 and abs(box[1] - height) < 1 for box in boxes)
