"""A photo in segments opens whole and in order, for its own record and household, or not at all."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.envelope.attachment import MOST_SEGMENTS, SEGMENT_BYTES, Attachment, open_segments, seal_segments
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import CannotOpen
from tests.vectors.make_attachment import VECTORS
from tests.vectors.make_envelope import stream

KEPT: dict[str, Any] = json.loads(VECTORS.read_text())
KEY = from_b64u(KEPT["household_key"])
HERE: dict[str, Any] = {"att": uuid4(), "bucket": uuid4(), "epoch": 3}
PHOTO = stream(2 * SEGMENT_BYTES + 1_000)
HEADER, SEGMENTS = seal_segments(KEY, PHOTO, **HERE)


def opened(segments: list[bytes] = SEGMENTS, header: Attachment = HEADER, key: bytes = KEY, **changes: Any) -> bytes:
    return open_segments(key, header, segments, **(HERE | changes))


def dishonest(segments: list[bytes], **changes: Any) -> Attachment:
    """A header whose digest fits: what a web tier that lies about bytes could not make, but a careless writer could."""
    import hashlib

    return HEADER._replace(digest=hashlib.sha256(b"".join(segments)).digest(), **changes)


@pytest.mark.parametrize("case", KEPT["cases"], ids=[case["name"] for case in KEPT["cases"]])
def test_sealing_gives_the_committed_segments(case: dict[str, Any]) -> None:
    at = {"att": UUID(case["place"]["att"]), "bucket": UUID(case["place"]["bucket"]), "epoch": case["place"]["epoch"]}
    content = stream(case["size"])
    header, segments = seal_segments(KEY, content, salt=from_b64u(case["salt"]), **at)
    assert (header.n, b64u(header.digest)) == (case["n"], case["digest"])
    assert [b64u(one[:16]) for one in segments] == case["begins"]
    assert open_segments(KEY, header, segments, **at) == content


def test_a_photo_opens_as_it_was_taken() -> None:
    assert opened() == PHOTO
    assert [len(one) for one in SEGMENTS] == [SEGMENT_BYTES + 16, SEGMENT_BYTES + 16, 1_016]


@pytest.mark.parametrize("which", range(3))
@pytest.mark.parametrize("place", [0, 500, 1_015])
def test_a_flipped_bit_in_any_segment_is_refused(which: int, place: int) -> None:
    bad = list(SEGMENTS)
    bad[which] = bytes(byte ^ (1 if at == place else 0) for at, byte in enumerate(bad[which]))
    with pytest.raises(CannotOpen):
        opened(bad)
    with pytest.raises(CannotOpen):
        opened(bad, dishonest(bad))


@pytest.mark.parametrize("order", [(1, 0, 2), (0, 2, 1), (2, 1, 0), (0, 0, 2)], ids=str)
def test_segments_in_another_order_are_refused(order: tuple[int, ...]) -> None:
    bad = [SEGMENTS[n] for n in order]
    with pytest.raises(CannotOpen):
        opened(bad)
    with pytest.raises(CannotOpen):
        opened(bad, dishonest(bad))


def test_a_photo_cut_at_a_segment_is_refused_even_when_the_header_was_cut_with_it() -> None:
    for kept in (SEGMENTS[:2], SEGMENTS[:1], SEGMENTS[1:], []):
        with pytest.raises(CannotOpen):
            opened(kept)
        with pytest.raises(CannotOpen):
            opened(kept, dishonest(kept, n=len(kept), size=SEGMENT_BYTES * len(kept)))


def test_a_segment_too_many_is_refused() -> None:
    more = [*SEGMENTS, SEGMENTS[-1]]
    with pytest.raises(CannotOpen):
        opened(more)
    with pytest.raises(CannotOpen):
        opened(more, dishonest(more, n=4, size=HEADER.size + 1_000))


@pytest.mark.parametrize("field", ["att", "bucket"])
def test_segments_of_another_photo_or_household_are_refused(field: str) -> None:
    elsewhere: dict[str, Any] = {field: uuid4()}
    with pytest.raises(CannotOpen):
        opened(**elsewhere)
    other, segments = seal_segments(KEY, PHOTO, **(HERE | elsewhere), salt=HEADER.salt)
    mixed = [SEGMENTS[0], segments[1], SEGMENTS[2]]
    assert other.size == HEADER.size
    with pytest.raises(CannotOpen):
        opened(mixed, dishonest(mixed))


def test_another_epoch_key_or_salt_opens_nothing() -> None:
    attempts: list[dict[str, Any]] = [{"epoch": 4}, {"key": b"x" * 32}, {"header": HEADER._replace(salt=b"s" * 32)}]
    for attempt in attempts:
        with pytest.raises(CannotOpen):
            opened(**attempt)


def test_nothing_and_more_than_fifteen_mebibytes_are_no_photo() -> None:
    for content in (b"", bytes(MOST_SEGMENTS * SEGMENT_BYTES + 1)):
        with pytest.raises(CannotOpen):
            seal_segments(KEY, content, **HERE)
    header, segments = seal_segments(KEY, bytes(MOST_SEGMENTS * SEGMENT_BYTES), **HERE)
    assert header.n == len(segments) == MOST_SEGMENTS


@pytest.mark.parametrize(
    "wrong", [{"n": 0}, {"n": 2}, {"n": 10**9}, {"size": 0}, {"size": -5}, {"size": HEADER.size - 1}]
)
def test_a_header_that_counts_wrongly_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(CannotOpen):
        opened(header=HEADER._replace(**wrong))
