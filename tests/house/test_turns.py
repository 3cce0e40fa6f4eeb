"""Of two lanes that share the stories each tells its own, and together they tell all of them."""

from pathlib import Path

from tests.e2e.turns import Turns, turn_of

STORIES = [("test_duty", "one"), ("test_duty", "two"), *(("test_screens", f"n{n}") for n in range(20)), ("test_push", "one")]


def test_each_story_is_told_by_one_lane_and_none_by_nobody(tmp_path: Path) -> None:
    first, second = Turns(str(tmp_path / "turns")), Turns(str(tmp_path / "turns"))
    told: dict[int, list[tuple[str, str]]] = {0: [], 1: []}
    for n, story in enumerate(STORIES):
        # Now one lane is ahead and now the other.
        for lane in (n % 3 % 2, 1 - n % 3 % 2):
            if (first, second)[lane].takes(turn_of(*story)):
                told[lane].append(story)
    assert sorted(told[0] + told[1]) == sorted(STORIES)
    assert min(len(each) for each in told.values()) > 3
    assert {story in told[0] for story in STORIES if story[0] == "test_duty"} in ({True}, {False})


def test_whoever_is_alone_tells_all_of_them() -> None:
    alone = Turns(None)
    assert all(alone.takes(turn_of(*story)) for story in STORIES)
