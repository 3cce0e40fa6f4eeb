"""Write the invented histories through the real door, at the hours when they would have come in."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path
from uuid import UUID

import msgspec

from server import db
from server.access.caller import Delivery
from server.casework.fold import fold
from server.casework.records import OpenedOp
from server.casework.rules import judge, level_of
from server.clock import SystemClock
from server.demo import course, duty, figures, organizations, rollout, viewings
from server.demo.course import Event, Json, household_id, staff_id
from server.demo.pen import Pen, Recipient, past_id
from server.directory import service as directory
from server.envelope import sealing, signing
from server.envelope.effects import sign_effects
from server.envelope.encoding import b64u
from server.sync.intake import take_in
from server.sync.wire import Push
from server.vault.keys import FileKeys

OPENING = {  # the first record of a bucket, and of which kind it is
    "household.open": "household", "center.open": "center", "sheet.version": "packet", "informant.note": "packet",
    "material.version": "packet", "community.open": "community",
}  # fmt: skip
# Under which name a record tells of an earlier one, where that is not its target.
REFERRED = {"informant.note": "consultation", "task.add": "request"}
OPEN_ALERTS_SINCE = timedelta(hours=30)


@dataclass(frozen=True)
class Hour:
    """A clock that stands still at the hour of what is being written."""

    at: datetime

    def now(self) -> datetime:
        return course.utc(self.at)


@dataclass
class Household:
    key: bytes = field(default_factory=sealing.new_household_key)
    ops: list[OpenedOp] = field(default_factory=list)


@dataclass
class Letter:
    """One record on its way, not sealed yet: a device seals in the order of time."""

    at: datetime
    author: str
    household: str
    id: UUID
    payload: Json
    effects: list[Json] = field(default_factory=list)


class Loader:
    def __init__(self, keys: FileKeys, recipients: list[Recipient], now: datetime, most: int | None = None) -> None:
        self.now = now
        self.most = most
        self.root = keys.root
        self.recipients = recipients
        self.pens = {person["key"]: Pen(person["key"], staff_id(person["key"])) for person in course.cast()}
        self.centers = {person["key"]: person["center"] for person in course.cast()}
        self.households: dict[str, Household] = {}
        self.names: dict[str, UUID] = {}

    async def people(self) -> None:
        """The cast and the devices they wrote with, certified by the office root."""
        begun = self.now - timedelta(days=760)
        async with db.write_transaction() as connection:
            # The histories are older than this office: its keepers must have been there to be given the keys.
            await connection.execute(
                "update staff set active_from = $1 where role in ('vault', 'recovery')", begun.date()
            )
            for person in course.cast():
                await connection.execute(
                    "insert into staff (id, center, role, name, kana, organisation, active_from)"
                    " values ($1, $2, $3, $4, $5, $6, $7)",
                    staff_id(person["key"]), person["center"], person["role"], person["name"], person["kana"],
                    person["organisation"], begun.date(),
                )  # fmt: skip
            for pen in self.pens.values():
                points = [signing.point_of(key) for key in (pen.kem, pen.signer, pen.upload)]
                await connection.execute(
                    "insert into device (id, staff, state, label, kem_key, sign_key, upload_key, check_code,"
                    " enrolled_at, approved_at) values ($1, $2, 'active', 'これまでの端末', $3, $4, $5, '', $6, $6)",
                    pen.device, pen.staff, *points, begun,
                )  # fmt: skip
        given = [
            directory.Given("device", pen.device, pen.certificate(person, self.root, begun))
            for person, pen in zip(course.cast(), self.pens.values(), strict=True)
        ]
        keeper = self.pens["fujii"]
        await directory.take_in(given, device=keeper.device, staff=keeper.staff, now=begun)

    async def histories(self) -> int:
        """The number of records written."""
        told = _recent(course.events(self.now, towns()), self.most)
        letters = [letter for event in told for letter in self._letters(event)]
        letters.sort(key=lambda letter: letter.at)
        for (author, _), group in groupby(letters, key=lambda letter: (letter.author, letter.at.date())):
            batch = list(group)
            for start in range(0, len(batch), 150):
                await self._send(author, batch[start : start + 150])
        return len(letters)

    def _letters(self, event: Event) -> Iterator[Letter]:
        payload = dict(event.payload)
        if event.refers:
            named = str(self.names[event.refers])
            target = REFERRED.get(payload["kind"], "target")
            if payload["kind"] == "case.move":
                payload["move"] = payload["move"] | {"plan": named}
            else:
                payload[target] = named + payload.get(target, "")  # a role that a step asks for is `<step>:<n>`
            if payload["kind"] == "review.set":
                payload["version"] = payload["target"]
        letter = self._write(event.household, event.author, event.at, payload)
        letter.effects += event.effects
        if event.name:
            self.names[event.name] = letter.id
        yield letter
        if payload["kind"] in ("visit.add", "obs.add"):
            yield from self._alert(event, letter)

    def _write(self, household: str, author: str, at: datetime, payload: Json, effect: Json | None = None) -> Letter:
        letter = Letter(at, author, household, past_id(at), payload, [effect] if effect else [])
        pen, bucket = self.pens[author], str(household_id(household))
        self.households.setdefault(household, Household()).ops.append(
            OpenedOp(
                str(letter.id), bucket, str(pen.device), 0, int(at.timestamp() * 1000), 0, str(pen.staff), None,
                at.isoformat(), 1, {**payload, "recorded_at": at.isoformat()},
            )
        )  # fmt: skip
        return letter

    def _alert(self, event: Event, record: Letter) -> Iterator[Letter]:
        """What the phone would have raised then, and how it ended; only the newest are still open."""
        known = self.households[event.household]
        state = fold(str(household_id(event.household)), "", known.ops, now=event.at.isoformat())
        rules = judge(state, str(record.id), event.at.isoformat())
        level = level_of(rules)
        if level is None:
            return
        alert = str(sealing.alert_id(known.key, record.id))
        at = event.at + timedelta(minutes=1)
        raised = {
            "kind": "alert.raised", "alert": alert, "target": str(record.id), "level": level, "rules": rules,
            "catalogue": "2026", "note": "",
        }  # fmt: skip
        effect = {"k": "alert.raise", "alert": alert, "level": level, "observed_at": event.at.isoformat()}
        yield self._write(event.household, event.author, at, raised, effect)
        if self.now - event.at >= OPEN_ALERTS_SINCE:
            yield from self._answered(event, alert, at, level)

    def _answered(self, event: Event, alert: str, at: datetime, level: int) -> Iterator[Letter]:
        told = event.alert
        owner = told.get("ack") or _coordinator(event.household)
        taken = at + timedelta(minutes=told.get("after_min", 12 if level <= 2 else 140))
        done = at + timedelta(minutes=told.get("close_after_min", 300))
        note = told.get("closed", "関係機関と話し、次の訪問で様子を見ることにしました。")
        ack = {"kind": "alert.ack", "alert": alert, "how": "taking", "note": ""}
        close = {"kind": "alert.closed", "alert": alert, "outcome": "resolved", "note": note}
        yield self._write(event.household, owner, taken, ack, {"k": "alert.ack", "alert": alert, "how": "taking"})
        ended = {"k": "alert.close", "alert": alert, "outcome": "resolved"}
        yield self._write(event.household, owner, done, close, ended)

    def _bucket(self, letter: Letter) -> Json:
        pen = self.pens[letter.author]
        to = [Recipient(pen.device, signing.point_of(pen.kem), "lead"), *self.recipients]
        key = self.households[letter.household].key
        kind = OPENING[letter.payload["kind"]]
        center = letter.payload.get("center") or self.centers[letter.author]
        return pen.bucket(household_id(letter.household), kind, center, key, to, letter.at)

    async def _send(self, author: str, batch: list[Letter]) -> None:
        pen = self.pens[author]
        body = {
            "device": str(pen.device), "gen": None, "nonce": b64u(os.urandom(12)),
            "buckets": [self._bucket(letter) for letter in batch if letter.payload["kind"] in OPENING],
            "ops": [self._op(pen, letter) for letter in batch],
        }  # fmt: skip
        push = msgspec.convert(body, Push, strict=False)
        reply = await take_in(Delivery(pen.device, pen.staff, "active"), push, Hour(batch[-1].at))
        refused = [result for result in reply.results if result.s != "applied"]
        if refused:
            raise RuntimeError(f"the server did not take the demo data: {refused[0]}")

    def _op(self, pen: Pen, letter: Letter) -> Json:
        key = self.households[letter.household].key
        raw = pen.write(household_id(letter.household), key, letter.payload, letter.at, letter.id)
        return {"e": b64u(raw), "effects": letter.effects, "effects_sig": sign_effects(pen.signer, raw, letter.effects)}

    async def put_away(self) -> None:
        """The pens are no phones: nobody signs in with them, and no key is wrapped to them any more."""
        async with db.write_transaction() as connection:
            pens = [pen.device for pen in self.pens.values()]
            await connection.execute("update device set state = 'retired' where id = any($1::uuid[])", pens)


def _coordinator(household: str) -> str:
    center = next(one["center"] for one in course.all_households() if one["key"] == household)
    colleagues = [person for person in course.cast() if person["center"] == center]
    return next(person["key"] for person in colleagues if person["role"] == "coordinator")


def towns() -> dict[tuple[str, str], list[Json]]:
    """Postal rows by ward code and town, from the extract the app itself ships."""
    places = json.loads((Path(__file__).parents[1] / "casework/catalogue/places.json").read_text(encoding="utf-8"))
    found: dict[tuple[str, str], list[Json]] = {}
    for code, jis, town, _kana, *streets in places["rows"]:
        street = streets[0][0] if streets and streets[0] else ""
        row = {"postal_code": code, "ward": places["wards"][jis], "street": street}
        found.setdefault((jis, town), []).append(row)
    return found


def _recent(events: list[Event], most: int | None) -> list[Event]:
    """Of each home whose visits are invented the first and the newest `most`, with what the office said of them."""
    if most is None:
        return events
    told = {one["key"] for one in course.all_households() if one.get("visits")}
    visits: dict[str, list[str]] = {}
    for event in events:
        if event.name and event.payload["kind"] in ("visit.add", "obs.add") and event.household not in told:
            visits.setdefault(event.household, []).append(event.name)
    old = {name for names in visits.values() for name in names[1:-most]}
    return [event for event in events if event.name not in old and event.refers not in old]


async def load(data_dir: Path, most: int | None = None) -> int:
    """Fill an empty office; the number of records written. `most`: so many invented visits of each home."""
    now = SystemClock().now()
    keys = FileKeys.read(data_dir / "vault")
    async with db.reading() as connection:
        rows = await connection.fetch(
            "select d.id, d.kem_key, s.role from device d join staff s on s.id = d.staff"
            " where s.role in ('vault', 'recovery')"
        )
    loader = Loader(keys, [Recipient(row["id"], row["kem_key"], row["role"]) for row in rows], now, most)
    await loader.people()
    count = await loader.histories()
    await organizations.fill(loader.pens, now)
    await duty.fill(loader.pens, now)
    await figures.fill(loader.pens, now)
    await rollout.fill(loader.pens, now)
    await viewings.fill(loader.pens, now)
    await loader.put_away()
    return count
