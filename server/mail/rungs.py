"""When a mail follows a push: not at all, later, or now; pure."""

from datetime import datetime, timedelta

from server.workdays import next_opening

UNSENT = timedelta(seconds=20)  # no push service has taken the push
UNRECEIVED = timedelta(seconds=60)  # no phone has said that it arrived
DIGEST_AFTER = timedelta(minutes=15)  # the office's opening; by then the pushes of the morning have been answered
DIGEST_LEVEL = 3


def mail_due(level: int, now: datetime, *, has_phone: bool) -> datetime | None:
    """When the mail of a step is looked at; None for what only waits in the inbox."""
    if level > DIGEST_LEVEL:
        return None
    if level == DIGEST_LEVEL:
        return next_opening(now) + DIGEST_AFTER
    return now + UNSENT if has_phone else now


def waits_until(level: int, made_at: datetime, now: datetime) -> datetime | None:
    """A push service has taken the push of this step: how long its phone may still say that it arrived."""
    patient = made_at + UNRECEIVED
    return patient if level < DIGEST_LEVEL and now < patient else None
