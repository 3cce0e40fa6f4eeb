"""Whatever is asked, answered and taken back in whatever order: a household is never without a lead, and never alone."""

import random

import pytest

from server.problems import Problem
from server.transfers import service
from tests.make import NORTH, SOUTH, named
from tests.transfers.conftest import HOUSE, INOUE, Two

STEPS, RUNS = 12, 4


async def step(two: Two, rng: random.Random, n: int) -> None:
    """One thing that somebody tries; most of it is refused."""
    people = [two.field.sato, two.field.tanaka, two.field.mori, two.field.kimura, two.okada, two.inoue]
    who, which = rng.choice(people), f"引き継ぎ {rng.randrange(n + 1)}"
    act = rng.choice(("inoue", "south", "accept", "accept", "decline", "withdraw"))
    if act == "inoue":
        await two.ask_inoue(which, by=two.field.tanaka)
    elif act == "south":
        await two.ask_south(which, by=two.field.tanaka)
    elif act == "accept":
        await two.accept(rng.choice((two.inoue, two.okada, who)), which)
    elif act == "decline":
        await service.decline(who.caller, named(which), "full", two.now)
    else:
        await service.withdraw(who.caller, named(which), two.now)


@pytest.mark.parametrize("seed", range(RUNS))
async def test_at_every_step_somebody_leads_it_and_somebody_of_its_center_can_read_it(two: Two, seed: int) -> None:
    rng = random.Random(seed)
    done = 0
    for n in range(STEPS):
        try:
            await step(two, rng, n)
            done += 1
        except Problem:
            pass
        assert len(await two.leads()) == 1, (seed, n)
        row = await two.field.owner.fetchrow(
            "select b.center, array_agg(s.center) as centers, count(*) filter (where t.state = 'asked') as open"
            " from bucket b join scope_grant g on g.bucket = b.id join staff s on s.id = g.staff and s.center is not null"
            " left join transfer t on t.bucket = b.id and t.state = 'asked' where b.id = $1 group by b.id", HOUSE
        )  # fmt: skip
        assert row is not None
        assert set(row["centers"]) == {row["center"]}, "whoever reads it is of the center that answers for it"
    assert done > 0, "the run tried nothing that goes"


async def test_okada_gives_it_back_later_and_the_norths_people_are_let_in_again(two: Two) -> None:
    await two.ask_south()
    await two.accept(two.okada)
    tanaka, back = two.field.tanaka, named("もどり")
    word = two.word(two.okada, back, "ask", NORTH, from_center=SOUTH)
    await service.ask(two.okada.caller, back, HOUSE, NORTH, None, word, two.now)
    word = two.word(tanaka, back, "accept", NORTH, from_center=SOUTH)
    await service.accept(tanaka.caller, back, INOUE.id, word, two.now)
    team = await two.team()
    assert (team[INOUE.name], team[tanaka.owner.name]) == ("lead", "center")
    assert two.okada.owner.name not in team
