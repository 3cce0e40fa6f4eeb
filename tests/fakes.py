"""Stand-ins for what a test must own: the hour, and nothing else of the product."""

from datetime import UTC, datetime, timedelta

OPENING = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 2026-11-24 (Tue) 10:00 in Kyoto


class ManualClock:
    """A clock that moves only when the test says so."""

    def __init__(self, at: datetime = OPENING) -> None:
        self._now = at

    def now(self) -> datetime:
        return self._now

    def forward(self, **by: float) -> datetime:
        """`clock.forward(minutes=30)`; takes what timedelta takes and answers the new time."""
        self._now += timedelta(**by)
        return self._now

    def set(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("a time without an offset is nobody's time")
        self._now = at.astimezone(UTC)
