"""The fourteen 保健福祉センター; a branch has no code of its own and shares its ward's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder

ID = "2026-11-23T00:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "centers"

CENTERS = """
insert into center (id, name, jis_code, sort_order) values
  ('26101', '北区 保健福祉センター', '26101', 1),
  ('26102', '上京区 保健福祉センター', '26102', 2),
  ('26103', '左京区 保健福祉センター', '26103', 3),
  ('26104', '中京区 保健福祉センター', '26104', 4),
  ('26105', '東山区 保健福祉センター', '26105', 5),
  ('26110', '山科区 保健福祉センター', '26110', 6),
  ('26106', '下京区 保健福祉センター', '26106', 7),
  ('26107', '南区 保健福祉センター', '26107', 8),
  ('26108', '右京区 保健福祉センター', '26108', 9),
  ('26111', '西京区 保健福祉センター', '26111', 10),
  ('26111-R', '洛西支所 保健福祉センター', '26111', 11),
  ('26109', '伏見区 保健福祉センター', '26109', 12),
  ('26109-F', '深草支所 保健福祉センター', '26109', 13),
  ('26109-D', '醍醐支所 保健福祉センター', '26109', 14)
on conflict (id) do nothing
"""


async def forwards() -> MigrationManager:
    """Put the centers in place."""
    manager = MigrationManager(migration_id=ID, app_name="kasane", description=DESCRIPTION)

    async def run() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl(CENTERS)

    async def undo() -> None:
        engine = engine_finder()
        assert engine is not None
        await engine.run_ddl("delete from center")

    manager.add_raw(run)
    manager.add_raw_backwards(undo)
    return manager
