"""Who stands at the door: a signed-in person, or a device that only hands over what it already sealed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

FRESH = timedelta(minutes=5)

DeviceState = Literal["pending", "active", "lost", "revoked", "retired"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with an open session; role and center are as they are now, not as they were at sign-in."""

    staff: UUID
    device: UUID
    role: str
    center: str | None
    unlocked_at: datetime | None  # when the unlock factor was last shown for this session: opening it does not count
    sign_key: bytes | None = None  # of the device, where the look-up of the session told it

    def is_fresh(self, now: datetime) -> bool:
        return self.unlocked_at is not None and now - self.unlocked_at <= FRESH


@dataclass(frozen=True, slots=True)
class Delivery:
    """A device that may push and nothing else; `state` may be one whose records must wait for a person."""

    device: UUID
    staff: UUID
    state: DeviceState
    sign_key: bytes | None = None  # likewise
    carrier: Caller | None = None  # who reads in its rescue file for it
