"""What a sealed record promises: it opens for its household's key, whole and unchanged, or not at all."""

import struct
import zlib
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import example, given, settings
from hypothesis import strategies as st

from server.envelope import frame, sealing, signing
from server.envelope.frame import CannotOpen
from tests.envelope.sealed import Maker, noise, read


@pytest.mark.parametrize(
    "payload", [b"", b"a", "佐藤さん、咳が出るとのこと。".encode(), "あ".encode() * 20_000, noise(60_000)],
    ids=["empty", "one letter", "Japanese", "60 KB of text", "60 KB of noise"],
)  # fmt: skip
def test_what_sato_sealed_opens_as_it_was_typed(payload: bytes) -> None:
    sato = Maker()
    assert read(sato.seal(payload), sato.key, sato.point) == payload


@pytest.mark.shows("I8", "F-10")
def test_no_flipped_bit_anywhere_is_accepted() -> None:
    sato = Maker()
    raw = sato.seal()
    for bit in range(len(raw) * 8):
        changed = bytearray(raw)
        changed[bit // 8] ^= 1 << (bit % 8)
        with pytest.raises(CannotOpen):
            read(bytes(changed), sato.key, sato.point)


@pytest.mark.parametrize("offset", [5, 7, 15, 16, 32, 48, 71, 79, 80, 112, 144])
@pytest.mark.shows("I8")
def test_a_routing_field_re_signed_by_a_thief_still_breaks_the_seal(offset: int) -> None:
    sato, thief = Maker(), signing.new_key()
    changed = bytearray(sato.seal())
    changed[offset] ^= 2
    signed = bytes(changed[:-64])
    forged = frame.parse(signed + signing.sign(thief, signed))
    with pytest.raises(CannotOpen):
        sealing.open_sealed(sato.key, forged)


def test_another_households_key_opens_nothing() -> None:
    sato = Maker()
    with pytest.raises(CannotOpen):
        sealing.open_sealed(sealing.new_household_key(), frame.parse(sato.seal()))


def test_another_devices_signature_is_not_satos() -> None:
    sato, kimura = Maker(), Maker()
    assert not signing.made_by(frame.parse(sato.seal()), kimura.point)


@pytest.mark.parametrize("length", [0, 1, 2**31, 2**32 - 1, 255, 257])
def test_a_length_that_lies_is_refused(length: int) -> None:
    raw = bytearray(Maker().seal())
    struct.pack_into(">I", raw, 176, length)
    with pytest.raises(CannotOpen):
        frame.parse(bytes(raw))


def test_every_cut_and_every_addition_is_refused() -> None:
    raw = Maker().seal()
    for end in range(len(raw)):
        with pytest.raises(CannotOpen):
            frame.parse(raw[:end])
    for more in (b"\0", raw):
        with pytest.raises(CannotOpen):
            frame.parse(raw + more)


@pytest.mark.parametrize(
    ("offset", "value"), [(0, 0x4C), (3, 2), (4, 0), (4, 2), (5, 0), (8, 0x80), (11, 4), (11, 7), (64, 1)]
)
def test_unknown_magic_suite_kind_flag_or_counter_is_refused(offset: int, value: int) -> None:
    raw = bytearray(Maker().seal())
    raw[offset] = value
    with pytest.raises(CannotOpen):
        frame.parse(bytes(raw))


@pytest.mark.parametrize("offset", [12, 64])
def test_epoch_and_device_counter_start_at_one(offset: int) -> None:
    raw = bytearray(Maker().seal())
    raw[offset : offset + (4 if offset == 12 else 8)] = bytes(4 if offset == 12 else 8)
    with pytest.raises(CannotOpen):
        frame.parse(bytes(raw))


def test_a_record_too_large_for_one_envelope_is_refused_before_it_is_sealed() -> None:
    for payload in (b"x" * (64 * 1024 + 1), noise(64 * 1024)):
        with pytest.raises(sealing.TooLarge):
            Maker().seal(payload)


def _resealed(maker: Maker, body: bytes, flags: int) -> frame.Envelope:
    """An envelope by the household's own key around any body: what a broken or hostile app could send."""
    op_id, salt = uuid4(), noise(32)
    aes, nonce, commit = sealing._derive(maker.key, salt, maker.bucket, 1, op_id, maker.device, 1)
    header = frame.header_bytes(
        kind=1, schema=1, flags=flags, epoch=1, bucket=maker.bucket, op_id=op_id, device=maker.device, dseq=1, hlc=0,
        prev=frame.NO_PREV, salt=salt, commit=commit, length=len(body),
    )  # fmt: skip
    signed = header + AESGCM(aes).encrypt(nonce, body, header)
    return frame.parse(signed + signing.sign(maker.signer, signed))


def test_a_small_envelope_cannot_unfold_into_a_large_memory() -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = bomb.compress(bytes(40_000_000)) + bomb.flush()
    with pytest.raises(CannotOpen):
        sealing.open_sealed((maker := Maker()).key, _resealed(maker, body + b"\x80", 3))


def test_the_cap_is_exact() -> None:
    for length, fits in ((64 * 1024, True), (64 * 1024 + 1, False)):
        packer, maker = zlib.compressobj(9, zlib.DEFLATED, -15), Maker()
        envelope = _resealed(maker, packer.compress(bytes(length)) + packer.flush() + b"\x80", 3)
        if fits:
            assert len(sealing.open_sealed(maker.key, envelope)) == length
        else:
            with pytest.raises(CannotOpen):
                sealing.open_sealed(maker.key, envelope)


@pytest.mark.parametrize(
    ("body", "flags"),
    [(b"", 2), (bytes(256), 2), (b"no mark" + bytes(100), 2), (b"\xff\xff\x80", 3), (b"\x80", 3), (b"\x03\x00junk\x80", 3)],
    ids=["nothing", "zeros", "no mark", "not deflate", "cut deflate", "bytes after the end"],
)  # fmt: skip
def test_a_body_that_is_not_one_padded_payload_is_refused(body: bytes, flags: int) -> None:
    with pytest.raises(CannotOpen):
        sealing.open_sealed((maker := Maker()).key, _resealed(maker, body, flags))


def test_a_body_without_padding_or_packing_is_still_read() -> None:
    maker = Maker()
    assert sealing.open_sealed(maker.key, _resealed(maker, b"plain", 0)) == b"plain"


def test_sizes_tell_only_steps() -> None:
    assert {len(Maker().seal(noise(n))) for n in range(0, 255, 17)} == {256 + 260}
    assert [sealing.padded_length(n) for n in (0, 255, 256, 257, 300, 1000, 61_441)] == [
        256,
        256,
        256,
        272,
        304,
        1024,
        63_488,
    ]


def test_a_key_is_never_used_twice_even_if_the_random_source_fails() -> None:
    sato = Maker()
    keys = {sealing._derive(sato.key, bytes(32), sato.bucket, 1, uuid4(), sato.device, n)[:2] for n in range(1, 200)}
    assert len(keys) == 199


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=600))
@example(b"KEP\x01" + bytes(256))
@example(b"KEP\x01\x01\x01" + b"\xff" * 254)
def test_any_bytes_are_either_an_envelope_or_refused(raw: bytes) -> None:
    try:
        envelope = frame.parse(raw)
    except CannotOpen:
        return
    assert envelope.signed + envelope.signature == raw


_SATO = Maker()
_RAW = _SATO.seal()


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(_RAW) - 1), st.integers(1, 255)), min_size=1, max_size=8))
def test_no_set_of_changed_bytes_is_accepted(changes: list[tuple[int, int]]) -> None:
    changed = bytearray(_RAW)
    for place, by in changes:
        changed[place] ^= by
    if bytes(changed) != _RAW:
        with pytest.raises(CannotOpen):
            read(bytes(changed), _SATO.key, _SATO.point)
