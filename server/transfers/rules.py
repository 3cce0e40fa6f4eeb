"""Who may ask for a hand-over, who may answer it, and who may become the new lead; pure."""

from typing import Literal
from uuid import UUID

from server.scope.rules import GRANTERS, OPENERS, Actor

State = Literal["asked", "accepted", "declined", "withdrawn"]
# Codes, because the web tier holds no words about a household; who declines tells the rest by telephone.
Reason = Literal["full", "another_person", "another_center", "talk_first"]

ASKS = GRANTERS
DAYS_SHOWN = 60  # how long a decided one stays in the lists


def stays_within(from_center: str, to_center: str) -> bool:
    return from_center == to_center


def may_answer(caller: Actor, from_center: str, to_center: str, to_staff: UUID | None) -> bool:
    """Within a center the person asked, and nobody in their place; from another center who answers for that center."""
    if stays_within(from_center, to_center):
        return caller.staff == to_staff
    return caller.role in GRANTERS and caller.center == to_center


def may_lead(role: str, center: str | None, to_center: str) -> bool:
    return role in OPENERS and center == to_center
