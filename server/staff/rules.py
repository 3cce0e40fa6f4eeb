"""Who may be on the staff list, and in which words; pure."""

import re
from typing import Literal, get_args

Role = Literal[
    "outreach_worker", "coordinator", "office", "manager", "center_head", "community_coordinator", "agency", "bureau",
    "administrator", "auditor",
]  # fmt: skip

ROLES: tuple[str, ...] = get_args(Role)
OF_THE_WHOLE_CITY = ("bureau", "administrator", "auditor")  # may belong to no center
MOST_LETTERS = 60

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def is_word(text: str) -> bool:
    """One line that shows something."""
    return 0 < len(text) <= MOST_LETTERS and not _CONTROL.search(text) and bool(text.strip())


def needs_center(role: str) -> bool:
    return role not in OF_THE_WHOLE_CITY
