"""Of two lanes that share the tests each takes its own, and together they take all of them."""

from pathlib import Path

from tests.turns import Turns, turn_of

DUTY = ("tests/e2e/test_duty.py::test_one", "tests/e2e/test_duty.py::test_two[chromium]")
STORIES = [*DUTY, *(f"tests/e2e/test_screens.py::test_n{n}" for n in range(20)), "tests/push/test_duty.py::test_one"]


def test_each_is_taken_by_one_lane_and_none_by_nobody(tmp_path: Path) -> None:
    first, second = Turns(str(tmp_path / "turns")), Turns(str(tmp_path / "turns"))
    told: dict[int, list[str]] = {0: [], 1: []}
    for n, story in enumerate(STORIES):
        # Now one lane is ahead and now the other.
        for lane in (n % 3 % 2, 1 - n % 3 % 2):
            if (first, second)[lane].takes(turn_of(story)):
                told[lane].append(story)
    assert sorted(told[0] + told[1]) == sorted(STORIES)
    assert min(len(each) for each in told.values()) > 3
    assert len({story in told[0] for story in DUTY}) == 1, "the stories of one file stay together"


def test_whoever_is_alone_takes_all_of_them() -> None:
    alone = Turns(None)
    assert all(alone.takes(turn_of(story)) for story in STORIES)
