"""Wrong proofs slow their sender down, twice as long each time, and never lock anybody out for good."""

from collections import OrderedDict
from datetime import datetime, timedelta

from server.problems import Problem

FREE = 5
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=5)
MOST_REMEMBERED = 10_000


class Tries:
    """Counts per key in this process; a right proof is never made to wait, so hammering hurts nobody else."""

    def __init__(self) -> None:
        self._wrong: OrderedDict[str, tuple[int, datetime]] = OrderedDict()

    def wrong(self, key: str, now: datetime, code: str) -> Problem:
        """Count one more; the refusal to give."""
        count, waits_until = self._wrong.pop(key, (0, now))
        if now < waits_until:
            self._wrong[key] = (count, waits_until)
            return _wait(waits_until - now)
        if now - waits_until > LONGEST_WAIT:
            count = 0
        count += 1
        wait = min(FIRST_WAIT * 2 ** min(count - FREE, 12), LONGEST_WAIT) if count >= FREE else timedelta()
        self._wrong[key] = (count, now + wait)
        while len(self._wrong) > MOST_REMEMBERED:
            self._wrong.popitem(last=False)
        return Problem(code)

    def right(self, key: str) -> None:
        self._wrong.pop(key, None)


def _wait(left: timedelta) -> Problem:
    return Problem("too_many_tries", retry_after=max(1, round(left.total_seconds() + 0.5)))
