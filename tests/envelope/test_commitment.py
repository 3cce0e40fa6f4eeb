"""AES-GCM alone lets one ciphertext open under two keys ("salamander"); the commitment must refuse the second."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from server.envelope import frame, sealing, signing
from server.envelope.encoding import from_b64u
from server.envelope.frame import CannotOpen
from tests.envelope.sealed import Maker, noise

_R = 0xE1 << 120


def _times(x: int, y: int) -> int:
    """Multiplication in GCM's field (SP 800-38D §6.3)."""
    z = 0
    for i in range(127, -1, -1):
        if (x >> i) & 1:
            z ^= y
        y = (y >> 1) ^ (_R if y & 1 else 0)
    return z


def _power(x: int, n: int) -> int:
    result = 1 << 127
    for bit in f"{n:b}":
        result = _times(result, result)
        if bit == "1":
            result = _times(result, x)
    return result


def _aes(key: bytes, block: bytes) -> int:
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return int.from_bytes(encryptor.update(block), "big")


def _blocks(data: bytes) -> list[int]:
    padded = data + bytes(-len(data) % 16)
    return [int.from_bytes(padded[i : i + 16], "big") for i in range(0, len(padded), 16)]


def _tag(key: bytes, nonce: bytes, header: bytes, body: bytes) -> int:
    h, y = _aes(key, bytes(16)), 0
    lengths = (len(header) * 8 << 64) | len(body) * 8
    for block in [*_blocks(header), *_blocks(body), lengths]:
        y = _times(y ^ block, h)
    return y ^ _aes(key, nonce + b"\0\0\0\1")


def _ciphertext_for_both(one: tuple[bytes, bytes], two: tuple[bytes, bytes], header: bytes, size: int) -> bytes:
    """A body with one tag under both (key, nonce): its last block is solved for, the rest is free."""
    body = noise(size - 16) + bytes(16)
    apart = _tag(*one, header, body) ^ _tag(*two, header, body)
    # The last body block is multiplied by H² in each tag, and tags are linear in it.
    factor = _power(_aes(one[0], bytes(16)), 2) ^ _power(_aes(two[0], bytes(16)), 2)
    last = _times(apart, _power(factor, 2**128 - 2))
    body = body[:-16] + last.to_bytes(16, "big")
    tag = _tag(*one, header, body)
    assert tag == _tag(*two, header, body)
    return body + tag.to_bytes(16, "big")


@pytest.mark.shows("I9")
def test_an_envelope_that_gcm_would_open_under_two_keys_is_refused_for_the_second() -> None:
    liar, other_key = Maker(), sealing.new_household_key()
    op_id, salt = uuid4(), noise(32)
    ids = (liar.bucket, 1, op_id, liar.device, 1)
    aes_1, nonce_1, commit = sealing._derive(liar.key, salt, *ids)
    aes_2, nonce_2, _ = sealing._derive(other_key, salt, *ids)
    header = frame.header_bytes(
        kind=1, schema=1, flags=0, epoch=1, bucket=liar.bucket, op_id=op_id, device=liar.device, dseq=1, hlc=0,
        prev=frame.NO_PREV, salt=salt, commit=commit, length=256,
    )  # fmt: skip
    signed = header + _ciphertext_for_both((aes_1, nonce_1), (aes_2, nonce_2), header, 256)
    envelope = frame.parse(signed + signing.sign(liar.signer, signed))

    # GCM itself is content with both keys and gives two different texts ...
    assert AESGCM(aes_1).decrypt(nonce_1, envelope.ciphertext, header) != AESGCM(aes_2).decrypt(
        nonce_2, envelope.ciphertext, header
    )
    # ... the envelope opens under the committed one only.
    assert len(sealing.open_sealed(liar.key, envelope)) == 256
    with pytest.raises(CannotOpen):
        sealing.open_sealed(other_key, envelope)


def test_the_one_kept_for_the_phone_would_fool_gcm_too() -> None:
    """The phone's own test opens the same bytes; that they mean something is shown here."""
    path = Path(__file__).parents[1] / "vectors" / "two_keys.json"
    kept = {name: from_b64u(text) for name, text in json.loads(path.read_text("utf-8")).items()}
    envelope = frame.parse(kept["envelope"])
    ids = (envelope.bucket, envelope.epoch, envelope.op_id, envelope.device, envelope.dseq)
    for name in ("committed_key", "other_key"):
        aes, nonce, _ = sealing._derive(kept[name], envelope.salt, *ids)
        assert len(AESGCM(aes).decrypt(nonce, envelope.ciphertext, envelope.header)) == 256
    assert len(sealing.open_sealed(kept["committed_key"], envelope)) == 256
    with pytest.raises(CannotOpen):
        sealing.open_sealed(kept["other_key"], envelope)
