"""A real mail server on this machine that keeps what it gets, and others that behave badly."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from server.settings import Relay, Tls

SENDER = "kasane@example.jp"


@dataclass
class PostOffice:
    """`rcpt` and `data` are answers used up in order; after them everything is taken."""

    port: int = 0
    arrived: list[EmailMessage] = field(default_factory=list)
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    begun: int = 0

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        self.begun += 1
        if self.rcpt:
            return self.rcpt.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.data:
            return self.data.pop(0)
        mail = cast(EmailMessage, message_from_bytes(envelope.content, policy=POLICY))
        assert envelope.rcpt_tos == [mail["To"].addresses[0].addr_spec]
        self.arrived.append(mail)
        return "250 OK"

    def heard(self) -> list[str]:
        """Whose mailbox has a new mail since the last time we asked."""
        to = sorted(mail["To"].addresses[0].username for mail in self.arrived)
        self.arrived.clear()
        return to


def relay_at(port: int, tls: Tls = "none") -> Relay:
    return Relay(host="127.0.0.1", port=port, tls=tls, sender=SENDER)


async def _serve(made: Callable[[], asyncio.Protocol]) -> asyncio.Server:
    return await asyncio.get_running_loop().create_server(made, "127.0.0.1", 0)


@asynccontextmanager
async def post_office(tls: ssl.SSLContext | None = None) -> AsyncIterator[PostOffice]:
    office = PostOffice()
    server = await _serve(lambda: SMTP(office, hostname="relay.example.jp", tls_context=tls))
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()


@asynccontextmanager
async def bad_server(behaves: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]) -> AsyncIterator[int]:
    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await behaves(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def hangs(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def drips(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A greeting that never ends, one byte at a time: no single wait is long."""
    writer.write(b"220-")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.02)


async def cuts(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes the whole mail and is gone before it says so."""
    writer.write(b"220 relay ESMTP\r\n")
    while line := await reader.readline():
        if line.upper().startswith(b"DATA"):
            writer.write(b"354 go on\r\n")
            await reader.readuntil(b"\r\n.\r\n")
            return
        writer.write(b"250 OK\r\n")


def self_signed(folder: Path) -> ssl.SSLContext:
    """A certificate of nobody's authority: what a man in the middle would show."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    pem = folder / "relay.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context
