"""What differs between installations, read once from the environment and from files that only the service may read."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urlsplit

Profile = Literal["single-box", "split", "sealed"]
Tls = Literal["implicit", "starttls", "none"]
PROFILES = ("single-box", "split", "sealed")
SECRETS = ("cursor.key", "push.key", "subscription.key")
SECRET_BYTES = 32
LOOPBACK = ("localhost", "127.0.0.1", "::1")
SENDER = re.compile(r"[^@\s<>\"',;:\x00-\x1f\x7f]+@[A-Za-z0-9.-]+")


class NotReady(RuntimeError):
    """The installation is incomplete; the sentence says what to put right."""


@dataclass(frozen=True, kw_only=True)
class Relay:
    """The office's own mail server; an installation without one sends no mail and says so."""

    host: str
    port: int
    tls: Tls
    sender: str
    user: str = ""
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Settings:
    database_url: str
    origin: str
    data_dir: Path
    cursor_key: bytes = field(repr=False)
    push_secret: bytes = field(repr=False)
    subscription_key: bytes = field(repr=False)
    vapid_key_path: Path
    vapid_subject: str
    push_hosts_extra: tuple[str, ...] = ()
    relay: Relay | None = None
    robot: bool = False
    profile: Profile = "single-box"
    static_dir: Path = Path("pwa/dist")
    host: str = "127.0.0.1"
    port: int = 8300
    hosts_extra: tuple[str, ...] = ()
    pool_size: int = 8

    @property
    def secure(self) -> bool:
        """Whether browsers reach us over https."""
        return self.origin.startswith("https://")

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers we answer to, lower case."""
        own = urlsplit(self.origin).netloc.lower()
        return frozenset({own, *(name.lower() for name in self.hosts_extra)})

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Settings":
        given = os.environ if env is None else env
        data_dir = Path(given.get("KASANE_DATA_DIR", ".run"))
        secrets = data_dir / "secrets"
        static_dir = apart(Path(given.get("KASANE_STATIC_DIR", "pwa/dist")), data_dir)
        cursor_key, push_secret, subscription_key = (read_secret(secrets / name) for name in SECRETS)
        return cls(
            database_url=_required(given, "KASANE_DATABASE_URL"),
            origin=_origin(_required(given, "KASANE_ORIGIN")),
            data_dir=data_dir,
            cursor_key=cursor_key,
            push_secret=push_secret,
            subscription_key=subscription_key,
            vapid_key_path=_existing(Path(given.get("KASANE_VAPID_KEY", str(secrets / "vapid.pem")))),
            vapid_subject=given.get("KASANE_VAPID_SUBJECT", "mailto:kasane@example.jp"),
            push_hosts_extra=_names(given.get("KASANE_PUSH_HOSTS_EXTRA", "")),
            relay=relay_of(given, secrets),
            robot=given.get("KASANE_ROBOT", "off") == "on",
            profile=_profile(given.get("KASANE_PROFILE", "single-box")),
            static_dir=static_dir,
            host=given.get("KASANE_HOST", "127.0.0.1"),
            port=_number(given, "KASANE_PORT", 8300, 1, 65535),
            hosts_extra=_names(given.get("KASANE_HOSTS_EXTRA", "")),
            pool_size=_number(given, "KASANE_POOL_SIZE", 8, 2, 200),
        )


def read_secret(path: Path) -> bytes:
    """The 32 bytes of a secret file; refuses one that others may read."""
    _private(path)
    secret = path.read_bytes()
    if len(secret) != SECRET_BYTES:
        raise NotReady(f"{path} must hold exactly {SECRET_BYTES} bytes.")
    return secret


def read_words(path: Path) -> str:
    """A password in a file that nobody else may read."""
    _private(path)
    words = path.read_text(encoding="utf-8").strip()
    if not words:
        raise NotReady(f"{path} is empty. It must hold the password of the mail server.")
    return words


def _private(path: Path) -> None:
    _existing(path)
    if path.stat().st_mode & 0o077:
        raise NotReady(f"{path} can be read by others. Give it mode 0600.")


def apart(static_dir: Path, data_dir: Path) -> Path:
    """What is served to everybody and what is kept from everybody never lie one in the other."""
    served = static_dir.resolve()
    for kept in (data_dir.resolve(), (data_dir / "vault").resolve()):
        if served.is_relative_to(kept) or kept.is_relative_to(served):
            raise NotReady(f"KASANE_STATIC_DIR ({served}) and the data folder ({kept}) must lie apart.")
    return static_dir


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise NotReady(f"{path} is missing. Run `python -m server.cli up` once, or restore it from the safe.")
    return path


def _required(env: Mapping[str, str], name: str) -> str:
    value = env.get(name, "")
    if not value:
        raise NotReady(f"{name} is not set.")
    return value


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise NotReady("KASANE_ORIGIN must look like https://kasane.example.jp, without a path.")
    if parts.scheme == "http" and parts.hostname not in ("localhost", "127.0.0.1"):
        raise NotReady("KASANE_ORIGIN must be https, except on localhost.")
    return value


def _profile(value: str) -> Profile:
    if value not in PROFILES:
        raise NotReady(f"KASANE_PROFILE must be one of {', '.join(PROFILES)}.")
    return cast(Profile, value)


def relay_of(env: Mapping[str, str], secrets: Path) -> Relay | None:
    """None while no mail server is named. Without TLS only one on this very machine."""
    host, user = env.get("KASANE_MAIL_HOST", ""), env.get("KASANE_MAIL_USER", "")
    if not host:
        return None
    port = _number(env, "KASANE_MAIL_PORT", 587, 1, 65535)
    tls = env.get("KASANE_MAIL_TLS", "implicit" if port == 465 else "starttls")
    if tls not in get_args(Tls):
        raise NotReady(f"KASANE_MAIL_TLS must be one of {', '.join(get_args(Tls))}.")
    if tls == "none" and host not in LOOPBACK:
        raise NotReady("KASANE_MAIL_TLS may be none only for a mail server on localhost.")
    sender = _required(env, "KASANE_MAIL_FROM")
    if not SENDER.fullmatch(sender):
        raise NotReady("KASANE_MAIL_FROM must be one mail address, such as kasane@example.jp.")
    secret = read_words(Path(env.get("KASANE_MAIL_SECRET", str(secrets / "mail.password")))) if user else ""
    return Relay(host=host, port=port, tls=cast(Tls, tls), sender=sender, user=user, secret=secret)


def _names(value: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in value.split(",") if name.strip())


def _number(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name, str(default))
    if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
        raise NotReady(f"{name} must be a whole number from {low} to {high}.")
    return int(text)
