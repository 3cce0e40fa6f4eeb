"""What a record may do to alerts, as phone or vault send it beside the sealed record."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec

MAX_TIMERS = 100
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Role = Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,30}$")]


def _in_range(moment: datetime) -> None:
    try:
        moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of range") from error


class _Effect(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", forbid_unknown_fields=True):
    alert: UUID


class Timer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`alert`: the id it would raise; `chain`: that of its cause's first stage; `tells`: roles, of staff or team."""

    alert: UUID
    chain: UUID
    level: Literal[1, 2, 3, 4]
    due_at: Moment
    tells: Annotated[list[Role], msgspec.Meta(max_length=10)]
    people: Annotated[list[UUID], msgspec.Meta(max_length=10)]

    def __post_init__(self) -> None:
        _in_range(self.due_at)


class TimersSet(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="timers.set", forbid_unknown_fields=True):
    """Every deadline that stands in the household; only the vault may say so."""

    timers: Annotated[list[Timer], msgspec.Meta(max_length=MAX_TIMERS)]


class Raise(_Effect, frozen=True, tag="alert.raise"):
    """`tells`: roles that hear of it beside those of its level."""

    level: Literal[1, 2, 3, 4]
    observed_at: Moment
    tells: Annotated[list[Role], msgspec.Meta(max_length=5)] = []

    def __post_init__(self) -> None:
        _in_range(self.observed_at)


class Ack(_Effect, frozen=True, tag="alert.ack"):
    how: Literal["taking", "joint", "handed_over"]
    to: UUID | None = None


class Close(_Effect, frozen=True, tag="alert.close"):
    outcome: Literal["resolved", "mistaken"]


class WatchSet(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="watch.set", forbid_unknown_fields=True):
    """Look out for me until then; the same `watch` again asks for more time. `second`: see WatchEnd."""

    watch: UUID
    second: UUID
    until: Moment
    begun_at: Moment

    def __post_init__(self) -> None:
        _in_range(self.until)
        _in_range(self.begun_at)


class WatchEnd(msgspec.Struct, frozen=True, kw_only=True, tag_field="k", tag="watch.end", forbid_unknown_fields=True):
    """I am back. Both words are of one length and take one way: nobody beside her may see which it was."""

    watch: UUID
    second: UUID
    at: Moment
    word: Literal["safe", "help"]

    def __post_init__(self) -> None:
        _in_range(self.at)


Effect = Raise | Ack | Close | TimersSet | WatchSet | WatchEnd
_APART = (_Effect, TimersSet, WatchSet, WatchEnd)


def read(given: Any) -> Effect:
    """An Effect from its wire form; msgspec.ValidationError names the path, never the value."""
    return given if isinstance(given, _APART) else msgspec.convert(given, Effect, strict=False)  # type: ignore[return-value]
