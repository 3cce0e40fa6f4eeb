"""The whole office of the vault's tests, with phones that take photos."""

from tests.vault.conftest import office, own_umask, pool_rows

__all__ = ["office", "own_umask", "pool_rows"]
