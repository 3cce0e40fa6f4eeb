"""The one Piccolo app: the office's people and devices, and the one history of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig

from server.devices.tables import Device, EnrolmentCode
from server.directory.tables import Statement
from server.staff.tables import Center, Staff

APP_CONFIG = AppConfig(
    app_name="kasane",
    migrations_folder_path=str(Path(__file__).parent.parent / "migrations"),
    table_classes=[Center, Staff, Device, EnrolmentCode, Statement],
)
