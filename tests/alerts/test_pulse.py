"""Who looks after the office sees at once that an alert would stand still, also when everything answers."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from server.alerts.pulse import Pulse, pulse
from server.db import reading
from tests.alerts.conftest import Ward
from tests.conftest import CLUSTER
from tests.make import SATO, TANAKA


async def _beat(ward: Ward) -> Pulse:
    async with reading() as connection:
        return await pulse(connection, ward.clock.now())


async def test_an_alert_that_waits_for_its_next_step_is_well(ward: Ward) -> None:
    assert await _beat(ward) == Pulse(waiting=0, overdue_seconds=0, forgotten=0)
    await ward.raises(SATO, level=1)
    ward.clock.forward(minutes=4)
    assert await _beat(ward) == Pulse(waiting=1, overdue_seconds=0, forgotten=0)
    await ward.answers(TANAKA)
    assert (await _beat(ward)).waiting == 0


async def test_a_clock_that_has_stopped_is_late_after_a_minute(ward: Ward) -> None:
    await ward.raises(SATO, level=1)
    ward.clock.forward(minutes=5, seconds=59)
    assert (await _beat(ward)).is_well
    ward.clock.forward(seconds=1)
    beat = await _beat(ward)
    assert (beat.overdue_seconds, beat.is_well) == (60, False)


async def test_an_open_alert_that_nothing_would_move_again_is_counted(ward: Ward, owner) -> None:
    await ward.raises(SATO, level=1)
    ward.alert = uuid4()
    await ward.raises(SATO, level=2)
    await owner.execute("update alert set next_at = null where id = $1", ward.alert)
    await owner.execute("update delivery set state = 'shown' where alert = $1", ward.alert)
    beat = await _beat(ward)
    assert (beat.waiting, beat.forgotten, beat.is_well) == (2, 1, False)


async def _doctor(folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"KASANE_OWNER_DATABASE_URL": CLUSTER.url, "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "server.cli", "doctor", "--data-dir", str(folder)]
    return await asyncio.to_thread(
        subprocess.run, words, env=env, capture_output=True, text=True, check=False, timeout=60
    )


async def test_the_administrator_asks_and_is_told_in_numbers_alone(ward: Ward, tmp_path: Path) -> None:
    """The story's clock stands in a November of its own: for the real one a step of then is late."""
    await ward.raises(SATO, level=1)
    ill = await _doctor(tmp_path)
    assert (ill.returncode, "対応を待つ知らせ 1件" in ill.stdout, "進んでいません" in ill.stderr) == (1, True, True)
    await ward.answers(TANAKA)
    well = await _doctor(tmp_path)
    assert (well.returncode, well.stdout.splitlines()) == (0, [
        "対応を待つ知らせ 0件", "いちばん遅れている手順 0秒", "次の手順がない知らせ 0件",
    ]), well.stderr  # fmt: skip
