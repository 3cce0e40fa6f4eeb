"""Sato comes back after a week without a network: a hundred visits, each with a photo, and all of it arrives."""

import asyncio
import os
from uuid import UUID

import pytest

from server.blobs.rules import CHUNKS_A_DAY
from server.envelope.attachment import open_segments
from tests.camera import Shot, lay, look
from tests.make import SATO, TANAKA
from tests.vault.conftest import Office

VISITS, PHOTO_BYTES, HOUSEHOLDS, AT_ONCE = 100, 400_000, 10, 4


def visited(shot: Shot) -> UUID:
    """One visit with its photo, written in the field; both wait in the outbox."""
    said = {"result": "met_person", "occurred_at": "2026-11-20T10:00:00+09:00", "facts": "お変わりない様子。"}
    shot.visit = shot.phone.record(shot.bucket, {"kind": "visit.add", **said})
    shot.record()
    return shot.visit


@pytest.mark.shows("BATCH-1")
async def test_a_week_of_visits_and_their_photos_arrives_whole_the_records_first(office: Office) -> None:
    sato, tanaka = await office.enrol(SATO), await office.enrol(TANAKA)
    homes = [sato.open_household({"name": f"仮）花の木町{n}"}) for n in range(HOUSEHOLDS)]
    shots = [Shot(sato, homes[n % HOUSEHOLDS], os.urandom(PHOTO_BYTES)) for n in range(VISITS)]
    visits = [visited(shot) for shot in shots]
    assert sum(shot.header.n for shot in shots) <= CHUNKS_A_DAY, "a week fits into what one day takes in"
    early = await lay(sato, shots[0].att, 0, shots[0].segments[0], of=shots[0].header.n)
    assert early.status_code == 404, "a photo without its record waits on the phone"
    await sato.push()
    assert sato.outbox == []
    assert await office.rows.fetchval("select count(*) from blob") == 0, "the records did not wait for a photo"

    way = asyncio.Semaphore(AT_ONCE)
    await asyncio.gather(*(_laid(shot, way) for shot in shots))
    done = await office.rows.fetchval("select count(*) from blob where done_at is not null")
    laid = await office.rows.fetchrow("select count(*) as n, sum(octet_length(bytes)) as bytes from blob_chunk")
    assert done == VISITS
    assert laid["n"] == sum(shot.header.n for shot in shots), "each piece once"
    assert laid["bytes"] == sum(len(one) for shot in shots for one in shot.segments)

    await office.vault.round()
    await tanaka.pull()
    assert {UUID(one["id"]) for home in homes for one in tanaka.read(home) if one["kind"] == "visit.add"} == set(visits)
    for shot in (shots[0], shots[VISITS // 2], shots[-1]):
        came = [(await look(tanaka, shot.att, n)).content for n in range(shot.header.n)]
        key = tanaka.keys[shot.bucket, 1]
        opened = open_segments(key, shot.header, came, att=shot.att, bucket=shot.bucket, epoch=1)
        assert opened == shot.content


async def _laid(shot: Shot, way: asyncio.Semaphore) -> None:
    """From the locked phone in her bag, by the key that only delivers; a reply that is lost costs a second asking."""
    for n, piece in enumerate(shot.segments):
        async with way:
            for status in (201, 200) if n == 0 else (201,):
                answer = await lay(shot.phone, shot.att, n, piece, of=shot.header.n, unlocked=False)
                assert answer.status_code == status, answer.text
