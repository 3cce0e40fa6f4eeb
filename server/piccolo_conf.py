"""Where Piccolo finds the database and the one app."""

from piccolo.conf.apps import AppRegistry

from server.db import DB

APP_REGISTRY = AppRegistry(apps=["server.piccolo_app"])

__all__ = ["APP_REGISTRY", "DB"]
