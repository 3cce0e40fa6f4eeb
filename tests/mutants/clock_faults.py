"""Faults of alerts that are of no household: who quiets a phone's, when it ends, and which meeting counts."""

from tests.mutants.mutant import Mutant

_HOLDS = "tests/alerts/test_holds.py"

CLOCK = (
    Mutant(
        "a phone that has sent everything stays an alert", "server/alerts/holds.py",
        "        for alert in ended:", "        for alert in ended[:0]:",
        "the office calls Sato about records that everybody has read since yesterday",
        (f"{_HOLDS}::test_all_has_gone_out_and_the_alert_ends_by_itself_on_every_phone",),
    ),
    Mutant(
        "every round gives a phone two days more", "server/alerts/holds.py",
        "held = excluded.held, said_at", "held = excluded.held, due = excluded.said_at + interval '48 hours', said_at",
        "a record that never goes out is never spoken of, as long as the phone is",
        (f"{_HOLDS}::test_saying_the_same_at_every_round_neither_rings_twice_nor_gives_more_time",),
    ),
    Mutant(
        "tomorrow's meeting was held", "server/casework/center_deadlines.py",
        "or day.isoformat() > day_of(now.isoformat())", "",
        "a date typed wrong keeps the office quiet for a year",
        ("tests/casework/test_center_deadlines.py::test_only_a_regular_meeting_that_was_held_stops_the_days",),
    ),
    Mutant(
        "the robot is well without a push", "server/robot/probe.py",
        "and d.received_at is not null", "",
        "every hour says that alerts arrive, while no phone has rung since the key was changed",
        ("tests/robot/test_probe.py::test_an_alert_that_was_answered_without_its_push_is_no_proof",),
    ),
    Mutant(
        "an answer of yesterday is well", "server/watchdog.py",
        "or abs(now - at) > OLD", "",
        "a cache between the office and the watchdog keeps saying that all is well",
        ("tests/box/test_watchdog.py::test_whatever_else_answers_in_its_place_is_not_well",),
    ),
)  # fmt: skip
