"""What the tests of vectors share: looking into a state by path, and the same records delivered in another order, some twice."""

import random
from collections.abc import Iterator
from typing import Any


def at(state: Any, path: str) -> Any:
    """`items/0/minutes/#`: names, places and, as `#`, how many; None below what is not there."""
    for part in path.split("/"):
        if state is None:
            return None
        state = len(state) if part == "#" else state[int(part)] if isinstance(state, list) else state.get(part)
    return state


def deliveries(case: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    """Twenty of a case, the same ones on every run."""
    dice = random.Random(case["name"])
    for _ in range(20):
        ops = [*case["ops"], *dice.choices(case["ops"], k=3)] if case["ops"] else []
        dice.shuffle(ops)
        yield ops
