"""Few and long days of a whole office, made up at random; `python -m tests.faults.histories` plays more of them."""

import os
import random

import pytest

from tests.faults.histories import an_office, play
from tests.figures import seeded

pytestmark = pytest.mark.slow
HISTORIES = int(os.environ.get("KASANE_HISTORIES", "2"))


@pytest.mark.shows("F-01", "F-03", "F-12", "F-21", "F-24", "I1", "I2", "I3", "I4", "I11", "RESYNC-3", "PURGE-2")
def test_whatever_dies_burns_or_is_lost_every_living_phone_brings_its_records_home() -> None:
    number = random.randrange(10**6)
    seeded("days of a whole office", number)
    with an_office() as office:
        play(office, HISTORIES, number)
