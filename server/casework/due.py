"""What a deadline is, and the stages in which one cause speaks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from server.casework.calendar import moment_ms
from server.casework.catalogue import Stage, load


@dataclass(frozen=True, slots=True)
class Deadline:
    """`subject`: the person, plan, role or record it is about; `target`: the record whose facts explain it; `people`:
    who is told beside the roles of its stage; `part`: of the business (rollout.py) with which it rests, none: it never
    does."""

    rule: str
    stage: int
    subject: str
    target: str
    since: datetime
    due_at: datetime
    level: int
    tells: tuple[str, ...]
    people: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Cause:
    rule: str
    subject: str
    target: str
    since: datetime
    people: tuple[str, ...] = ()
    part: str = ""


def staged(cause: Cause, heavy: bool, due: Callable[[Stage], datetime]) -> Iterator[Deadline]:
    for number, stage in enumerate(load().time_rules[cause.rule].stages):
        yield Deadline(
            cause.rule, number, cause.subject, cause.target, cause.since, due(stage).astimezone(UTC),
            stage.heavy if heavy else stage.level, stage.tells, cause.people, cause.part,
        )  # fmt: skip


def moment(at: str) -> datetime:
    return datetime.fromtimestamp(moment_ms(at) / 1000, UTC)
