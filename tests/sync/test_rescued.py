"""A phone that cannot send any more writes a file: the office reads it in, and nothing is lost, doubled or believed."""

from typing import Any

import asyncpg
import httpx
import msgspec
import pytest

from server.access.caller import Caller
from server.access.proofs import rescue_message
from server.envelope import signing
from server.problems import Problem
from server.sync import held, rescued
from server.sync.wire import Bucket, Op, Rescue, RescuedOp, SignedLine, to_text
from tests.fakes import OPENING, ManualClock
from tests.make import MORI, SATO, named
from tests.sync.blind import BlindPhone, household
from tests.sync.conftest import Field
from tests.sync.test_door import cookie, phones

__all__ = ["phones"]


@pytest.fixture
async def north(field: Field) -> Field:
    """In this story each phone's upload key is its signing key: that the two differ is the business of enrolment."""
    await field.owner.execute("update device set upload_key = sign_key")
    return field


def line(phone: BlindPhone, op: bytes | Op, *opens: Bucket) -> SignedLine:
    """As the phone writes it: one record, everything beside it, and the upload key's word for the whole."""
    given = op if isinstance(op, Op) else Op(e=to_text(op))
    whole = RescuedOp(e=given.e, effects=given.effects, effects_sig=given.effects_sig, opens=list(opens))
    raw = msgspec.json.encode(whole)
    return SignedLine(raw=raw.decode(), sig=to_text(signing.sign(phone.key, rescue_message(phone.id, raw))))


async def read_in(by: BlindPhone, phone: BlindPhone, *lines: SignedLine) -> tuple[int, int, int, int]:
    """How many came in, were there already, wait for a decision, and could not be read."""
    told = await rescued.take_in(by.caller, Rescue(device=phone.id, lines=list(lines)), by.clock)
    return told.taken, told.known, told.held, told.unread


def raised(phone: BlindPhone, raw: bytes) -> Op:
    return phone.beside(
        raw, {"k": "alert.raise", "alert": str(named("通知")), "level": 2, "observed_at": OPENING.isoformat()}
    )


async def head(field: Field, phone: BlindPhone) -> int:
    return await field.owner.fetchval("select head_dseq from device where id = $1", phone.id) or 0


@pytest.mark.shows("I17")
async def test_satos_day_without_a_radio_reaches_tanaka_and_her_phone_sends_nothing_twice(north: Field) -> None:
    sato, mori, tanaka = north.sato, north.mori, north.tanaka
    first, second = sato.seal(named("世帯A")), raised(sato, sato.seal(named("世帯A")))
    opened = household("世帯A", sato, tanaka)
    assert await read_in(mori, sato, line(sato, first, opened), line(sato, second)) == (2, 0, 0, 0)
    reply = await tanaka.pull()
    assert [one.e for one in reply.ops] == sato.made
    assert [one["id"] for one in reply.alerts] == [named("通知")]
    assert await north.count("key_wrap") == 2
    third = sato.seal(named("世帯A"))
    back = await sato.push(first, second, third, buckets=(opened,))
    assert [one.s for one in back.results] == ["duplicate", "duplicate", "applied"]
    assert (back.ack, await north.count("op"), await north.count("alert")) == (3, 3, 1)


async def test_the_audit_names_mori_who_carried_it_and_the_phone_was_not_seen(north: Field) -> None:
    sato, mori = north.sato, north.mori
    await read_in(mori, sato, line(sato, sato.seal(named("世帯A")), household("世帯A", sato)))
    row = await north.owner.fetchrow("select * from audit_event where verb = 'push.rescued'")
    assert row is not None
    assert (row["staff"], row["device"], row["subject"], row["count"]) == (MORI.id, mori.id, sato.id, 1)
    assert await north.owner.fetchval("select last_seen_at from device where id = $1", sato.id) is None


async def test_the_file_of_a_lost_phone_waits_for_tanakas_decision(north: Field) -> None:
    sato, tanaka = north.sato, north.tanaka
    await sato.push(sato.seal(named("世帯A")), buckets=(household("世帯A", sato, tanaka),))
    await north.owner.execute("update device set state = 'lost' where id = $1", sato.id)
    late = line(sato, raised(sato, sato.seal(named("世帯A"))))
    assert await read_in(north.mori, sato, late) == (0, 0, 1, 0)
    assert await north.count("alert") == 0
    waiting = (await held.waiting(tanaka.caller, north.clock.now())).held
    assert [(one.staff, one.label, one.reason, one.readable) for one in waiting] == [
        (SATO.id, "Pixel 8a", "device_revoked", True)
    ]
    assert await read_in(north.mori, sato, late) == (0, 1, 0, 0), "it waits already"
    await held.release(tanaka.caller, waiting[0].op_id, north.clock.now())
    assert await north.count("alert") == 1


async def test_the_same_file_twice_changes_nothing(north: Field) -> None:
    sato = north.sato
    lines = [line(sato, sato.seal(named("世帯A")), household("世帯A", sato)), line(sato, sato.seal(named("世帯A")))]
    await read_in(north.mori, sato, *lines)
    clock = await north.owner.fetchval("select head_hash from device where id = $1", sato.id)
    assert await read_in(north.tanaka, sato, *lines) == (0, 2, 0, 0)
    assert await north.count("op") == 2
    assert await north.owner.fetchval("select head_hash from device where id = $1", sato.id) == clock


async def test_kimuras_file_is_refused_at_the_northern_desk(north: Field) -> None:
    kimura = north.kimura
    given = line(kimura, kimura.seal(named("世帯南")), household("世帯南", kimura, center="26107"))
    for carrier in (north.mori, north.tanaka):
        with pytest.raises(Problem, match="not_found"):
            await read_in(carrier, kimura, given)
    nowhere = Caller(MORI.id, north.mori.id, "office", None, OPENING)
    with pytest.raises(Problem, match="not_found"):
        await rescued.take_in(nowhere, Rescue(device=north.vault.id, lines=[given]), north.clock)
    assert (await north.count("op"), await north.count("held_op"), await head(north, kimura)) == (0, 0, 0)


async def test_a_damaged_line_leaves_its_place_to_the_phone_and_the_others_come_in(north: Field) -> None:
    sato = north.sato
    opened = household("世帯A", sato)
    ops = [sato.seal(named("世帯A")) for _ in range(4)]
    good = [line(sato, ops[0], opened), *(line(sato, op) for op in ops[1:])]
    damaged = SignedLine(raw=good[1].raw.replace("A", "B", 1), sig=good[1].sig)
    assert await read_in(north.mori, sato, good[0], damaged, *good[2:]) == (3, 0, 0, 1)
    assert (await head(north, sato), await north.count("dead_letter")) == (1, 0)
    back = await sato.push(*ops, buckets=(opened,))
    assert [one.s for one in back.results] == ["duplicate", "applied", "duplicate", "duplicate"]
    assert (back.ack, await north.count("op")) == (4, 4)


@pytest.mark.parametrize("raw", ["", "[]", "{", '{"e":7}', '{"e":"A","more":1}', "\udfff"])
async def test_a_signed_line_that_says_nothing_is_counted_and_harms_nobody(north: Field, raw: str) -> None:
    sato, spelled = north.sato, raw.encode("utf-8", "replace")
    sig = to_text(signing.sign(sato.key, rescue_message(sato.id, spelled)))
    assert await read_in(north.mori, sato, SignedLine(raw=raw, sig=sig)) == (0, 0, 0, 1)


async def test_whoever_carries_the_file_can_take_nothing_from_a_record(north: Field) -> None:
    """The alert beside it, or the key it begins: without them the line is no line of that phone."""
    sato = north.sato
    begins = line(sato, raised(sato, sato.seal(named("世帯A"))), household("世帯A", sato))
    whole = msgspec.json.decode(begins.raw)
    for name in ("effects", "opens"):
        less: Any = {key: value for key, value in whole.items() if key != name}
        cut = SignedLine(raw=msgspec.json.encode(less).decode(), sig=begins.sig)
        assert await read_in(north.mori, sato, cut) == (0, 0, 0, 1)
    assert (await head(north, sato), await north.count("op")) == (0, 0)
    assert await read_in(north.mori, sato, begins) == (1, 0, 0, 0)


async def test_a_part_that_comes_before_its_time_is_taken_and_the_rest_finds_its_place(north: Field) -> None:
    """The desk lost its line after the first call: the second part alone, then the whole file again."""
    sato = north.sato
    lines = [line(sato, sato.seal(named("世帯A")), household("世帯A", sato, north.tanaka))]
    lines += [line(sato, sato.seal(named("世帯A"))) for _ in range(3)]
    await read_in(north.mori, sato, lines[0])
    assert await read_in(north.mori, sato, *lines[2:]) == (2, 0, 0, 0)
    assert await read_in(north.mori, sato, *lines) == (1, 3, 0, 0)
    assert (await head(north, sato), await north.count("op")) == (4, 4)


async def test_another_phones_records_under_satos_name_are_not_read(north: Field) -> None:
    sato, tanaka = north.sato, north.tanaka
    assert await read_in(north.mori, sato, line(tanaka, sato.seal(named("世帯A")))) == (0, 0, 0, 1)
    assert await read_in(north.mori, sato, line(sato, tanaka.seal(named("世帯A")))) == (0, 0, 0, 1)
    assert (await head(north, sato), await head(north, tanaka), await north.count("op")) == (0, 0, 0)


async def test_a_chain_that_parted_is_left_alone(north: Field) -> None:
    """Two histories of one phone: the office keeps the first and says that it could not place the other."""
    sato = north.sato
    await sato.push(sato.seal(named("世帯A")), buckets=(household("世帯A", sato),))
    other = sato.forge(named("世帯A"), 1, bytes(32))
    assert await read_in(north.mori, sato, line(sato, other), line(sato, sato.seal(named("世帯A")))) == (0, 0, 0, 2)
    assert (await head(north, sato), await north.count("op")) == (1, 1)


async def test_over_http_the_office_reads_it_in_and_an_outreach_worker_does_not(
    client: httpx.AsyncClient, phones: list[BlindPhone], owner: asyncpg.Connection, clock: ManualClock
) -> None:
    sato, tanaka, _ = phones
    given = line(sato, sato.seal(named("世帯A")), household("世帯A", sato))
    asked = msgspec.to_builtins(Rescue(device=sato.id, lines=[given]))
    refused = await client.post("/sync/v1/rescued", json=asked, headers=await cookie(sato, clock))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    hers = await cookie(tanaka, clock)
    many = await client.post("/sync/v1/rescued", json={**asked, "lines": [{"raw": "", "sig": ""}] * 201}, headers=hers)
    assert (many.status_code, many.json()["code"]) == (413, "batch_too_big")
    answer = await client.post("/sync/v1/rescued", json=asked, headers=hers)
    assert (answer.status_code, answer.json()) == (
        200,
        {"staff": str(SATO.id), "taken": 1, "known": 0, "held": 0, "unread": 0},
    )
    rows = await owner.fetch("select device from op")
    assert [row["device"] for row in rows] == [sato.id]
