"""What the vault has received, still sealed, on its own disk: restarts are quick and nothing opened is ever written."""

import json
import os
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from server.envelope.frame import ATTACHMENT_HEADER

_KIND_AT = 5  # of an envelope's bytes
_KINDS = ("packet", "protected")  # told apart from households
_OF_A_BUCKET = ("op", "wrap", "accepted", "handed", "alert", "photo", "elsewhere", *_KINDS, "restless", "published")
_BY_BUCKET = (*((table, "bucket") for table in _OF_A_BUCKET), ("bucket", "id"))
TABLES = """
create table if not exists fact (name text primary key, value text not null);
create table if not exists op (
  op_id text primary key, bucket text not null, seq integer, rcv text, device text not null, dseq integer not null,
  raw blob not null, judged integer not null default 0
);
create index if not exists op_bucket on op (bucket, seq);
create index if not exists op_waiting on op (bucket) where judged = 0;
create table if not exists wrap (
  bucket text not null, epoch integer not null, key_check text not null, wrap text not null, grant_jws text not null,
  primary key (bucket, epoch)
);
create table if not exists bucket (id text primary key, center text not null);
create table if not exists packet (bucket text primary key);
create table if not exists protected (bucket text primary key);
create table if not exists elsewhere (bucket text primary key, center text not null);
create table if not exists used (transfer text primary key);
create table if not exists accepted (
  bucket text not null, epoch integer not null, key_check text not null, gen text not null,
  primary key (bucket, epoch, key_check)
);
create table if not exists owed (bucket text primary key, epoch integer not null);
create table if not exists handed (bucket text not null, device text not null, primary key (bucket, device));
create table if not exists alert (
  id text primary key, bucket text not null, level integer not null, state text not null
);
create table if not exists restless (bucket text primary key);
create table if not exists published (bucket text primary key, digest text not null);
create table if not exists photo (
  att text primary key, bucket text not null, next_at real not null default 0, tries integer not null default 0
);
create index if not exists photo_due on photo (next_at);
"""


# A renewed grant of the same key takes the old one's place; another key never that of one accepted in this generation.
TAKE_WRAP = """
insert into wrap (bucket, epoch, key_check, wrap, grant_jws) values (?1, ?2, ?3, ?4, ?5)
on conflict (bucket, epoch) do update
set key_check = excluded.key_check, wrap = excluded.wrap, grant_jws = excluded.grant_jws
where excluded.key_check = wrap.key_check or not exists (
  select 1 from accepted a
  where a.bucket = wrap.bucket and a.epoch = wrap.epoch and a.key_check = wrap.key_check and a.gen = ?6)
"""
ELSEWHERE = "insert into elsewhere select id, ?2 from bucket where id = ?1 and center <> ?2"


@dataclass(frozen=True, slots=True)
class Kept:
    op_id: str
    seq: int | None
    received_at: str | None
    raw: bytes
    judged: bool


class Shelf:
    def __init__(self, path: Path) -> None:
        path.touch(mode=0o600, exist_ok=True)
        os.chmod(path, 0o600)  # noqa: PTH101 - an older file may have been made under another umask
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("pragma journal_mode = wal")
        self._db.execute("pragma synchronous = full")
        self._db.executescript(TABLES)

    def close(self) -> None:
        self._db.close()

    # --- facts ------------------------------------------------------------------------------------------------------

    def fact(self, name: str) -> str | None:
        row = self._db.execute("select value from fact where name = ?", (name,)).fetchone()
        return row["value"] if row else None

    def note(self, name: str, value: str) -> None:
        self._db.execute("insert or replace into fact values (?, ?)", (name, value))

    # --- one page of a pull -----------------------------------------------------------------------------------------

    def take(self, reply: dict[str, Any], sealed: Iterable[tuple[dict[str, Any], bytes, str, str, str, int]]) -> None:
        """The page and the cursor behind it in one commit. `sealed`: wire row, bytes, op id, bucket, device, dseq."""
        self._db.execute("begin immediate")
        try:
            for one in reply["gone"]:
                self._forget(one["bucket"])
            for row, raw, op_id, bucket, device, dseq in sealed:
                self._db.execute(
                    "insert into op values (?, ?, ?, ?, ?, ?, ?, 0) on conflict (op_id) do update"
                    " set seq = excluded.seq, rcv = excluded.rcv, raw = excluded.raw",
                    (op_id, bucket, row["seq"], row["rcv"], device, dseq, raw),
                )
                self._db.execute("insert or ignore into restless values (?)", (bucket,))
                if raw[_KIND_AT] == ATTACHMENT_HEADER:
                    self._db.execute("insert or ignore into photo (att, bucket) values (?, ?)", (op_id, bucket))
            for one in reply["keys"]:
                row = (one["bucket"], one["epoch"], one["key_check"], one["wrap"], one["grant"], reply["gen"])
                self._db.execute(TAKE_WRAP, row)
                # A key that comes after its records makes them readable: look at them again.
                self._db.execute("update op set judged = 0 where bucket = ? and judged = 2", (one["bucket"],))
                self._db.execute("insert or ignore into restless values (?)", (one["bucket"],))
            for one in reply["scope"].get("buckets", ()):
                # The center as first told: whose grants hold depends on it. Another one counts once it was signed for.
                self._db.execute("insert or ignore into bucket values (?, ?)", (one["id"], one["center"]))
                self._db.execute("delete from elsewhere where bucket = ?", (one["id"],))
                if (kind := one.get("kind")) in _KINDS:
                    self._db.execute(f"insert or ignore into {kind} values (?)", (one["id"],))  # noqa: S608 - our words
                self._db.execute(ELSEWHERE, (one["id"], one["center"]))
            self._db.execute("delete from owed")
            owed = [(one["bucket"], one["epoch"]) for one in reply["owed"]]
            self._db.executemany("insert or replace into owed values (?, ?)", owed)
            for one in reply["alerts"]:
                row = (one["id"], one["bucket"], one["level"], one["state"])
                self._db.execute("insert or replace into alert values (?, ?, ?, ?)", row)
            self.note("cursor", reply["cursor"])
            self.note("gen", reply["gen"])
            self._db.execute("commit")
        except BaseException:
            self._db.execute("rollback")
            raise

    def _forget(self, bucket: str) -> None:
        for table, column in _BY_BUCKET:
            self._db.execute(f"delete from {table} where {column} = ?", (bucket,))  # noqa: S608 - our own words

    def begin_again(self) -> None:
        """The server was restored: read everything anew. The records stay, as it may have lost some of them."""
        self._db.execute("begin immediate")
        self._db.execute("delete from fact where name in ('cursor', 'gen')")
        self._db.execute("delete from alert")
        self._db.execute("update published set digest = ''")
        self._db.execute("update op set seq = null, judged = 0")
        self._db.execute("commit")

    # --- reading ----------------------------------------------------------------------------------------------------

    def waiting(self) -> list[str]:
        """Buckets with records nobody has judged yet."""
        rows = self._db.execute("select distinct bucket from op where judged = 0 and seq is not null")
        return [row["bucket"] for row in rows]

    def ops(self, bucket: str) -> list[Kept]:
        rows = self._db.execute("select * from op where bucket = ? and seq is not null order by seq", (bucket,))
        return [Kept(row["op_id"], row["seq"], row["rcv"], row["raw"], row["judged"] == 1) for row in rows]

    def judged(self, op_ids: Iterable[str], how: int = 1) -> None:
        """1: judged. 2: cannot be opened yet."""
        self._db.execute("begin immediate")
        self._db.executemany("update op set judged = ? where op_id = ?", [(how, one) for one in op_ids])
        self._db.execute("commit")

    def unverified(self) -> None:
        """The directory has grown: what could not be verified may be now."""
        self._db.execute("insert or ignore into restless select distinct bucket from op where judged = 2")
        self._db.execute("update op set judged = 0 where judged = 2")

    def wraps(self, bucket: str) -> dict[int, tuple[str, str, str]]:
        """epoch → key_check, wrap, grant"""
        rows = self._db.execute("select * from wrap where bucket = ?", (bucket,))
        return {row["epoch"]: (row["key_check"], row["wrap"], row["grant_jws"]) for row in rows}

    # --- keys: which were accepted, and who got them ------------------------------------------------------------------

    def accept(self, bucket: UUID, epoch: int, key_check: str) -> None:
        """Judged once: what its granter does later changes nothing, and no other key takes its place."""
        row = (str(bucket), epoch, key_check, self.fact("gen") or "")
        self._db.execute("insert or replace into accepted values (?, ?, ?, ?)", row)

    def was_accepted(self, bucket: UUID, epoch: int, key_check: str) -> bool:
        asked = "select 1 from accepted where bucket = ? and epoch = ? and key_check = ?"
        return self._db.execute(asked, (str(bucket), epoch, key_check)).fetchone() is not None

    def has_accepted(self, bucket: UUID) -> bool:
        asked = "select 1 from accepted where bucket = ? limit 1"
        return self._db.execute(asked, (str(bucket),)).fetchone() is not None

    def hand(self, bucket: str, device: str) -> None:
        self._db.execute("insert or ignore into handed values (?, ?)", (bucket, device))

    def was_handed(self, bucket: str, device: UUID) -> bool:
        asked = "select 1 from handed where bucket = ? and device = ?"
        return self._db.execute(asked, (bucket, str(device))).fetchone() is not None

    def owed(self) -> set[str]:
        """Households that the web tier says are owed a new key."""
        return {row["bucket"] for row in self._db.execute("select bucket from owed")}

    def owed_epoch(self, bucket: str) -> int:
        row = self._db.execute("select epoch from owed where bucket = ?", (bucket,)).fetchone()
        return row["epoch"] if row else 0

    def buckets(self) -> list[str]:
        return [row["bucket"] for row in self._db.execute("select distinct bucket from wrap order by bucket")]

    def devices(self, bucket: str) -> list[UUID]:
        """Whoever has written in this household."""
        rows = self._db.execute("select distinct device from op where bucket = ?", (bucket,))
        return [UUID(row["device"]) for row in rows]

    def center_of(self, bucket: str) -> str:
        row = self._db.execute("select center from bucket where id = ?", (bucket,)).fetchone()
        return row["center"] if row else ""

    def is_packet(self, bucket: str) -> bool:
        """As the web tier tells: its word makes the vault stricter, never less strict."""
        return self._db.execute("select 1 from packet where bucket = ?", (bucket,)).fetchone() is not None

    def is_protected(self, bucket: str) -> bool:
        """Was it ever: whether it still is its own records say, whatever the web tier tells later."""
        return self._db.execute("select 1 from protected where bucket = ?", (bucket,)).fetchone() is not None

    def elsewhere(self) -> list[tuple[str, str]]:
        """Households that the web tier tells of in another center than the one they are counted to."""
        return [(row["bucket"], row["center"]) for row in self._db.execute("select * from elsewhere order by bucket")]

    def was_used(self, transfer: str) -> bool:
        return self._db.execute("select 1 from used where transfer = ?", (transfer,)).fetchone() is not None

    def move(self, bucket: str, center: str, transfers: Iterable[str]) -> None:
        self._db.execute("begin immediate")
        self._db.execute("update bucket set center = ? where id = ?", (center, bucket))
        self._db.execute("delete from elsewhere where bucket = ?", (bucket,))
        self._db.executemany("insert or ignore into used values (?)", [(one,) for one in transfers])
        self._db.execute("insert or ignore into restless values (?)", (bucket,))  # its new center counts its own way
        self._db.execute("commit")

    def alert(self, alert: str, bucket: str) -> tuple[int, str] | None:
        """Level and state as the web tier last told, for this household."""
        asked = "select level, state from alert where id = ? and bucket = ?"
        row = self._db.execute(asked, (alert, bucket)).fetchone()
        return (row["level"], row["state"]) if row else None

    # --- deadlines: whose may have changed, and what was last said of them -------------------------------------------

    def restless(self, most: int) -> list[str]:
        """Buckets in which something has come, or could be opened at last, since their deadlines were reckoned."""
        rows = self._db.execute("select bucket from restless order by bucket limit ?", (most,))
        return [row["bucket"] for row in rows]

    def all_restless(self) -> None:
        self._db.execute("insert or ignore into restless select distinct bucket from op")

    def calm(self, marks: dict[str, str | None]) -> None:
        """Buckets with the mark of what is published of them; None where nothing is."""
        self._db.execute("begin immediate")
        published = [(bucket, mark) for bucket, mark in marks.items() if mark is not None]
        self._db.executemany("insert or replace into published values (?, ?)", published)
        self._db.executemany("delete from restless where bucket = ?", [(bucket,) for bucket in marks])
        self._db.execute("commit")

    def published(self, bucket: str) -> str | None:
        """None where nothing ever was; empty where a restored office may have lost it."""
        row = self._db.execute("select digest from published where bucket = ?", (bucket,)).fetchone()
        return row["digest"] if row else None

    # --- photos -----------------------------------------------------------------------------------------------------

    def photos(self, now: float, most: int) -> list[tuple[str, str, int]]:
        """att, bucket and how often it was looked at in vain, of those whose turn it is."""
        asked = "select att, bucket, tries from photo where next_at <= ? order by next_at, att limit ?"
        return [(row["att"], row["bucket"], row["tries"]) for row in self._db.execute(asked, (now, most))]

    def photo_later(self, att: str, next_at: float) -> None:
        self._db.execute("update photo set next_at = ?, tries = tries + 1 where att = ?", (next_at, att))

    def photo_done(self, att: str) -> None:
        self._db.execute("delete from photo where att = ?", (att,))

    # --- after a restore --------------------------------------------------------------------------------------------

    def lost(self, device: UUID) -> tuple[list[bytes], list[bytes]]:
        """What the server did not send again: this device's own records in their order, and other people's."""
        rows = self._db.execute("select device, raw from op where seq is null order by device, dseq").fetchall()
        own, others = ([row["raw"] for row in rows if (row["device"] == str(device)) is mine] for mine in (True, False))
        return own, others

    def drop_lost(self) -> None:
        self._db.execute("delete from op where seq is null")


def dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
