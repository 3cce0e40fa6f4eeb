"""What a mailbox receives: the words of the push, a link to an opaque id, and nothing else."""

import hmac
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Literal
from uuid import UUID

from server.push.payload import ASK, TITLE

Purpose = Literal["alert", "reminder", "code"]
CODE_TITLE = "かさね：メールアドレスの確認"
CODE_DIGITS = 6


def letter(*, sender: str, to: str, delivery: UUID, now: datetime) -> EmailMessage:
    """The envelope of every mail; the same Message-ID however often it is sent, so that a mailbox may show it once."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address("かさね", addr_spec=sender)
    made["To"] = Address(addr_spec=to)
    made["Date"] = now
    made["Message-ID"] = f"<{delivery}@{sender.partition('@')[2]}>"
    # No out-of-office answer comes back, and none starts a loop.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    return made


def asking(made: EmailMessage, origin: str, alert: UUID) -> EmailMessage:
    """One text for every level, step and household: a mailbox tells no more than a locked screen."""
    made["Subject"] = TITLE
    made.set_content(f"{ASK}。\n\n{origin}/a/{alert}\n", cte="base64")
    return made


def with_code(made: EmailMessage, origin: str, code: str) -> EmailMessage:
    made["Subject"] = CODE_TITLE
    made.set_content(
        f"確認番号：{code}\n\nアドレスを入れたかさねの画面で、この番号を30分以内に入れてください。\n{origin}/\n\n"
        "心当たりがないときは、このメールを捨ててください。\n",
        cte="base64",
    )
    return made


def code_of(secret: bytes, address: UUID) -> str:
    """Six digits that only this office can name for this row; kept nowhere."""
    mac = hmac.digest(secret, b"mail code" + address.bytes, "sha256")
    return str(int.from_bytes(mac[:8]) % 10**CODE_DIGITS).zfill(CODE_DIGITS)
