"""Who stands at the door: a signed-in person, or a device that only hands over what it already sealed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

DeviceState = Literal["pending", "active", "lost", "revoked", "retired"]


@dataclass(frozen=True, slots=True)
class Caller:
    """A person with an open session; role and center are as they are now, not as they were at sign-in."""

    staff: UUID
    device: UUID
    role: str
    center: str | None
    unlocked_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """A device that may push and nothing else; `state` may be one whose records must wait for a person."""

    device: UUID
    staff: UUID
    state: DeviceState
