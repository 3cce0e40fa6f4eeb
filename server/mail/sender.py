"""One mail to the office's own mail server: connect, say it once, and tell what the answer means."""

import asyncio
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

import aiosmtplib
from aiosmtplib.errors import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from server.settings import Relay

TOTAL_SECONDS = 10.0
GOODBYE_SECONDS = 1.0  # the mail is taken by then: a server that is slow to say goodbye costs the connection only

RowFate = Literal["accepted", "again", "failed_perm"]
AddressFate = Literal["ok", "refused", "untouched"]


@dataclass(frozen=True, slots=True)
class Answer:
    """`error` is the name of a fault, never its text: a mail server's words may carry the address."""

    row: RowFate
    address: AddressFate = "untouched"
    status: int | None = None
    error: str = ""
    milliseconds: int = 0
    alarm: bool = False


class Postman:
    """Knows the way to one mail server; opens a connection for each mail, for there are few."""

    def __init__(self, relay: Relay, *, total_seconds: float = TOTAL_SECONDS) -> None:
        self.relay = relay
        self._total = total_seconds
        self._tls = ssl.create_default_context()

    async def send(self, letter: EmailMessage, to: str) -> Answer:
        """Bounded as a whole: a server that drips its answers is as silent as one that hangs."""
        began = time.perf_counter()
        client = self._client()
        try:
            async with asyncio.timeout(self._total):
                await client.connect()
                await client.sendmail(self.relay.sender, [to], letter.as_bytes())
            with suppress(SMTPException, TimeoutError, OSError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await client.quit()
            return Answer("accepted", "ok", 250, "", _since(began))
        except (SMTPException, TimeoutError, OSError, ValueError) as error:
            return _meaning(error, _since(began))
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        relay = self.relay
        return aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            use_tls=relay.tls == "implicit",
            start_tls=relay.tls == "starttls",
            username=relay.user or None,
            password=relay.secret or None,
            timeout=self._total,
            tls_context=self._tls if relay.tls != "none" else None,
            # The machine's own name is nobody's business.
            local_hostname=relay.sender.partition("@")[2],
        )


def _meaning(error: Exception, milliseconds: int) -> Answer:
    """Only what the server says of this mailbox or this mail is for good; all else is our trouble and may end."""
    name = type(error).__name__
    if isinstance(error, SMTPRecipientsRefused):
        status = error.recipients[0].code if error.recipients else 0
        if 500 <= status < 600:
            return Answer("failed_perm", "refused", status, name, milliseconds)
        return Answer("again", "untouched", status, name, milliseconds)
    if isinstance(error, SMTPResponseException):
        status = error.code
        if isinstance(error, SMTPDataError) and 500 <= status < 600:
            return Answer("failed_perm", "untouched", status, name, milliseconds, alarm=True)
        return Answer("again", "untouched", status, name, milliseconds, alarm=status >= 500)
    # Anything a broken relay can do: no TLS, a wrong certificate, a cut line, silence.
    return Answer("again", error=name, milliseconds=milliseconds, alarm=isinstance(error, ssl.SSLError))


def _since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
