"""Reads a workbook with Python's own zip and XML, which know nothing of the code that wrote it."""

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from xml.etree.ElementTree import Element, fromstring

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"([A-Z]+)(\d+)")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zone
_DATES = {"164", "165"}

Cell = str | float | datetime | None


@dataclass(frozen=True)
class Sheet:
    name: str
    rows: list[list[Cell]]
    frozen: int  # rows that stay in sight
    widths: list[float]


@dataclass(frozen=True)
class Book:
    sheets: list[Sheet]
    formulas: int
    parts: list[str]


def read(content: bytes) -> Book:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None, "a sum is wrong"
        parts = {name: packed.read(name) for name in packed.namelist()}
    trees = {name: fromstring(text) for name, text in parts.items()}
    _complete(trees)
    named = {one.get("Id"): f"xl/{one.get('Target')}" for one in trees["xl/_rels/workbook.xml.rels"]}
    forms = [one.get("numFmtId") or "" for one in trees["xl/styles.xml"].iterfind(f"{_MAIN}cellXfs/{_MAIN}xf")]
    listed = trees["xl/workbook.xml"].iterfind(f"{_MAIN}sheets/{_MAIN}sheet")
    sheets = [_sheet(one.get("name") or "", trees[named[one.get(_RID)]], forms) for one in listed]
    return Book(sheets, sum(len(list(tree.iter(f"{_MAIN}f"))) for tree in trees.values()), sorted(parts))


def _complete(trees: dict[str, Element]) -> None:
    """Every part that is spoken of is there, and has a type."""
    types = {
        (one.get("PartName") or "").removeprefix("/") for one in trees["[Content_Types].xml"] if one.get("PartName")
    }
    assert types == {name for name in trees if name.startswith("xl/") and not name.endswith(".rels")}
    assert [one.get("Target") for one in trees["_rels/.rels"]] == ["xl/workbook.xml"]


def _sheet(name: str, tree: Element, forms: list[str]) -> Sheet:
    pane = tree.find(f"{_MAIN}sheetViews/{_MAIN}sheetView/{_MAIN}pane")
    frozen = 0 if pane is None or pane.get("state") != "frozen" else int(pane.get("ySplit") or 0)
    widths = [float(one.get("width") or 0) for one in tree.iterfind(f"{_MAIN}cols/{_MAIN}col")]
    rows: list[list[Cell]] = []
    for row in tree.iterfind(f"{_MAIN}sheetData/{_MAIN}row"):
        cells: list[Cell] = []
        for cell in row:
            column, line = _placed(cell.get("r") or "")
            assert line == int(row.get("r") or 0)
            cells += [None] * (column - len(cells)) + [_value(cell, forms)]
        rows.append(cells)
    return Sheet(name, rows, frozen, widths)


def _placed(place: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(place)
    assert found, place
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(found[2])


def _value(cell: Element, forms: list[str]) -> Cell:
    if cell.get("t") == "inlineStr":
        text = "".join(one.text or "" for one in cell.iter(f"{_MAIN}t"))
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    value = cell.find(f"{_MAIN}v")
    if value is None:
        return None
    number = float(value.text or "")
    return _EPOCH + timedelta(days=number) if forms[int(cell.get("s") or 0)] in _DATES else number
