"""A vault that stopped working is seen from outside, though it opens no port."""

import os
import time
from pathlib import Path

from server.vault.heartbeat import STALE_AFTER, beat, is_alive


def test_a_vault_is_alive_while_its_rounds_go_on(tmp_path: Path) -> None:
    assert not is_alive(tmp_path)
    beat(tmp_path)
    assert is_alive(tmp_path)
    long_ago = time.time() - STALE_AFTER
    os.utime(tmp_path / "heartbeat", (long_ago, long_ago))
    assert not is_alive(tmp_path)
    beat(tmp_path)
    assert is_alive(tmp_path)
