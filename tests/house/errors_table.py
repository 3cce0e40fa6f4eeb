"""Writes docs/errors.md from the one table of refusals: `python -m tests.house.errors_table`."""

from server.problems import CODES
from tests.house.tree import ROOT

HEAD = """# Errors

Every refusal of the web tier is `application/problem+json` (RFC 9457) with a stable `code`. The title says what happened, the detail what
to do; both are shown to people as they are. No refusal and no log line carries the content of a record.
This table is written from `server/problems.py` by `tests/house/errors_table.py` and compared by a test.

| code | status | what happened | what to do |
|---|---|---|---|
"""


def table() -> str:
    rows = (f"| `{code}` | {r.status} | {r.title} | {r.detail} |\n" for code, r in sorted(CODES.items()))
    return HEAD + "".join(rows)


if __name__ == "__main__":
    (ROOT / "docs" / "errors.md").write_text(table(), encoding="utf-8")
