"""`python -m tests.mutants [word…]`: sows every fault (or those whose name or file holds a word), two at a time.

`--today` takes every twelfth, another twelfth each day: what `make test` can afford, and nothing stays unsown for a fortnight.
"""

import asyncio
import sys
import time
from datetime import date

from tests.figures import count, write
from tests.house.tree import ROOT
from tests.mutants.lane import Lane
from tests.mutants.mutant import Mutant
from tests.mutants.table import MUTANTS

SHARES = 12


def chosen_by(words: list[str]) -> list[Mutant]:
    if words == ["--today"]:
        return list(MUTANTS[date.today().toordinal() % SHARES :: SHARES])  # noqa: DTZ011 - any day will do
    return [one for one in MUTANTS if not words or any(word in one.name or word in one.file for word in words)]


async def main(words: list[str]) -> int:
    began = time.monotonic()
    chosen = chosen_by(words)
    for mutant in chosen:
        mutant.on(ROOT)
    queue = sorted(chosen, key=lambda one: one.is_typescript)
    async with Lane() as first, Lane() as second:
        if sound := await _are_green(first, second, chosen):
            print(sound)
            return 1
        told = await asyncio.gather(_work(first, queue, 0), _work(second, queue, -1))
    survivors = [line for lane in told for line in lane]
    count("seeded faults", "sown", len(chosen))
    count("seeded faults", "caught", len(chosen) - len(survivors))
    write("mutants")
    print(f"{len(chosen)} faults sown, {len(survivors)} survived, {time.monotonic() - began:.0f} s")
    return 1 if survivors or not chosen else 0


async def _are_green(first: Lane, second: Lane, chosen: list[Mutant]) -> str:
    """The very tests that must turn red are green without a fault; one that is missing or skipped guards nothing."""
    tests = sorted({test for one in chosen for test in one.tests})
    python = tuple(test for test in tests if not test.startswith("pwa/"))
    script = tuple(test for test in tests if test.startswith("pwa/"))
    asked = [(first, python), (second, script)]
    answers = await asyncio.gather(*(lane.run(given) for lane, given in asked if given))
    return "\n".join(f"not green without a fault:\n{one.said[-3000:]}" for one in answers if not one.is_green)


async def _work(lane: Lane, queue: list[Mutant], end: int) -> list[str]:
    """One lane takes from the front, the other from the back, so that neither waits."""
    survivors = []
    while queue:
        mutant = queue.pop(end)
        began = time.monotonic()
        outcome = await lane.sow(mutant)
        seconds = time.monotonic() - began
        print(f"{'caught  ' if outcome.is_red else 'SURVIVED'} {seconds:5.1f} s  {mutant.name}", flush=True)
        if not outcome.is_red:
            print(f"  would break: {mutant.breaks}\n{outcome.said[-1500:]}", flush=True)
            survivors.append(mutant.name)
    return survivors


if __name__ == "__main__":
    sys.exit(asyncio.run(main(sys.argv[1:])))
