"""What each answer of a push service means: the whole truth table, as data."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

RowFate = Literal["accepted", "failed_perm", "again"]
PhoneFate = Literal["ok", "gone", "suspect", "count_400", "untouched"]
SecondTry = Literal["without_body", "fresh_vapid"]


@dataclass(frozen=True, slots=True)
class Meaning:
    """`second_try` is made at once, in the same lease; the row's fate counts when that failed too."""

    row: RowFate
    phone: PhoneFate = "untouched"
    second_try: SecondTry | None = None
    trips_breaker: bool = False
    alarm: bool = False


ACCEPTED = Meaning("accepted", "ok")
LATER = Meaning("again", trips_breaker=True)
REDIRECTED = Meaning("failed_perm", "suspect")
REFUSED = Meaning("failed_perm", "count_400", alarm=True)

MEANINGS: dict[int, Meaning] = {
    200: ACCEPTED,
    201: ACCEPTED,
    202: ACCEPTED,
    204: ACCEPTED,
    400: REFUSED,
    401: Meaning("failed_perm", second_try="fresh_vapid", trips_breaker=True, alarm=True),
    403: Meaning("failed_perm", second_try="fresh_vapid", trips_breaker=True, alarm=True),
    404: Meaning("failed_perm", "gone"),
    410: Meaning("failed_perm", "gone"),
    413: Meaning("failed_perm", second_try="without_body", alarm=True),
    429: Meaning("again"),
}

BACKOFF_SECONDS = (1, 2, 5, 10, 20, 40, 60)
JITTER = 0.2
LONGEST_WAIT = timedelta(minutes=5)  # a step of the ladder: a service may not hold an alert back longer


def meaning(status: int | None) -> Meaning:
    """None is no answer at all: timeout, DNS, TLS, reset."""
    if status is None or status >= 500:
        return LATER
    if status in MEANINGS:
        return MEANINGS[status]
    if 200 <= status < 300:
        return ACCEPTED
    return REDIRECTED if 300 <= status < 400 else REFUSED


def wait_before(attempts: int, retry_after: str | None, now: datetime) -> timedelta:
    """How long until the next try, after `attempts` tries: what the service asked for, else our ladder."""
    asked = _asked(retry_after, now)
    if asked is not None:
        return min(max(asked, timedelta(seconds=1)), LONGEST_WAIT)
    step = BACKOFF_SECONDS[min(max(attempts, 1), len(BACKOFF_SECONDS)) - 1]
    return timedelta(seconds=step * random.uniform(1 - JITTER, 1 + JITTER))  # noqa: S311 - jitter


def _asked(retry_after: str | None, now: datetime) -> timedelta | None:
    """Retry-After is seconds or an HTTP date; anything else counts as not said."""
    if not retry_after:
        return None
    if retry_after.isascii() and retry_after.isdigit():
        return timedelta(seconds=min(int(retry_after[:9]), 86_400))
    try:
        at = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)) - now


class Breaker:
    """One per origin: after five failures in a row, one probe every five seconds."""

    FAILURES = 5
    PROBE_EVERY = timedelta(seconds=5)

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}
        self._next_probe: dict[str, datetime] = {}

    def closed_until(self, origin: str, now: datetime) -> datetime | None:
        """None: go ahead. Otherwise when the next probe may go; asking takes the probe."""
        if self._failures.get(origin, 0) < self.FAILURES:
            return None
        probe = self._next_probe.get(origin, now)
        if probe > now:
            return probe
        self._next_probe[origin] = now + self.PROBE_EVERY
        return None

    def note(self, origin: str, *, failed: bool, now: datetime) -> None:
        if not failed:
            self._failures.pop(origin, None)
            self._next_probe.pop(origin, None)
            return
        self._failures[origin] = self._failures.get(origin, 0) + 1
        if self._failures[origin] == self.FAILURES:
            self._next_probe[origin] = now + self.PROBE_EVERY
