"""The same office as in tests/access."""

from tests.access.conftest import office, rows, sato, tanaka

__all__ = ["office", "rows", "sato", "tanaka"]
