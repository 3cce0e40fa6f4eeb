"""A workbook made by the app's own code opens with readers that know nothing of it, and nothing in it runs."""

import base64
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.spreadsheet.book import Book, read

PWA = Path(__file__).parent.parent.parent / "pwa" / "src"
_WRITE = """
import { registerHooks } from 'node:module';
registerHooks({ resolve: (name, context, next) =>
  next(name.startsWith('.') && !name.endsWith('.ts') ? `${name}.ts` : name, context) });
const { xlsx } = await import(process.argv[1] + '/spreadsheet/workbook.ts');
const { bookOf } = await import(process.argv[1] + '/spreadsheet/cover.ts');
let given = '';
for await (const part of process.stdin) given += part;
const { taken, taking } = JSON.parse(given);
process.stdout.write(Buffer.from(await xlsx(bookOf(taken, taking), new Date(taking.at))).toString('base64'));
"""
TAKING = {"center": "北保健福祉センター", "by": "田中 恵", "at": "2026-11-27T21:30:00+09:00", "n": 12}
HOSTILE = [
    "=1+1", "+81-75", "-1", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://evil\",\"x\")", "_x0041_", "<f>1</f>", "]]>", "&lt;", "'", "改\n行", "𠮷野",
]  # fmt: skip


def _written(sheets: list[dict[str, Any]], *, named: bool = True) -> Book:
    node = Path(sys.executable).with_name("node")
    taken = {"title": "状況把握世帯", "about": [["期間", "令和8年11月"]], "named": named, "sheets": sheets}
    done = subprocess.run(
        [node, "--input-type=module", "-e", _WRITE, str(PWA)], capture_output=True, check=False, text=True,
        input=json.dumps({"taken": taken, "taking": TAKING}), env={**os.environ, "NODE_NO_WARNINGS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return read(base64.b64decode(done.stdout))


def test_a_text_stays_the_text_it_was_and_a_day_a_day() -> None:
    rows = [
        [text, {"day": "2026-12-01"}, {"moment": "2026-11-26T15:00:00Z"}, 3, {"share": 0.5}, None] for text in HOSTILE
    ]
    book = _written([{"name": "一覧", "head": ["世帯", "見直す日", "最後の確認", "件数", "割合", "空"], "rows": rows}])
    cover, table = book.sheets
    assert book.formulas == 0
    assert [row[0] for row in table.rows[1:]] == HOSTILE
    day, midnight = datetime(2026, 12, 1), datetime(2026, 11, 27)  # noqa: DTZ001
    assert all(row[1:] == [day, midnight, 3, 0.5] for row in table.rows[1:])
    assert (cover.frozen, table.frozen, len(table.widths)) == (0, 1, 6)


def test_the_first_sheet_says_who_took_what_and_when_and_that_it_tells_of_people() -> None:
    sheets = [{"name": name, "head": ["項目"], "rows": [["a"]]} for name in ("事業ごと", "方法/結果", "事業ごと")]
    book = _written(sheets)
    told = {str(row[0]): row[1] for row in book.sheets[0].rows if len(row) == 2}
    assert (told["センター"], told["書き出した人"], told["書き出しの番号"]) == (
        "北保健福祉センター",
        "田中 恵",
        "第12号",
    )
    assert told["書き出した日時"] == datetime(2026, 11, 27, 21, 30)  # noqa: DTZ001
    assert "個人情報" in str(told["取扱い"])
    assert [sheet.name for sheet in book.sheets] == ["はじめに", "事業ごと", "方法 結果", "事業ごと（2）"]
