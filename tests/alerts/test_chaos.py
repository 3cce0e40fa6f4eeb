"""A small storm of the kind that `python -m bench.chaos` makes large: whatever dies when, each alert tells everybody it must."""

import pytest

from tests.alerts.chaos import Plan, office
from tests.figures import count

pytestmark = pytest.mark.slow


async def test_whoever_dies_when_no_alert_is_lost_none_stops_on_the_way_and_none_is_shown_twice(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("chaos")
    for folder in (home, home.parent, home.parent.parent):
        folder.chmod(0o755)  # the database's own account looks in
    async with office(Plan(alerts=40, kills=8, a_second=8, between_kills=0.7, speed=120), home) as chaos:
        outcome = await chaos.run()
    count("faults", "processes killed", outcome.kills)
    count("alerts", "raised while processes were killed", outcome.alerts)
    assert outcome.is_whole, str(outcome)
    assert (outcome.alerts, outcome.kills) == (40, 8)
