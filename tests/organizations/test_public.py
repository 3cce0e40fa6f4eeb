"""What everybody may read: only what is marked public, without a script, and nothing about those who keep it."""

import csv
import io
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from tests.access.handset import Office
from tests.make import MORI, SOUTH, TANAKA
from tests.organizations.conftest import FUJII, OKADA, People, city, entry

PAGE = "/organizations/v1/public"


class Tags(HTMLParser):
    """Every element with its attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
async def printed(people: People) -> People:
    """Two of the north, one of them for staff alone; one of the south; one of the city; one that has ended."""
    await people.writes(TANAKA, entry())
    await people.writes(TANAKA, entry(name="夜間の内線", is_public=False), "内線")
    await people.writes(OKADA, entry(name="南のたまり場", center=SOUTH, fields=["child_family"]), "たまり場")
    await people.writes(FUJII, city(tels=[{"label": "", "number": "#7119"}]), "ダイヤル")
    await people.writes(TANAKA, entry(name="閉じた窓口"), "閉じた")
    await people.ends(TANAKA, 1, "閉じた")
    return people


async def test_a_neighbour_without_a_login_reads_only_what_is_public(
    printed: People, client: httpx.AsyncClient
) -> None:
    answer = await client.get(PAGE)
    page = Tags(answer.text)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    places = ["京のくらし相談ダイヤル", "紫野ひだまり地域包括支援センター", "南のたまり場"]
    assert sorted(places, key=page.words.index) == places, "the whole city first, then center by center"
    for hidden in ("夜間の内線", "閉じた窓口", "金曜は担当者会議", TANAKA.name):
        assert hidden not in answer.text
    links = [attrs["href"] for tag, attrs in page.found if tag == "a"]
    assert {"tel:0750000101", "tel:%237119", "tel:119", "https://hidamari.example.jp/"} <= set(links)


async def test_the_page_runs_and_loads_nothing(printed: People, client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)
    page = Tags(answer.text)
    assert not {"script", "link", "img", "iframe", "form", "object"} & {tag for tag, _ in page.found}
    assert not [name for _, attrs in page.found for name in attrs if name.startswith("on") or name == "style"]
    rule = answer.headers["content-security-policy"]
    assert rule.startswith("default-src 'none'; style-src 'sha256-")
    assert "script-src" not in rule
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert [attrs["lang"] for tag, attrs in page.found if tag == "html"] == ["ja"]


async def test_what_somebody_wrote_is_text_and_never_markup(people: People, client: httpx.AsyncClient) -> None:
    await people.writes(
        TANAKA, entry(name='<script>alert("1")</script>', target="<b>&", url="https://a.example.jp/?a=1&b=2")
    )
    text = (await client.get(PAGE)).text
    assert "<script" not in text
    assert "&lt;b&gt;&amp;" in text
    assert ("a", "https://a.example.jp/?a=1&b=2") in [(tag, attrs.get("href")) for tag, attrs in Tags(text).found]


async def test_the_page_can_be_narrowed_to_one_field(printed: People, client: httpx.AsyncClient) -> None:
    text = (await client.get(PAGE, params={"field": "child_family"})).text
    assert "南のたまり場" in text
    assert "紫野ひだまり" not in text
    assert (await client.get(PAGE, params={"field": "astrology"})).json()["code"] == "wrong_value"


async def test_an_old_entry_says_so_on_the_page(printed: People, office: Office, client: httpx.AsyncClient) -> None:
    assert "確認から日がたっています" not in (await client.get(PAGE)).text
    office.clock.forward(days=179)
    assert "確認から日がたっています" not in (await client.get(PAGE)).text
    office.clock.forward(days=1)
    await printed.checks(MORI, 1)
    assert (await client.get(PAGE)).text.count("確認から日がたっています") == 2, "all but the one Mori looked through"


async def test_an_empty_list_says_so(people: People, client: httpx.AsyncClient) -> None:
    assert "まだありません" in (await client.get(PAGE)).text


async def test_the_city_makes_its_own_page_from_the_json(printed: People, client: httpx.AsyncClient) -> None:
    told: dict[str, Any] = (await client.get(f"{PAGE}.json")).json()
    assert [one["name"] for one in told["organizations"]] == [
        "京のくらし相談ダイヤル", "紫野ひだまり地域包括支援センター", "南のたまり場",
    ]  # fmt: skip
    assert set(told["organizations"][0]) == {
        "id", "name", "kana", "kind", "kind_label", "fields", "field_labels", "target", "center", "area", "area_level",
        "tels", "url", "hours", "address", "checked_on", "stale",
    }  # fmt: skip
    assert [one["area"] for one in told["organizations"]] == ["京都市全体", "北区", "南区"]


async def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing_there(people: People, client: httpx.AsyncClient) -> None:
    names = ["=HYPERLINK(1)", "＋81の窓口", "@まど", "- 窓口", "ふつうの窓口"]
    for name in names:
        await people.writes(TANAKA, entry(name=name, hours='9時,"昼"\n17時'), name)
    answer = await client.get(f"{PAGE}.csv")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    read = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert {row["名称"] for row in read} == {f"'{name}" for name in names[:4]} | {names[4]}
    assert {row["受付時間"] for row in read} == {'9時,"昼"\n17時'}
    assert {(row["電話"], row["地域"], row["分野"]) for row in read} == {("075-000-0101", "北区", "高齢・保健医療")}


@pytest.mark.parametrize("ending", ["", ".json", ".csv"])
async def test_what_has_not_changed_is_not_sent_again(printed: People, client: httpx.AsyncClient, ending: str) -> None:
    first = await client.get(PAGE + ending)
    assert first.headers["cache-control"] == "public, max-age=300"
    again = await client.get(PAGE + ending, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    await printed.changes(TANAKA, 1, entry(hours="火曜休み"))
    changed = await client.get(PAGE + ending, headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200
