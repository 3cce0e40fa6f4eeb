"""Python opens what TypeScript made, and still makes what it committed (tests/vectors/envelope.json)."""

import json
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_der_private_key

from server.envelope import effects, frame, sealing, signing, statement, wrapping
from server.envelope.encoding import b64u, from_b64u
from server.envelope.trust import Trust
from tests.envelope.sealed import read
from tests.vectors.make_envelope import VECTORS, payload_of

KEPT: dict[str, Any] = json.loads(VECTORS.read_text())
KEY = from_b64u(KEPT["household_key"])
BUCKET, DEVICE = UUID(KEPT["bucket"]), UUID(KEPT["device"])
POINT = from_b64u(KEPT["sign"]["point"])


def _private(name: str) -> ec.EllipticCurvePrivateKey:
    key = load_der_private_key(from_b64u(KEPT[name]["private"]), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key


@pytest.mark.parametrize("case", KEPT["cases"], ids=[case["name"] for case in KEPT["cases"]])
@pytest.mark.parametrize("maker", ["python", "typescript"])
@pytest.mark.shows("I16")
def test_both_makers_envelopes_open_here(case: dict[str, Any], maker: str) -> None:
    raw = from_b64u(case[maker])
    assert read(raw, KEY, POINT) == payload_of(case["payload"])
    envelope = frame.parse(raw)
    for name, value in case["place"].items():
        told = getattr(envelope, name)
        assert (b64u(told) if name == "prev" else str(told)) == str(value)
    assert envelope.raw[:176] == from_b64u(case["python"])[:176] or envelope.flags != from_b64u(case["python"])[11]


@pytest.mark.parametrize("case", KEPT["cases"], ids=[case["name"] for case in KEPT["cases"]])
def test_sealing_again_gives_the_committed_bytes(case: dict[str, Any]) -> None:
    place: dict[str, Any] = case["place"] | {name: UUID(case["place"][name]) for name in ("bucket", "op_id", "device")}
    place |= {"hlc": int(place["hlc"]), "prev": from_b64u(place["prev"])}
    raw = sealing.seal(KEY, _private("sign"), payload_of(case["payload"]), salt=from_b64u(case["salt"]), **place)
    kept = from_b64u(case["python"])
    # zlib may pack differently in another build; all that does not depend on it must be the same.
    assert raw[:176] == kept[:176]
    assert raw == kept or frame.parse(raw).flags & frame.DEFLATED


@pytest.mark.parametrize("maker", ["python", "typescript"])
@pytest.mark.shows("I16")
def test_both_makers_wraps_unwrap_here(maker: str) -> None:
    wrapped, epoch = from_b64u(KEPT["wraps"][maker]), KEPT["wraps"]["epoch"]
    assert wrapping.unwrap(wrapped, _private("kem"), bucket=BUCKET, epoch=epoch, device=DEVICE) == KEY


def test_key_check_and_alert_id_are_the_committed_ones() -> None:
    check = KEPT["key_check"]
    assert b64u(sealing.key_check(KEY, BUCKET, check["epoch"])) == check["value"]
    assert str(sealing.alert_id(KEY, UUID(KEPT["op_id"]))) == KEPT["alert_id"]


@pytest.mark.parametrize("maker", ["python", "typescript"])
def test_both_makers_grants_are_read_here(maker: str) -> None:
    claims = statement.read_statement(KEPT["grant"][maker], "kasane-grant", str(DEVICE), POINT)
    assert claims == KEPT["grant"]["claims"]


def test_the_committed_directory_folds_to_its_hash() -> None:
    kept = KEPT["directory"]
    trust = Trust(from_b64u(kept["root_print"]))
    for n, one in enumerate(kept["statements"], 1):
        trust.take(n, one)
    assert (b64u(trust.hash), trust.office) == (kept["hash"], "京都市")
    certificate = trust.certificate(DEVICE)
    assert certificate is not None
    assert certificate.name == "佐藤 恵"
    assert trust.recipient(DEVICE) is None
    assert signing.made_by(frame.parse(from_b64u(KEPT["cases"][0]["typescript"])), certificate.sign_key)
    assert trust.read_grant(KEPT["grant"]["typescript"]).role == "lead"


@pytest.mark.parametrize("maker", ["python", "typescript"])
def test_both_makers_effects_are_signed_here_and_the_committed_bytes_are_what_is_signed(maker: str) -> None:
    kept = KEPT["effects"]
    digest = frame.digest(from_b64u(kept["raw"]))
    assert b64u(effects.message_of(digest, kept["wanted"])) == kept["signed"]
    signature = from_b64u(kept[maker])
    assert effects.are_signed(POINT, digest, kept["wanted"], signature)
    assert not effects.are_signed(POINT, digest, kept["wanted"][:1], signature)
    assert not effects.are_signed(POINT, frame.digest(b"another"), kept["wanted"], signature)
