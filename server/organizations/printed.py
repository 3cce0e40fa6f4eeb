"""The directory for everybody outside: a page that needs no script, and the same as JSON and CSV; pure."""

import base64
import csv
import hashlib
import io
import re
from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path

import msgspec

from server.organizations.rules import Tel, is_stale
from server.organizations.store import Public
from server.organizations.words import AREA_LEVELS, FIELDS, KINDS, AreaLevel, Field, Kind

PAGE_PATH = "/organizations/v1/public"
WHOLE_CITY = "京都市全体"
TITLE = "相談先情報リンク集"
_CENTER_WORD = " 保健福祉センター"
# A spreadsheet takes a cell that begins so for a formula, in full width too, and also behind spaces.
_RUNS = re.compile(r"^\s*[=+\-@＝＋－＠\t\r|]")
_COLUMNS = (
    "識別番号", "名称", "ふりがな", "種別", "分野", "対象", "地域", "圏域", "電話", "ほかの電話", "ウェブサイト",
    "受付時間", "所在地", "確認日",
)  # fmt: skip
_URGENT = (
    '<p class="now"><strong>いのちに危険があるときは、すぐに</strong> '
    '<a href="tel:119">119（救急・火事）</a>・<a href="tel:110">110（警察）</a></p>'
)
_FILES = f'<a href="{PAGE_PATH}.csv">CSV</a>・<a href="{PAGE_PATH}.json">JSON</a>'
_STYLE = (Path(__file__).parent / "public.css").read_text(encoding="utf-8")
_STYLE_HASH = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# Nothing runs, nothing is fetched, nothing is sent, and only this one style is obeyed.
CONTENT_SECURITY_POLICY = (
    f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may read of an entry: neither who made sure of it nor the notes of those who work with it."""

    id: str
    name: str
    kana: str
    kind: Kind
    kind_label: str
    fields: list[Field]
    field_labels: list[str]
    target: str
    center: str | None
    area: str
    area_level: AreaLevel
    tels: list[Tel]
    url: str
    hours: str
    address: str
    checked_on: date
    stale: bool


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    title: str
    organizations: list[Shown]


def shown(row: Public, today: date) -> Shown:
    return Shown(
        id=str(row.id), name=row.name, kana=row.kana, kind=row.kind, kind_label=KINDS[row.kind], fields=row.fields,
        field_labels=[FIELDS[code] for code in row.fields], target=row.target, center=row.center, area=area_of(row),
        area_level=row.area_level, tels=row.tels, url=row.url, hours=row.hours, address=row.address,
        checked_on=row.checked_on, stale=is_stale(row.checked_on, today),
    )  # fmt: skip


def area_of(row: Public) -> str:
    return " ".join(part for part in (_place(row), row.area_name) if part)


def _place(row: Public) -> str:
    return WHOLE_CITY if row.center_name is None else row.center_name.removesuffix(_CENTER_WORD)


def as_json(rows: Sequence[Public], today: date) -> bytes:
    return msgspec.json.encode(Sheet(title=TITLE, organizations=[shown(row, today) for row in rows]))


def as_csv(rows: Sequence[Public], today: date) -> bytes:
    """With the mark by which Excel knows UTF-8, each cell quoted, and none that a spreadsheet would run."""
    out = io.StringIO()
    lines = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writerow(_COLUMNS)
    for one in (shown(row, today) for row in rows):
        main, *others = one.tels
        cells = (
            one.id, one.name, one.kana, one.kind_label, "、".join(one.field_labels), one.target, one.area,
            AREA_LEVELS[one.area_level], main.number, "、".join(f"{tel.label} {tel.number}".strip() for tel in others),
            one.url, one.hours, one.address, one.checked_on.isoformat(),
        )  # fmt: skip
        lines.writerow([_harmless(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if _RUNS.search(cell) else cell


def as_page(rows: Sequence[Public], today: date, field: str | None) -> bytes:
    parts = [(place, list(group)) for place, group in groupby(rows, key=_place)]
    contents = "".join(
        f'<li><a href="#a{n}">{escape(place)}（{len(group)}）</a></li>' for n, (place, group) in enumerate(parts)
    )
    body = "".join(
        f'<section aria-labelledby="a{n}"><h2 id="a{n}" tabindex="-1">{escape(place)}</h2>'
        + "".join(_article(shown(row, today)) for row in group)
        + "</section>"
        for n, (place, group) in enumerate(parts)
    )
    areas = f'<nav aria-labelledby="by-area"><p class="soft" id="by-area">地域へ進む</p><ul>{contents}</ul></nav>'
    narrowed = f"{FIELDS[field]}の{TITLE}" if field else TITLE
    nothing = "<p>ここに載せている相談先は、まだありません。</p>"
    return f"""<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><title>{narrowed}</title><style>{_STYLE}</style></head>
<body><header><h1>{narrowed}</h1>
<p>困りごとを相談できる窓口です。どこに相談すればよいかわからないときは、お住まいの区の窓口へお電話ください。</p>
{_URGENT}
<nav aria-labelledby="by-field"><p class="soft" id="by-field">分野でしぼる</p><ul>{_choices(field)}</ul></nav>
{areas if parts else ""}</header>
<main>{body or nothing}</main>
<footer><p class="soft">表計算やほかのページで使うには：{_FILES}</p></footer>
</body></html>
""".encode()


def _choices(field: str | None) -> str:
    links = [(PAGE_PATH, "すべて", field is None)]
    links += [(f"{PAGE_PATH}?field={code}", label, code == field) for code, label in FIELDS.items()]
    return "".join(f'<li><a href="{to}"{" aria-current=page" * here}>{label}</a></li>' for to, label, here in links)


def _article(one: Shown) -> str:
    tels = "".join(
        f'<li>{escape(tel.label)} <a href="tel:{dialled(tel.number)}">{escape(tel.number)}</a></li>' for tel in one.tels
    )
    facts = [
        ("対象", one.target), ("分野", "、".join(one.field_labels)), ("受付時間", one.hours), ("所在地", one.address),
    ]  # fmt: skip
    lines = "".join(f"<dt>{label}</dt><dd>{escape(text)}</dd>" for label, text in facts if text)
    if one.url:
        url = escape(one.url)
        lines += f'<dt>ウェブサイト</dt><dd><a href="{url}" rel="noreferrer">{url}</a></dd>'
    near = f"{escape(one.area)}　" if one.area_level == "neighbourhood" else ""
    day = one.checked_on
    age = '<p class="care">確認から日がたっています。お電話でお確かめください。</p>' if one.stale else ""
    return (
        f'<article><h3>{escape(one.name)}</h3><p class="soft">{near}{one.kind_label}</p>'
        f'<ul class="tels">{tels}</ul><dl>{lines}</dl>'
        f'{age}<p class="soft">{day.year}年{day.month}月{day.day}日に確認</p></article>'
    )


def dialled(number: str) -> str:
    """As a telephone link wants it; `#` would end the address."""
    return number.replace("-", "").replace("#", "%23")
