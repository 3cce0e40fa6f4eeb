"""No screen and no sheet is left unlooked at: each stands in the table of places the stories walk."""

import re
from pathlib import Path

from tests.e2e import (
    backup_places,
    conference_places,
    desk_places,
    office_places,
    outreach_places,
    participation_places,
    places,
    plan_places,
    protection_places,
    report_places,
    roster_places,
    safety_places,
    shared_places,
    tie_places,
    told_places,
    unopened_places,
    viewing_places,
)
from tests.e2e.looks import NARROW, PHONES
from tests.e2e.places import Place

SRC = Path(__file__).parent.parent.parent / "pwa" / "src"


def _places() -> list[Place]:
    tables = [value for module in (places, desk_places, conference_places, backup_places, office_places, outreach_places, participation_places, plan_places, protection_places, report_places, roster_places, safety_places, shared_places, tie_places, told_places, unopened_places, viewing_places) for value in vars(module).values() if isinstance(value, tuple)]
    return [one for table in tables for one in table if isinstance(one, Place)]


def _walked() -> set[str]:
    return {one.shows for one in _places()}


def test_every_path_of_the_router_is_looked_at() -> None:
    table = (SRC / "app" / "screens.ts").read_text(encoding="utf-8").split("const TABLE", 1)[1].split("};", 1)[0]
    paths = re.findall(r"'(/[^']*)': \(", table)
    assert len(paths) > 10
    assert [path for path in paths if path not in _walked()] == []


def test_every_sheet_and_every_locked_screen_is_looked_at() -> None:
    sheets = [file.stem for file in SRC.rglob("?*Sheet.svelte")] + ["Cover", "WhenLost", "Camera", "PhotoViewer"]
    locked = [file.stem for folder in ("enrol", "unlock") for file in (SRC / folder).glob("*.svelte")]
    # A field, a button and a frame of the others; the pasted link stands on the empty lock screen.
    parts = {"PassphraseField", "RescueButton", "DraftSheet", "PasteLink"}
    assert sorted(set(sheets + locked) - parts - _walked()) == []


def test_no_place_names_a_screen_that_is_gone() -> None:
    names = {file.stem for file in SRC.rglob("*.svelte")}
    assert [one.shows for one in _places() if not one.shows.startswith("/") and one.shows not in names] == []


def test_every_place_has_pictures_of_its_own() -> None:
    names = [one.name for one in _places()]
    assert sorted(name for name in names if names.count(name) > 1) == []


def _styles() -> str:
    return "\n".join(file.read_text(encoding="utf-8") for ending in ("css", "svelte") for file in SRC.rglob(f"*.{ending}"))


def test_what_no_eye_is_asked_of_stands_in_no_style() -> None:
    """axe is not given the sheet of styles, so nothing in it turns with the phone (looks.py)."""
    assert "orientation" not in _styles()


def test_the_largest_text_meets_no_edge_between_the_narrowest_phone_and_a_wide_one() -> None:
    """So what holds at 320 pixels with 200 % text holds at 412: looks.py looks at the narrower one alone."""
    edges = [float(one) for one in re.findall(r"@(?:media|container)[^{]*?width:\s*([\d.]+)r?em", _styles())]
    assert len(edges) > 30
    assert [edge for edge in edges if NARROW / 32 <= edge <= PHONES[-1] / 32] == []
