"""Who may sign and who may receive: only what the pinned office root said, in the order it said it."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from server.envelope import sealing, signing, statement, wrapping
from server.envelope.encoding import b64u, from_b64u, uuid_of
from server.envelope.frame import CannotOpen
from server.envelope.trust import Trust

ROOT = signing.new_key()
SATO, SATO_SIGN, SATO_KEM = uuid4(), signing.new_key(), signing.new_key()


def _root(key: ec.EllipticCurvePrivateKey = ROOT) -> str:
    return statement.sign_statement(
        "kasane-root", {"office": "京都市", "sign_key": b64u(signing.point_of(key)), "iat": 1}, key, "root"
    )


def _certificate(device: UUID = SATO, key: ec.EllipticCurvePrivateKey = ROOT, **other: Any) -> str:
    claims = {
        "device": str(device), "staff": str(uuid4()), "name": "佐藤", "kana": "サトウ", "role": "outreach_worker",
        "center": "kita", "organisation": "北区社協", "kem_key": b64u(signing.point_of(SATO_KEM)),
        "sign_key": b64u(signing.point_of(SATO_SIGN)), "iat": 2,
    }  # fmt: skip
    return statement.sign_statement("kasane-device", claims | other, key, "root")


def _trust() -> Trust:
    trust = Trust(signing.print_of(signing.point_of(ROOT)))
    trust.take(1, _root())
    return trust


def _grant(signer: str, key: ec.EllipticCurvePrivateKey) -> str:
    claims = {"bucket": str(uuid4()), "epoch": 1, "key_check": b64u(bytes(16)), "device": str(SATO), "role": "lead",
              "basis": "internal_use", "reason": "", "iat": 3}  # fmt: skip
    return statement.sign_statement("kasane-grant", claims, key, signer)


def test_another_offices_root_is_refused() -> None:
    trust = Trust(signing.print_of(signing.point_of(ROOT)))
    with pytest.raises(CannotOpen):
        trust.take(1, _root(signing.new_key()))
    assert trust.head == 0


def test_a_device_the_root_did_not_certify_is_nobody() -> None:
    trust = _trust()
    with pytest.raises(CannotOpen):
        trust.take(2, _certificate(key=signing.new_key()))
    assert trust.certificate(SATO) is None
    assert trust.head == 1


def test_statements_cannot_be_skipped_repeated_or_replaced() -> None:
    trust = _trust()
    for n in (1, 3):
        with pytest.raises(CannotOpen):
            trust.take(n, _certificate())
    trust.take(2, _certificate())
    with pytest.raises(CannotOpen):
        trust.take(3, _certificate(role="manager"))


def test_a_lost_phone_gets_no_keys_but_what_it_signed_still_stands() -> None:
    trust = _trust()
    trust.take(2, _certificate())
    revoke = {"device": str(SATO), "iat": 3, "reason": "lost"}
    trust.take(3, statement.sign_statement("kasane-revoke", revoke, ROOT, "root"))
    assert trust.recipient(SATO) is None
    assert trust.certificate(SATO) is not None
    assert trust.is_revoked(SATO)


def test_a_statement_of_one_kind_is_never_read_as_another() -> None:
    trust = _trust()
    with pytest.raises(CannotOpen):
        trust.take(2, _root())
    with pytest.raises(CannotOpen):
        statement.read_statement(_certificate(), "kasane-revoke", "root", signing.point_of(ROOT))


@pytest.mark.shows("F-13")
def test_what_the_root_says_in_words_of_a_later_app_is_passed_by_if_the_root_said_it() -> None:
    trust = _trust()
    kind: Any = "kasane-licence"
    later = statement.sign_statement(kind, {"staff": str(SATO), "iat": 3}, ROOT, "root")
    trust.take(2, later)
    trust.take(3, _certificate())
    assert trust.certificate(SATO) is not None
    forged = statement.sign_statement(kind, {"staff": str(SATO), "iat": 4}, SATO_SIGN, "root")
    with pytest.raises(CannotOpen):
        trust.take(4, forged)
    assert trust.head == 3


def test_a_grant_counts_only_from_a_certified_device_under_its_own_name() -> None:
    trust = _trust()
    trust.take(2, _certificate())
    assert trust.read_grant(_grant(str(SATO), SATO_SIGN)).signer == SATO
    for forged in (_grant(str(uuid4()), SATO_SIGN), _grant(str(SATO), signing.new_key()), _grant("root", ROOT)):
        with pytest.raises(CannotOpen):
            trust.read_grant(forged)


@pytest.mark.parametrize("header", [
    {"alg": "none", "typ": "kasane-root", "kid": "root"}, {"alg": "HS256", "typ": "kasane-root", "kid": "root"},
    {"alg": "ES256", "typ": "kasane-root", "kid": "root", "jwk": {}}, {"alg": "ES256", "kid": "root"}, [],
])  # fmt: skip
def test_any_header_but_our_own_is_refused(header: Any) -> None:
    _, body, signature = _root().split(".")
    forged = f"{b64u(json.dumps(header).encode())}.{body}.{signature}"
    with pytest.raises(CannotOpen):
        statement.read_statement(forged, "kasane-root", "root", signing.point_of(ROOT))


@pytest.mark.parametrize("text", ["", "a", "a.b", "a.b.c", "あ.b.c", "e30.e30.", "." * 9000])
def test_what_is_not_a_statement_is_refused(text: str) -> None:
    with pytest.raises(CannotOpen):
        statement.read_statement(text, "kasane-root", "root", signing.point_of(ROOT))


def test_a_wrap_opens_only_for_its_device_bucket_epoch_and_purpose() -> None:
    key, bucket = sealing.new_household_key(), uuid4()
    place: dict[str, Any] = {"bucket": bucket, "epoch": 1, "device": SATO, "purpose": "household"}
    wrapped = wrapping.wrap(key, signing.point_of(SATO_KEM), **place)
    assert wrapping.unwrap(wrapped, SATO_KEM, **place) == key
    others: tuple[dict[str, Any], ...] = ({"bucket": uuid4()}, {"epoch": 2}, {"device": uuid4()}, {"purpose": "packet"})
    for other in others:
        with pytest.raises(CannotOpen):
            wrapping.unwrap(wrapped, SATO_KEM, **(place | other))
    for bad in (b"", wrapped[:-1], wrapped + b"\0", bytes(113), wrapped[:100] + bytes(13)):
        with pytest.raises(CannotOpen):
            wrapping.unwrap(bad, SATO_KEM, **place)
    with pytest.raises(CannotOpen):
        wrapping.unwrap(wrapped, signing.new_key(), **place)


@pytest.mark.parametrize("point", [b"", bytes(65), b"\x04" + bytes(64), b"\x02" + bytes(32)])
def test_a_key_that_is_no_point_of_the_curve_is_refused(point: bytes) -> None:
    assert not signing.verify(point, b"", bytes(64))
    with pytest.raises(CannotOpen):
        wrapping.wrap(bytes(32), point, bucket=uuid4(), epoch=1, device=SATO)


@pytest.mark.parametrize("text", ["=", "YQ==", "YR", "Y+", "Y/", "a b", "Y", None, 3])
def test_bytes_have_one_spelling(text: object) -> None:
    with pytest.raises(CannotOpen):
        from_b64u(text)
    with pytest.raises(CannotOpen):
        uuid_of(str(SATO).upper() if text is None else text)
