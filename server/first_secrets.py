"""The secrets of a new installation, made once and readable by the service alone."""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from server.settings import SECRET_BYTES, SECRETS


def ensure_secrets(data_dir: Path) -> Path:
    """Make what is missing under `data_dir/secrets`; what is there stays as it is. Returns that folder."""
    folder = data_dir / "secrets"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in SECRETS:
        _write_new(folder / name, secrets.token_bytes(SECRET_BYTES))
    if not (folder / "vapid.pem").exists():
        key = ec.generate_private_key(ec.SECP256R1())
        _write_new(folder / "vapid.pem", key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder


def _write_new(path: Path, content: bytes) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
