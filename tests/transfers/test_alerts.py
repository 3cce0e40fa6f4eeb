"""An alert is a promise of whoever has the household: it goes along, and nobody far away is waited for."""

from typing import Any
from uuid import UUID

from server.transfers import service
from tests.make import named
from tests.transfers.conftest import HOUSE, INOUE, Two

ALERT = named("要確認")


def raised(two: Two, level: int = 3) -> dict[str, Any]:
    return {"k": "alert.raise", "alert": str(ALERT), "level": level, "observed_at": two.now.isoformat()}


async def taken(two: Two) -> None:
    """Sato's visit raised it, and Tanaka said that she has it."""
    sato, tanaka = two.field.sato, two.field.tanaka
    await sato.push(sato.beside(sato.seal(HOUSE), raised(two)))
    ack = {"k": "alert.ack", "alert": str(ALERT), "how": "taking"}
    await tanaka.push(tanaka.beside(tanaka.seal(HOUSE), ack))
    assert await state(two) == ("acked", tanaka.owner.id)


async def state(two: Two) -> tuple[str, UUID | None]:
    row = await two.field.owner.fetchrow("select state, owner, next_at from alert where id = $1", ALERT)
    assert row is not None
    assert (row["next_at"] is None) == (row["state"] != "open")
    return row["state"], row["owner"]


async def told(two: Two) -> set[UUID]:
    rows = await two.field.owner.fetch("select staff from alert_recipient where alert = $1", ALERT)
    return {row["staff"] for row in rows}


async def test_what_tanaka_had_taken_on_asks_the_south_anew(two: Two) -> None:
    await taken(two)
    await two.ask_south()
    assert await state(two) == ("acked", two.field.tanaka.owner.id)
    await two.accept(two.okada)
    assert await state(two) == ("open", None)
    assert {two.okada.owner.id, two.field.kimura.owner.id} <= await told(two)


async def test_within_the_center_tanaka_keeps_what_she_has_taken_on(two: Two) -> None:
    await taken(two)
    await two.ask_inoue()
    await two.accept(two.inoue)
    assert await state(two) == ("acked", two.field.tanaka.owner.id)


async def test_an_open_one_tells_inoue_when_he_takes_the_household_on(two: Two) -> None:
    sato = two.field.sato
    await sato.push(sato.beside(sato.seal(HOUSE), raised(two)))
    await two.ask_inoue()
    assert INOUE.id not in await told(two)
    await two.accept(two.inoue)
    assert INOUE.id in await told(two)


async def test_a_declined_hand_over_rings_nobody(two: Two) -> None:
    await taken(two)
    await two.ask_south()
    await service.decline(two.okada.caller, named("引き継ぎ"), "full", two.now)
    assert await state(two) == ("acked", two.field.tanaka.owner.id)
