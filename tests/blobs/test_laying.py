"""Sato's photo comes in by numbered pieces: once, whole, from her own phone, for her own record."""

import base64
from uuid import uuid4

import pytest

from server.blobs import service
from server.blobs.rules import CHUNK_BYTES, CHUNKS_A_DAY
from server.envelope.attachment import SEGMENT_BYTES, open_segments
from tests.blobs.refused import refused
from tests.camera import Shot, by_upload_key, lay, look
from tests.make import SATO, TANAKA
from tests.vault.conftest import Office
from tests.vectors.make_envelope import stream

PHOTO = stream(2 * SEGMENT_BYTES + 5_000)


async def shot(office: Office, *, recorded: bool = True) -> Shot:
    sato = await office.enrol(SATO)
    house = sato.open_household({"name": "仮）花の木町"})
    made = Shot(sato, house, PHOTO)
    if recorded:
        made.record()
        await sato.push()
    return made


async def test_satos_photo_arrives_in_pieces_of_any_order_and_tanaka_opens_it(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    made = await shot(office)
    assert (await look(made.phone, made.att)).json() == {"n": 0, "have": [], "state": "waiting"}
    for n, state in ((2, "waiting"), (0, "waiting"), (1, "done")):
        answer = await lay(made.phone, made.att, n, made.segments[n], of=3)
        assert (answer.status_code, answer.json()) == (201, {"state": state})
    await office.vault.round()
    await tanaka.pull()
    assert (await look(tanaka, made.att)).json() == {"n": 3, "have": [0, 1, 2], "state": "done"}
    came = [await look(tanaka, made.att, n) for n in range(3)]
    assert {one.headers["content-type"] for one in came} == {"application/octet-stream"}
    assert {one.headers["cache-control"] for one in came} == {"no-store"}
    key = tanaka.keys[made.bucket, 1]
    opened = open_segments(key, made.header, [one.content for one in came], att=made.att, bucket=made.bucket, epoch=1)
    assert opened == PHOTO


async def test_a_piece_sent_twice_is_taken_once(office: Office) -> None:
    made = await shot(office)
    assert (await lay(made.phone, made.att, 0, made.segments[0], of=3)).status_code == 201
    assert (await lay(made.phone, made.att, 0, made.segments[0], of=3)).status_code == 200
    assert (await look(made.phone, made.att)).json()["have"] == [0]
    assert await office.rows.fetchval("select count(*) from blob_chunk") == 1


async def test_other_bytes_in_the_same_place_are_refused_and_the_first_stay(office: Office) -> None:
    made = await shot(office)
    await lay(made.phone, made.att, 0, made.segments[0], of=3)
    assert await refused(lay(made.phone, made.att, 0, made.segments[1], of=3)) == (409, "blob_conflict")
    assert (await look(made.phone, made.att, 0)).content == made.segments[0]


async def test_another_total_than_the_first_is_refused(office: Office) -> None:
    made = await shot(office)
    await lay(made.phone, made.att, 0, made.segments[0], of=3)
    assert await refused(lay(made.phone, made.att, 1, made.segments[1], of=4)) == (409, "blob_total")
    assert (await look(made.phone, made.att)).json() == {"n": 3, "have": [0], "state": "waiting"}


async def test_the_record_comes_first(office: Office) -> None:
    made = await shot(office, recorded=False)
    await made.phone.push()
    assert await refused(lay(made.phone, made.att, 0, made.segments[0], of=3)) == (404, "not_found")
    assert await office.rows.fetchval("select count(*) from blob") == 0
    made.record()
    await made.phone.push()
    await made.lay_all()


async def test_a_note_is_no_photo_and_takes_no_pieces(office: Office) -> None:
    made = await shot(office)
    note = made.phone.record(made.bucket, {"kind": "note.add", "text": "犬がいる"})
    await made.phone.push()
    assert await refused(lay(made.phone, note, 0, made.segments[2])) == (404, "not_found")
    assert await refused(look(made.phone, note)) == (404, "not_found")


async def test_a_colleagues_phone_cannot_lay_pieces_of_satos_photo(office: Office) -> None:
    tanaka = await office.enrol(TANAKA)
    made = await shot(office)
    assert await refused(lay(tanaka, made.att, 0, bytes(CHUNK_BYTES), of=3)) == (404, "not_found")
    assert await refused(lay(tanaka, made.att, 0, bytes(CHUNK_BYTES), of=3, unlocked=False)) == (404, "not_found")
    await made.lay_all()
    assert (await look(tanaka, made.att, 0)).content == made.segments[0]


async def test_a_locked_phone_delivers_by_its_upload_key(office: Office) -> None:
    made = await shot(office)
    made.phone.cookie = ""
    answer = await lay(made.phone, made.att, 0, made.segments[0], of=3, unlocked=False)
    assert (answer.status_code, answer.json()) == (201, {"state": "waiting"})
    assert await refused(look(made.phone, made.att)) == (401, "auth_required"), "delivering is not reading"


async def test_an_upload_signature_holds_for_one_place_only(office: Office) -> None:
    made = await shot(office)
    other = Shot(made.phone, made.bucket, PHOTO)
    other.record()
    await made.phone.push()
    for stolen in (f"/blobs/v1/{made.att}/1?of=3", f"/blobs/v1/{made.att}/0?of=4", f"/blobs/v1/{other.att}/0?of=3"):
        signed = by_upload_key(made.phone, stolen, made.segments[0])
        attempt = lay(made.phone, made.att, 0, made.segments[0], of=3, cookie="", authorization=signed)
        assert await refused(attempt) == (401, "device_proof_invalid")
    signed = made.phone.upload_signature(made.segments[0])
    attempt = lay(made.phone, made.att, 0, made.segments[0], of=3, cookie="", authorization=signed)
    assert await refused(attempt) == (401, "device_proof_invalid"), "the signature of a push is not one of a photo"


async def test_the_photo_of_a_held_record_still_arrives_and_nobody_reads_it_yet(office: Office) -> None:
    """Sato's phone was stopped before it could deliver: her record is held, and so is the photo with it."""
    tanaka = await office.enrol(TANAKA)
    made = await shot(office, recorded=False)
    await made.phone.push()
    await tanaka.unlock()
    await tanaka.call("POST", f"/devices/v1/{made.phone.device}/revoke", {"reason": "lost"})
    made.record()
    made.phone.cookie = ""
    await made.phone.push(unlocked=False)
    answer = await lay(made.phone, made.att, 0, made.segments[0], of=3, unlocked=False)
    assert answer.status_code == 201
    assert await refused(look(tanaka, made.att)) == (404, "not_found")
    await tanaka.call("POST", f"/sync/v1/held/{made.att}/release")
    assert (await look(tanaka, made.att)).json() == {"n": 3, "have": [0], "state": "waiting"}


@pytest.mark.parametrize(
    ("n", "of", "size", "code"),
    [
        (0, 1, 0, "blob_size"), (0, 1, 16, "blob_size"), (0, 1, CHUNK_BYTES + 1, "blob_size"),
        (0, 2, CHUNK_BYTES - 1, "blob_size"), (0, 61, CHUNK_BYTES, "out_of_range"), (3, 3, 100, "out_of_range"),
        (0, 0, 100, "out_of_range"), ("x", 1, 100, "json_only"), ("٣", 1, 100, "not_found"), (0, "-1", 100, "not_found"),
        (0, 1, 1024 * 1024 + 1, "too_large"),
    ],
)  # fmt: skip
async def test_pieces_of_a_wrong_size_or_number_are_refused(
    office: Office, n: int | str, of: int | str, size: int, code: str
) -> None:
    made = await shot(office)
    assert (await refused(lay(made.phone, made.att, n, bytes(size), of=of)))[1] == code
    assert await office.rows.fetchval("select count(*) from blob") == 0


@pytest.mark.parametrize(
    "digest", ["", "sha-256=:AAAA:", "md5=:AAAA:", "sha-256=:" + base64.b64encode(bytes(32)).decode() + ":"]
)
async def test_a_piece_that_is_not_what_it_says_is_refused(office: Office, digest: str) -> None:
    made = await shot(office)
    attempt = lay(made.phone, made.att, 0, made.segments[0], of=3, content_digest=digest)
    assert await refused(attempt) == (422, "blob_digest")
    assert await office.rows.fetchval("select count(*) from blob") == 0


async def test_a_piece_must_say_that_it_replaces_nothing_and_is_bytes(office: Office) -> None:
    made = await shot(office)
    piece = (made.phone, made.att, 0, made.segments[0])
    assert await refused(lay(*piece, of=3, if_none_match="")) == (400, "bad_request")
    assert await refused(lay(*piece, of=3, content_type="application/json")) == (415, "bytes_only")
    assert await refused(lay(*piece, of=3, content_type="")) == (415, "bytes_only")


async def test_a_phone_that_sent_its_share_of_the_day_waits_and_goes_on_tomorrow(office: Office) -> None:
    made = await shot(office)
    await office.rows.execute(
        "insert into blob (att, bucket, device, chunks, begun_at, touched_at)"
        " select gen_random_uuid(), $1, $2, 1, $3, $3 from generate_series(1, $4::int)",
        made.bucket, made.phone.device, office.clock.now(), CHUNKS_A_DAY,
    )  # fmt: skip
    await office.rows.execute(
        "insert into blob_chunk (att, n, bucket, device, rcv, digest, bytes)"
        " select att, 0, bucket, device, begun_at, decode(repeat('00', 32), 'hex'), decode(repeat('00', 17), 'hex') from blob"
    )
    answer = await lay(made.phone, made.att, 0, made.segments[0], of=3)
    assert (answer.status_code, answer.json()["code"], answer.headers["retry-after"]) == (429, "blob_quota", "3600")
    office.clock.forward(hours=25)
    await made.phone.unlock()
    assert (await lay(made.phone, made.att, 0, made.segments[0], of=3)).status_code == 201


async def test_what_stopped_halfway_is_cleared_after_a_month_and_can_be_sent_anew(office: Office) -> None:
    made = await shot(office)
    whole = Shot(made.phone, made.bucket, PHOTO)
    whole.record()
    await made.phone.push()
    await whole.lay_all()
    await lay(made.phone, made.att, 0, made.segments[0], of=3)
    office.clock.forward(days=29)
    assert await service.collect(office.clock.now()) == 0
    office.clock.forward(days=2)
    assert await service.collect(office.clock.now()) == 1
    await made.phone.unlock()
    assert (await look(made.phone, whole.att)).json()["state"] == "done"
    await made.lay_all()
    assert (await look(made.phone, made.att)).json()["state"] == "done"


async def test_a_photo_of_nobody_is_not_found(office: Office) -> None:
    sato = await office.enrol(SATO)
    assert await refused(lay(sato, uuid4(), 0, b"x" * 40)) == (404, "not_found")
    assert await refused(look(sato, uuid4(), 0)) == (404, "not_found")
