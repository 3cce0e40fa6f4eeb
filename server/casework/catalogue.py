"""The code lists, observation catalogue and rules of one fiscal year, read from JSON and checked as they are read."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

FOLDER = Path(__file__).parent / "catalogue"
CURRENT = 2026
NAMES = (
    "observations", "contact", "centers", "rules", "lists", "permissions", "phases", "reports", "rollout", "bounds",
)  # fmt: skip

Condition = dict[str, Any]


class Coded(msgspec.Struct, frozen=True):
    code: str | int
    label: str


class Qualifier(msgspec.Struct, frozen=True):
    code: str
    label: str
    severity: str | None = None


class NumberItem(msgspec.Struct, frozen=True):
    label: str
    unit: str
    min: int
    max: int
    measured: bool = False


class ObservationItem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    identifier: str
    group: str
    severity: str
    label: str
    help: str
    street: bool = False
    per_person: bool = False
    qualifiers: tuple[Qualifier, ...] = ()
    number: NumberItem | None = None
    yellow_when: Condition | None = None
    red_when: Condition | None = None


class RuleCase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    level: int
    when: Condition
    ack_minutes: int | msgspec.UnsetType | None = msgspec.UNSET


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    code: str
    label: str
    why: str
    guide: str | None
    to: tuple[str, ...]
    ack_minutes: int | None
    act: str
    cases: tuple[RuleCase, ...]


class Stage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`share` of the tier's days or of those before an end, or `hours`; `heavy`: the level in a household of tier A;
    `tells`: roles beside it."""

    level: int
    heavy: int
    tells: tuple[str, ...]
    share: float = 1
    hours: int = 0


class TimeRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes due when nothing happens (domain 6.6, E-T*); `numbers` are its thresholds."""

    code: str
    label: str
    why: str
    act: str
    numbers: dict[str, int]
    stages: tuple[Stage, ...]


class Permissions(msgspec.Struct, frozen=True):
    kinds: dict[str, frozenset[str]]
    own: frozenset[str]
    fields: dict[str, frozenset[str]]
    trusted_roles: frozenset[str]


class Transition(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"from_": "from"}):
    """`by`: whose move stands at once (`lead`: the household's lead); `ask`: who may ask for it, `approve`: of whom."""

    code: str
    from_: tuple[str, ...]
    to: str
    by: tuple[str, ...]
    ask: tuple[str, ...]
    approve: tuple[str, ...]
    guards: tuple[str, ...]
    label: str


class Phases(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which phases follow each other (domain 6.4), and the numbers of their guards, in days."""

    openings: tuple[str, ...]
    watch_days: int
    confirmed_days: int
    heavy_days: int
    exempt_closures: tuple[str, ...]
    agreed_since: str
    plan_deciders: tuple[str, ...]
    team_roles: tuple[Coded, ...]
    achievements: tuple[Coded, ...]
    transitions: tuple[Transition, ...]


class Catalogue(msgspec.Struct, frozen=True):
    version: str
    observations: dict[str, ObservationItem]
    rules: tuple[Rule, ...]
    time_rules: dict[str, TimeRule]
    contact_results: dict[str, dict[str, Any]]
    safety_levels: dict[str, dict[str, Any]]
    risk_days: dict[str, int]
    permissions: Permissions
    phases: Phases
    raw: dict[str, Any]


LEAVES = {"obs", "result", "household", "trend", "worry", "trigger", "day_flag"}
NODES = {"any", "all"}


def check_condition(when: Condition, codes: set[str]) -> None:
    """Raises ValueError on a condition that neither engine would understand."""
    heads = (NODES | LEAVES) & when.keys()
    if "trend" in when:
        heads = {"trend"}
    if len(heads) != 1:
        raise ValueError(f"condition needs exactly one of {sorted(NODES | LEAVES)}: {when}")
    head = heads.pop()
    if head in NODES:
        for part in when[head]:
            check_condition(part, codes)
    elif "obs" in when and when["obs"] not in codes:
        raise ValueError(f"unknown observation {when['obs']}")


def read_raw(year: int) -> dict[str, Any]:
    raw: dict[str, Any] = {}
    for name in NAMES:
        raw |= {name: msgspec.json.decode((FOLDER / str(year) / f"{name}.json").read_bytes())}
    raw["search_folds"] = msgspec.json.decode((FOLDER / "search_folds.json").read_bytes())
    return raw


@lru_cache
def load(year: int = CURRENT) -> Catalogue:
    raw = read_raw(year)
    items = msgspec.convert(raw["observations"]["observations"], list[ObservationItem])
    rules = msgspec.convert(raw["rules"]["rules"], tuple[Rule, ...])
    time_rules = msgspec.convert(raw["rules"]["time_rules"], list[TimeRule])
    codes = {item.code for item in items}
    for item in items:
        for when in (item.yellow_when, item.red_when):
            if when is not None:
                check_condition(when, codes)
    for rule in rules:
        for case in rule.cases:
            check_condition(case.when, codes)
    return Catalogue(
        version=raw["observations"]["version"],
        observations={item.code: item for item in items},
        rules=rules,
        time_rules={rule.code: rule for rule in time_rules},
        contact_results={row["code"]: row for row in raw["contact"]["contact_results"]},
        safety_levels={row["code"]: row for row in raw["contact"]["safety_levels"]},
        risk_days={row["code"]: row["days"] for row in raw["lists"]["risk_tiers"]},
        permissions=msgspec.convert(raw["permissions"], Permissions),
        phases=msgspec.convert(raw["phases"], Phases),
        raw=raw,
    )
