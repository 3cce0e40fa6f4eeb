"""The vault's own keys: made once, kept in files that only its account may read."""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from server.envelope import signing
from server.envelope.encoding import b64u
from server.envelope.statement import ROOT, sign_statement

PRIVATE = ("root.pem", "kem.pem", "sign.pem")
RECOVERY = "recovery.key"
KEEPERS = {"vault": ("金庫", "きんこ"), "recovery": ("復旧鍵", "ふっきゅうかぎ")}


class NotReady(Exception):
    """The vault must not start; the sentence says what to put right."""


class KeyProvider(Protocol):
    """Where the vault's keys live: files here; a TPM or a PKCS#11 token can stand behind the same five names."""

    @property
    def device(self) -> UUID: ...
    @property
    def kem(self) -> ec.EllipticCurvePrivateKey: ...
    @property
    def sign(self) -> ec.EllipticCurvePrivateKey: ...
    @property
    def root(self) -> ec.EllipticCurvePrivateKey: ...
    @property
    def root_print(self) -> bytes: ...


@dataclass(frozen=True)
class FileKeys:
    folder: Path
    office: str
    staff: UUID
    device: UUID
    kem: ec.EllipticCurvePrivateKey
    sign: ec.EllipticCurvePrivateKey
    root: ec.EllipticCurvePrivateKey

    @property
    def root_print(self) -> bytes:
        return signing.print_of(signing.point_of(self.root))

    @property
    def recovery_is_here(self) -> bool:
        return (self.folder / RECOVERY).exists()

    @classmethod
    def read(cls, folder: Path) -> "FileKeys":
        """Refuses missing keys and keys that anybody else may read."""
        if not folder.is_dir():
            raise NotReady(f"{folder} がありません。python -m server.vault init で鍵を作ってください。")
        _refuse_open(folder)
        root, kem, sign = (_private(folder / name) for name in PRIVATE)
        told = json.loads(_kept(folder / "identity.json"))
        return cls(folder, told["office"], UUID(told["staff"]), UUID(told["device"]), kem, sign, root)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """One running vault a folder: two would write one journal and one shelf behind each other's back."""
    handle = os.open(folder / "running.lock", os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotReady(f"{folder} の金庫はすでに動いています。二つ同時には動かせません。") from None
        yield
    finally:
        os.close(handle)


def make(data_dir: Path, office: str, now: datetime) -> Path:
    """Makes `data_dir/vault` and `data_dir/bootstrap.json`, or neither; refuses to replace keys that are there."""
    folder = data_dir / "vault"
    if folder.exists():
        raise NotReady(f"{folder} はすでにあります。鍵は作り直しません。")
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = data_dir / "vault.new"
    shutil.rmtree(fresh, ignore_errors=True)  # what a broken ceremony left; nothing was ever wrapped to it
    fresh.mkdir(mode=0o700)
    root, kem, sign, recovery = (signing.new_key() for _ in range(4))
    for name, key in zip((*PRIVATE, RECOVERY), (root, kem, sign, recovery), strict=True):
        _write(fresh / name, _pem(key))
    vault = _keeper("vault", signing.point_of(kem), signing.point_of(sign), root, now)
    # The recovery key only ever opens wraps: nobody holds the private halves of the other two.
    spare = _keeper("recovery", signing.point_of(recovery), signing.point_of(signing.new_key()), root, now)
    identity = {"office": office, "staff": vault["staff"], "device": vault["device"]}
    _write(fresh / "identity.json", json.dumps(identity, ensure_ascii=False).encode())
    claims = {"office": office, "sign_key": b64u(signing.point_of(root)), "iat": int(now.timestamp())}
    bundle = {"office": office, "root_statement": sign_statement("kasane-root", claims, root, ROOT)}
    bundle |= {"vault": vault, "recovery": spare}
    _replace(data_dir / "bootstrap.json", json.dumps(bundle, ensure_ascii=False, indent=1).encode())
    fresh.rename(folder)
    _settle(data_dir)
    return folder


def _keeper(role: str, kem: bytes, sign: bytes, root: ec.EllipticCurvePrivateKey, now: datetime) -> dict[str, Any]:
    name, kana = KEEPERS[role]
    person = {"device": str(uuid4()), "staff": str(uuid4()), "name": name, "kana": kana, "role": role}
    keys = {"kem_key": b64u(kem), "sign_key": b64u(sign)}
    claims = person | {"center": None, "organisation": ""} | keys | {"iat": int(now.timestamp())}
    # Nobody needs to deliver for a keeper without its session, so the upload key's private half is not kept.
    upload = b64u(signing.point_of(signing.new_key()))
    return person | keys | {"upload_key": upload, "statement": sign_statement("kasane-device", claims, root, ROOT)}


def _private(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(_kept(path), None)
    except ValueError:
        raise NotReady(f"{path} は鍵として読めません。控えから戻してください。") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise NotReady(f"{path} は P-256 の鍵ではありません。")
    return key


def _kept(path: Path) -> bytes:
    if not path.is_file():
        raise NotReady(f"{path} がありません。控えから戻してください。")
    _refuse_open(path)
    return path.read_bytes()


def _refuse_open(path: Path) -> None:
    status = path.stat()
    if status.st_mode & 0o077:
        raise NotReady(f"{path} がほかの人にも開けます。chmod go= {path} を実行してください。")
    if status.st_uid != os.geteuid():
        raise NotReady(f"{path} は別の利用者のものです。金庫の利用者で起動してください。")


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _write(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    _write(beside, content)
    beside.chmod(0o644)  # public keys and signed statements only
    beside.rename(path)


def _settle(folder: Path) -> None:
    """Makes the renames themselves durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
