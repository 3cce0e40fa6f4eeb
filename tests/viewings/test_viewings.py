"""Who opened which household is written down of everybody, read by those who answer for it, and looked into once a month."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from tests.fakes import OPENING, ManualClock
from tests.make import KIMURA, MORI, NORTH, SATO, TANAKA, Person, named
from tests.organizations.conftest import FUJII, HASHIMOTO, NISHIMURA, OKADA, ONO
from tests.viewings.conftest import FAR, NISHINO, OZAKI, Viewings


def _who(told: Any) -> list[tuple[str, str]]:
    return [(row["name"], row["role"]) for row in told["viewings"]]


def _odd(told: Any) -> list[tuple[str, str]]:
    return [(row["name"], row["bucket"]) for row in told["rows"] if row["why"] == "unexplained"]


async def _records(rows: asyncpg.Connection) -> int:
    return int(await rows.fetchval("select count(*) from viewing") or 0)


async def test_tanaka_reads_who_opened_nishinos_home_and_how_they_stood_to_it(
    viewings: Viewings, clock: ManualClock
) -> None:
    await viewings.opens(SATO, NISHINO)
    clock.forward(minutes=3)
    await viewings.opens(MORI, NISHINO, OZAKI)
    status, told = await viewings.asks(TANAKA, f"households/{NISHINO}")
    assert (status, _who(told)) == (200, [(MORI.name, "center"), (SATO.name, "lead")])


async def test_told_again_after_a_lost_answer_it_is_once(viewings: Viewings, rows: asyncpg.Connection) -> None:
    at = OPENING - timedelta(hours=2)
    assert [await viewings.opens(SATO, NISHINO, at=at) for _ in range(2)] == [204, 204]
    assert await _records(rows) == 1


async def test_who_has_left_the_household_meanwhile_still_tells_of_it(
    viewings: Viewings, rows: asyncpg.Connection
) -> None:
    await rows.execute("delete from scope_grant where staff = $1 and bucket = $2", SATO.id, NISHINO)
    await viewings.opens(SATO, NISHINO)
    _, told = await viewings.asks(TANAKA, f"households/{NISHINO}")
    assert _who(told) == [(SATO.name, "")]


async def test_what_is_no_household_is_not_kept_and_the_rest_is(viewings: Viewings, rows: asyncpg.Connection) -> None:
    assert await viewings.opens(SATO, named("どこにもない"), NISHINO) == 204
    assert await _records(rows) == 1


async def test_a_phone_whose_clock_goes_wrong_tells_all_the_same(viewings: Viewings, rows: asyncpg.Connection) -> None:
    await viewings.opens(SATO, NISHINO, at=OPENING + timedelta(days=900))
    await viewings.opens(SATO, OZAKI, at=OPENING - timedelta(days=900))
    kept = {row["bucket"]: row["at"] for row in await rows.fetch("select bucket, at from viewing")}
    assert kept == {NISHINO: OPENING + timedelta(minutes=5), OZAKI: OPENING - timedelta(days=92)}


async def test_everybody_sees_what_is_written_down_of_them_and_nothing_else(viewings: Viewings) -> None:
    await viewings.opens(SATO, NISHINO)
    await viewings.opens(KIMURA, FAR)
    _, told = await viewings.asks(SATO, "own")
    assert [(row["name"], row["bucket"]) for row in told["viewings"]] == [(SATO.name, str(NISHINO))]


@pytest.mark.parametrize("who", [SATO, MORI, HASHIMOTO, FUJII], ids=lambda one: one.role)
async def test_nobody_else_reads_who_opened_a_household(viewings: Viewings, who: Person) -> None:
    await viewings.opens(SATO, NISHINO)
    assert (await viewings.asks(who, f"households/{NISHINO}"))[0] == 403
    assert (await viewings.asks(who, "months/2026-11"))[1]["code"] == "not_allowed"
    assert (await viewings.says(who, SATO, NISHINO))[1]["code"] == "not_allowed"


@pytest.mark.parametrize(
    ("who", "bucket"), [(OKADA, NISHINO), (TANAKA, FAR), (NISHIMURA, FAR), (TANAKA, named("ない"))]
)
async def test_of_another_center_nothing_is_told(viewings: Viewings, who: Person, bucket: UUID) -> None:
    status, refused = await viewings.asks(who, f"households/{bucket}")
    assert (status, refused["code"]) == (404, "not_found")


async def test_nishimura_looks_into_what_no_book_explains(viewings: Viewings, rows: asyncpg.Connection) -> None:
    """Sato works with the home; Mori wrote nothing in it, was told of nothing and is on no team."""
    for times in range(3):
        await viewings.opens(MORI, NISHINO, at=OPENING - timedelta(hours=times))
    await viewings.opens(SATO, NISHINO)
    told = await viewings.looks(NISHIMURA)
    assert (told["people"], told["households"], told["times"]) == (2, 1, 4)
    assert _odd(told) == [(MORI.name, str(NISHINO))]
    assert [(row["name"], row["why"], row["times"]) for row in told["rows"]] == [
        (MORI.name, "unexplained", 3),
        (SATO.name, "sample", 1),
    ]


async def test_an_alert_or_a_record_explains_why_somebody_looked(viewings: Viewings, rows: asyncpg.Connection) -> None:
    await viewings.opens(MORI, NISHINO, OZAKI)
    phone = await viewings.phone(MORI)
    alert = named("要確認")
    await rows.execute(
        "insert into alert (id, bucket, kind, level, state, trigger_op, raised_by, raised_device, observed_at, accepted_at, seq)"
        " values ($1, $2, 'rule', 3, 'closed', $1, $3, $4, $5, $5, 1)", alert, NISHINO, MORI.id, phone.id, OPENING
    )  # fmt: skip
    await rows.execute("insert into alert_recipient values ($1, $2, 0, 'duty', $3)", alert, MORI.id, OPENING)
    await rows.execute(
        "insert into op (seq, op_id, bucket, device, dseq, epoch, kind, rcv, hash, envelope) values (9, $1, $2, $3, 1, 1, 1, $4, $5, $5)",
        alert, OZAKI, phone.id, OPENING - timedelta(days=6), bytes(32),
    )  # fmt: skip
    told = await viewings.looks(NISHIMURA)
    assert _odd(told) == []
    assert sorted((row["wrote"], row["told"]) for row in told["rows"]) == [(False, True), (True, False)]


async def test_the_sample_is_the_same_whoever_asks_and_another_one_each_month(
    viewings: Viewings, rows: asyncpg.Connection, clock: ManualClock
) -> None:
    homes = await _sato_leads(40, viewings, rows)
    await viewings.opens(SATO, *homes)
    first = [row["bucket"] for row in (await viewings.looks(NISHIMURA))["rows"]]
    assert (len(first), first) == (10, [row["bucket"] for row in (await viewings.looks(ONO))["rows"]])
    clock.forward(days=14)
    await viewings.opens(SATO, *homes)
    assert {row["bucket"] for row in (await viewings.looks(NISHIMURA, "2026-12"))["rows"]} != set(first)


async def test_what_nishimura_says_stays_and_ono_says_it_of_nishimura(
    viewings: Viewings, rows: asyncpg.Connection, clock: ManualClock
) -> None:
    await viewings.opens(MORI, NISHINO)
    await viewings.opens(NISHIMURA, OZAKI)
    assert (await viewings.says(NISHIMURA, MORI, NISHINO, "grave"))[0] == 200
    clock.forward(minutes=5)
    _, told = await viewings.says(NISHIMURA, MORI, NISHINO, "asked")
    [mori] = [row for row in told["rows"] if row["name"] == MORI.name]
    assert (mori["said"]["word"], mori["said"]["name"]) == ("asked", NISHIMURA.name)
    assert (await viewings.says(NISHIMURA, NISHIMURA, OZAKI))[1]["code"] == "not_allowed"
    assert (await viewings.says(ONO, NISHIMURA, OZAKI))[0] == 200
    assert [row["own"] for row in (await viewings.looks(NISHIMURA))["rows"] if row["name"] == NISHIMURA.name] == [True]
    assert await rows.fetchval("select count(*) from viewing_check") == 3
    noted = await rows.fetch("select purpose from audit_event where verb = 'viewings.say' order by n")
    assert [row["purpose"] for row in noted] == ["grave", "asked", "fine"]
    for table in ("viewing", "viewing_check"):
        assert await rows.fetchval("select has_table_privilege('kasane_web', $1, 'update, delete')", table) is False


async def test_a_record_written_afterwards_takes_no_word_away(viewings: Viewings, rows: asyncpg.Connection) -> None:
    """Ten others are drawn; Mori's would be explained by now, were it not that Nishimura has spoken of it."""
    homes = await _sato_leads(200, viewings, rows)
    await viewings.opens(SATO, *homes)
    await viewings.opens(MORI, NISHINO)
    await viewings.says(NISHIMURA, MORI, NISHINO, "grave")
    phone = await viewings.phone(MORI)
    await rows.execute(
        "insert into op (seq, op_id, bucket, device, dseq, epoch, kind, rcv, hash, envelope) values (9, $1, $2, $3, 1, 1, 1, $4, $5, $5)",
        named("あとから"), NISHINO, phone.id, OPENING, bytes(32),
    )  # fmt: skip
    told = (await viewings.looks(NISHIMURA))["rows"]
    [mori] = [row for row in told if row["name"] == MORI.name]
    assert (len(told), mori["wrote"], mori["why"], mori["said"]["word"]) == (11, True, "spoken", "grave")


async def test_only_of_what_is_there_to_look_into(viewings: Viewings) -> None:
    await viewings.opens(KIMURA, FAR)
    assert (await viewings.says(NISHIMURA, KIMURA, FAR))[1]["code"] == "not_found"
    assert (await viewings.says(NISHIMURA, SATO, NISHINO))[1]["code"] == "not_found"


@pytest.mark.parametrize("month", ["2026-13", "2026", "0000-01", "9999-12", "2026-1"])
async def test_a_month_that_is_none_is_said(viewings: Viewings, month: str) -> None:
    status, refused = await viewings.asks(NISHIMURA, f"months/{month}")
    assert (status, refused["code"], refused["field"]) == (422, "wrong_value", "month")


async def test_a_month_begins_and_ends_in_japan(viewings: Viewings) -> None:
    """The last minute of October in Kyoto is the afternoon before in Greenwich."""
    begins = OPENING.replace(year=2026, month=10, day=31, hour=15, minute=0, second=0, microsecond=0)
    await viewings.opens(MORI, NISHINO, at=begins - timedelta(minutes=1))
    await viewings.opens(MORI, OZAKI, at=begins)
    assert _odd(await viewings.looks(NISHIMURA, "2026-10")) == [(MORI.name, str(NISHINO))]
    assert _odd(await viewings.looks(NISHIMURA, "2026-11")) == [(MORI.name, str(OZAKI))]


@pytest.mark.parametrize(
    "body",
    [
        [],
        [{"bucket": "x", "at": "2026-11-01T00:00:00Z"}],
        [{"bucket": str(NISHINO), "at": "2026-11-01T00:00:00"}],
        [{"bucket": str(NISHINO)}],
        "家",
    ],
)
async def test_what_is_malformed_is_refused_in_words(viewings: Viewings, rows: asyncpg.Connection, body: Any) -> None:
    assert await viewings.tells(SATO, body) in (400, 422)
    assert await _records(rows) == 0


async def _sato_leads(many: int, viewings: Viewings, rows: asyncpg.Connection) -> list[UUID]:
    opener = (await viewings.phone(TANAKA)).id
    homes = [named(f"家{n}") for n in range(many)]
    await rows.executemany(
        "insert into bucket (id, kind, center, opened_seq, opened_by, opened_at) values ($1, 'household', $2, 1, $3, now())",
        [(home, NORTH, opener) for home in homes],
    )
    await rows.executemany(
        "insert into scope_grant (staff, bucket, role, basis, granted_seq) values ($1, $2, 'lead', 'internal_use', 1)",
        [(SATO.id, home) for home in homes],
    )
    return homes
