"""What a record may do to an alert, as the phone sends it beside the sealed record."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec


class _Effect(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", forbid_unknown_fields=True):
    alert: UUID


class Raise(_Effect, frozen=True, tag="alert.raise"):
    level: Literal[1, 2, 3, 4]
    observed_at: Annotated[datetime, msgspec.Meta(tz=True)]

    def __post_init__(self) -> None:
        try:
            self.observed_at.astimezone(UTC)
        except OverflowError as error:
            raise ValueError("out of range") from error


class Ack(_Effect, frozen=True, tag="alert.ack"):
    how: Literal["taking", "joint", "handed_over"]
    to: UUID | None = None


class Close(_Effect, frozen=True, tag="alert.close"):
    outcome: Literal["resolved", "mistaken"]


Effect = Raise | Ack | Close


def read(given: Any) -> Effect:
    """An Effect from its wire form; msgspec.ValidationError names the path, never the value."""
    return given if isinstance(given, _Effect) else msgspec.convert(given, Effect, strict=False)  # type: ignore[return-value]
