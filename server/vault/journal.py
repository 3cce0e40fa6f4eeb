"""Every opening, written down before it happens in a hash-chained file, and told to the web tier afterwards."""

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from server.vault.shelf import Shelf, dump

NOTHING = "0" * 64
AT_ONCE = 500


class Journal:
    def __init__(self, path: Path, shelf: Shelf) -> None:
        self._path, self._shelf = path, shelf
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        self._lines: list[dict[str, Any]] = []
        self._ended: set[UUID] = set()
        with self._alone():
            self._read_on()

    def close(self) -> None:
        os.close(self._file)

    def opening(self, at: datetime, bucket: UUID, purpose: str, count: int) -> None:
        self._write({"verb": "open", "at": _time(at), "bucket": str(bucket), "purpose": purpose, "count": count})

    def refused(self, at: datetime, bucket: UUID, op_id: str, why: str) -> None:
        """A record that was not what it claimed to be; it is not folded."""
        self._write({"verb": "refuse", "at": _time(at), "bucket": str(bucket), "op": op_id, "why": why})

    def act(self, at: datetime, verb: str, **told: str | int) -> None:
        self._write({"verb": verb, "at": _time(at), **told})

    def untold(self) -> list[dict[str, Any]]:
        """Openings the web tier has not been told of, oldest first."""
        told = int(self._shelf.fact("openings_told") or 0)
        return [line for line in self._lines if line["n"] > told and line["verb"] == "open"][:AT_ONCE]

    def told(self, n: int) -> None:
        self._shelf.note("openings_told", str(n))
        self._lines = [line for line in self._lines if line["n"] > n] or self._lines[-1:]

    def was_refused(self, op_id: str) -> bool:
        return any(line.get("op") == op_id for line in self._lines)

    def ended(self) -> set[UUID]:
        """Devices this vault has revoked; remembered here because a directory told anew may leave the newest out."""
        return self._ended

    def _write(self, entry: dict[str, Any]) -> None:
        with self._alone():
            if os.fstat(self._file).st_size != self._size:
                self._read_on()
            last = self._lines[-1] if self._lines else {"n": 0, "hash": NOTHING}
            line = {"n": last["n"] + 1, "prev": last["hash"], **entry}
            line["hash"] = hash_of(line)
            os.write(self._file, (dump(line) + "\n").encode())
            os.fsync(self._file)
            self._size = os.fstat(self._file).st_size
            self._keep([line])

    def _read_on(self) -> None:
        """What the file holds beyond what is known here: all of it at the start, or lines of the `certify` command."""
        known = self._lines[-1]["n"] if self._lines else 0
        self._keep([line for line in read(self._path) if line["n"] > known])
        self._size = os.fstat(self._file).st_size

    def _keep(self, lines: list[dict[str, Any]]) -> None:
        self._lines += lines
        self._ended |= {UUID(line["device"]) for line in lines if line["verb"] == "revoke"}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Two processes of one vault (`run` and `certify`) never write after the same line."""
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)


def hash_of(line: dict[str, Any]) -> str:
    return hashlib.sha256(dump({name: value for name, value in line.items() if name != "hash"}).encode()).hexdigest()


class Broken(Exception):
    """The journal was changed after it was written."""


def read(path: Path) -> list[dict[str, Any]]:
    """All lines, checked against their chain; a last line cut off by a power failure is passed over."""
    if not path.exists():
        return []
    raw = path.read_bytes()
    whole = raw[: raw.rfind(b"\n") + 1]
    if len(whole) < len(raw):
        os.truncate(path, len(whole))
    lines: list[dict[str, Any]] = []
    previous = NOTHING
    for n, text in enumerate(whole.splitlines(), 1):
        try:
            line = json.loads(text)
        except ValueError:
            raise Broken(f"line {n} is no entry") from None
        if line.get("n") != n or line.get("prev") != previous or line.get("hash") != hash_of(line):
            raise Broken(f"line {n} does not follow from the one before it")
        previous = line["hash"]
        lines.append(line)
    return lines


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
