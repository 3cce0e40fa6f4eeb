"""What an entry of the directory may say, who may change it, and when it has grown old; pure."""

import re
import unicodedata
from datetime import date

import msgspec

from server.organizations.words import FIELDS, AreaLevel, Field, Kind

CENTER_EDITORS = ("coordinator", "office", "manager", "community_coordinator")
CITY_EDITORS = ("bureau", "administrator")
EDITORS = (*CENTER_EDITORS, *CITY_EDITORS)
STALE_AFTER = 180  # days since somebody last made sure that all of it is right

MOST_TELS = 5
# Also marks that turn the direction of writing: on the public page they could make one address look like another.
_UNSEEN = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_KANA = re.compile(r"[ぁ-ゖァ-ヺー・、 0-9]+")
_DASHES = re.compile(r"[\u2010-\u2015\u2212\u30fc\u2500-]")
_GAPS = re.compile(r"[-().\s]+")
_SHORT = re.compile(r"1[0-9]{2}|#[0-9]{4}")
_GROUPED = re.compile(r"[0-9]{2,5}(?:-[0-9]{1,4}){1,3}|[0-9]+")
_ELEVEN = re.compile(r"0[26-9]0[0-9]{8}|050[0-9]{8}")  # mobile, IP and 0800 numbers
_TEN = re.compile(r"0(?![26-9]0|50)[1-9][0-9]{8}")
_URL = re.compile(r"https://(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>\"'`\\^{|}]*)?", re.IGNORECASE)


class Tel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    label: str = ""
    number: str


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What people write. Without a `center` it serves the whole city; the first telephone is the main one."""

    name: str
    kana: str
    kind: Kind
    fields: list[Field]
    target: str
    center: str | None
    area_level: AreaLevel
    area_name: str
    tels: list[Tel]
    url: str
    hours: str
    address: str
    notes: str
    is_public: bool


class Unfit(Exception):
    """Names the field that cannot be kept as it is, or that lacks."""

    def __init__(self, field: str, *, lacks: bool = False) -> None:
        super().__init__(field)
        self.field = field
        self.lacks = lacks


def may_edit(role: str, center: str | None, entry_center: str | None) -> bool:
    if entry_center is None:
        return role in CITY_EDITORS
    return role in CENTER_EDITORS and center == entry_center


def is_stale(checked_on: date, today: date) -> bool:
    return (today - checked_on).days >= STALE_AFTER


def tidied(entry: Entry) -> Entry:
    """The entry as it is kept: trimmed, telephones in plain digits, fields in the office's order."""
    if (entry.center is None) != (entry.area_level == "city"):
        raise Unfit("center", lacks=entry.center is None)
    is_near = entry.area_level == "neighbourhood"
    return msgspec.structs.replace(
        entry,
        name=_line(entry.name, "name", 80, needed=True),
        kana=_kana(entry.kana),
        fields=_fields(entry.fields),
        target=_line(entry.target, "target", 200),
        area_name=_line(entry.area_name, "area_name", 40, needed=True) if is_near else "",
        tels=_tels(entry.tels),
        url=_url(entry.url),
        hours=_lines(entry.hours, "hours", 200),
        address=_line(entry.address, "address", 200),
        notes=_lines(entry.notes, "notes", 500),
    )


def tel_of(typed: str) -> str | None:
    """A number that can be called from Japan, its groups joined by plain hyphens as they were typed; else None."""
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", typed))
    plain = _GAPS.sub("-", plain).strip("-")
    if _SHORT.fullmatch(plain):
        return plain
    digits = plain.replace("-", "")
    if _GROUPED.fullmatch(plain) and (_ELEVEN.fullmatch(digits) or _TEN.fullmatch(digits)):
        return plain
    return None


def _line(text: str, field: str, most: int, *, needed: bool = False) -> str:
    found = _lines(text, field, most, needed=needed)
    if "\n" in found:
        raise Unfit(field)
    return found


def _lines(text: str, field: str, most: int, *, needed: bool = False) -> str:
    found = text.replace("\r\n", "\n").strip()
    if needed and not found:
        raise Unfit(field, lacks=True)
    if len(found) > most or _UNSEEN.search(found):
        raise Unfit(field)
    return found


def _kana(text: str) -> str:
    found = _line(unicodedata.normalize("NFKC", text), "kana", 120, needed=True)
    if not _KANA.fullmatch(found):
        raise Unfit("kana")
    return found


def _fields(given: list[Field]) -> list[Field]:
    if not given:
        raise Unfit("fields", lacks=True)
    return [code for code in FIELDS if code in given]


def _tels(given: list[Tel]) -> list[Tel]:
    if not given:
        raise Unfit("tels", lacks=True)
    if len(given) > MOST_TELS:
        raise Unfit("tels")
    found: list[Tel] = []
    for place, tel in enumerate(given):
        number = tel_of(tel.number)
        if number is None:
            raise Unfit(f"tels[{place}].number")
        found.append(Tel(label=_line(tel.label, f"tels[{place}].label", 20), number=number))
    if len({tel.number.replace("-", "") for tel in found}) < len(found):
        raise Unfit("tels")
    return found


def _url(text: str) -> str:
    found = _line(text, "url", 300)
    if found and not _URL.fullmatch(found):
        raise Unfit("url")
    return found
