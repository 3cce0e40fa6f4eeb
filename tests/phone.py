"""A phone without a screen: enrols, signs in, seals, pushes and pulls like the real one, over any httpx client."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
from cryptography.hazmat.primitives.asymmetric import ec
from uuid6 import uuid7

from server.envelope import approval, epochs, frame, sealing, signing, statement, wrapping
from server.envelope.effects import sign_effects
from server.envelope.encoding import b64u, from_b64u
from server.envelope.frame import Envelope
from server.envelope.trust import Trust

KEEPERS = ("vault", "recovery")
CENTER_WIDE = ("coordinator", "office", "manager", "center_head")


class Refused(AssertionError):
    """The server said no; `code` is the problem's code."""

    def __init__(self, answer: httpx.Response) -> None:
        self.status = answer.status_code
        try:
            self.code = str(answer.json().get("code"))
        except ValueError:
            self.code = ""
        super().__init__(f"{answer.request.method} {answer.request.url.path}: {self.status} {self.code}")


@dataclass
class Waiting:
    """One sealed record of the outbox."""

    id: UUID
    dseq: int
    raw: bytes
    beside: dict[str, Any]


@dataclass
class Phone:
    http: httpx.AsyncClient
    trust: Trust
    device: UUID = field(default_factory=uuid4)
    kem: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    signer: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    upload: ec.EllipticCurvePrivateKey = field(default_factory=signing.new_key)
    staff: dict[str, Any] = field(default_factory=dict)
    state: str = "pending"
    check_code: str = ""
    cookie: str = ""
    server_time: int = 0  # when this phone last signed in
    gen: str | None = None
    cursor: str | None = None
    dseq: int = 0
    prev: bytes = frame.NO_PREV
    keys: dict[tuple[UUID, int], bytes] = field(default_factory=dict)
    epochs: dict[UUID, int] = field(default_factory=dict)
    outbox: list[Waiting] = field(default_factory=list)
    new_buckets: list[dict[str, Any]] = field(default_factory=list)
    ops: dict[UUID, tuple[int, Envelope]] = field(default_factory=dict)
    alerts: dict[str, dict[str, Any]] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    gone: list[dict[str, str]] = field(default_factory=list)
    refused_keys: list[tuple[UUID, int, str]] = field(default_factory=list)
    owed: list[dict[str, Any]] = field(default_factory=list)
    scope: list[dict[str, Any]] = field(default_factory=list)

    # --- the door -------------------------------------------------------------------------------------------------

    async def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The answer's JSON; raises Refused for any problem."""
        content = None if body is None else json.dumps(body).encode()
        return await self.call_bytes(method, path, content, **headers)

    async def call_bytes(self, method: str, path: str, content: bytes | None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if content is not None:
            sent["content-type"] = "application/json"
        if self.cookie:
            sent["cookie"] = f"__Host-kasane={self.cookie}"
        answer = await self.http.request(method, path, content=content, headers=sent)
        if answer.status_code >= 300:
            raise Refused(answer)
        return answer.json() if answer.content else None

    # --- enrolment and session ------------------------------------------------------------------------------------

    @classmethod
    async def enrol(cls, http: httpx.AsyncClient, link: str, label: str = "Pixel 8a") -> "Phone":
        """With the link a person was given; the phone may still have to be approved and certified."""
        secret, root_print = (from_b64u(part) for part in link.partition("#")[2].split("."))
        phone = cls(http, Trust(root_print))
        code_id = hashlib.sha256(b"kasane code id v1" + secret).digest()[:16]
        verifier = hashlib.sha256(b"kasane code key v1" + secret).digest()
        keys = {"kem_key": phone.kem, "sign_key": phone.signer, "upload_key": phone.upload}
        points = {name: signing.point_of(key) for name, key in keys.items()}
        transcript = b"kasane enrol v1" + code_id + phone.device.bytes + b"".join(points.values())
        phone.staff = (await phone.call("POST", "/devices/v1/enrol/look", {"code_id": b64u(code_id)}))["staff"]
        body = {
            "code_id": b64u(code_id), "proof": b64u(hmac.digest(verifier, transcript, "sha256")),
            "device": str(phone.device), "label": label, **{name: b64u(point) for name, point in points.items()},
        }  # fmt: skip
        answer = await phone.call("POST", "/devices/v1/enrol", body)
        number = int.from_bytes(hashlib.sha256(b"kasane check v1" + transcript).digest()[:4], "big") % 1_000_000
        phone.state, phone.check_code = answer["state"], f"{number:06d}"
        assert answer["check_code"] == phone.check_code, "the two screens must show the same number"
        return phone

    async def unlock(self) -> None:
        """Opens a session, and shows the factor anew in it for the acts of the next five minutes."""
        challenge = (await self.call("POST", "/access/v1/challenge", {"device": str(self.device)}))["challenge"]
        message = f"kasane session v1\n{self.device}\n{challenge}".encode()
        body = {
            "device": str(self.device),
            "challenge": challenge,
            "signature": b64u(signing.sign(self.signer, message)),
        }
        answer = await self.http.post("/access/v1/session", json=body)
        if answer.status_code >= 300:
            raise Refused(answer)
        self.cookie = (
            answer.cookies.get("__Host-kasane") or answer.headers["set-cookie"].partition("=")[2].split(";")[0]
        )
        self.staff = answer.json()["staff"]
        self.server_time = int(datetime.fromisoformat(answer.json()["server_time"]).timestamp())
        await self.step_up()

    async def step_up(self) -> None:
        challenge = (await self.call("POST", "/access/v1/step-up/challenge", {}))["challenge"]
        message = f"kasane step-up v1\n{self.device}\n{challenge}".encode()
        body = {"challenge": challenge, "signature": b64u(signing.sign(self.signer, message))}
        await self.call("POST", "/access/v1/step-up", body)

    async def approve(self, row: dict[str, Any], **changes: Any) -> dict[str, Any]:
        """Admits a colleague's device, given as `GET /devices/v1/devices` lists it, by this phone's signed word."""
        body = {"check_code": row["check_code"], "approval": self.approval(row, **changes)}
        return await self.call("POST", f"/devices/v1/{row['id']}/approve", body)

    def approval(self, row: dict[str, Any], **changes: Any) -> str:
        of = {**row, "device": row["id"], "name": row["staff_name"], "iat": self.server_time, **changes}
        return approval.sign_approval(approval.subject_of(of), of["iat"], self.signer, self.device)

    async def learn_directory(self) -> None:
        """Every certificate, checked against the root print of the enrolment link."""
        while True:
            page = await self.call("GET", f"/directory/v1?since={self.trust.head}")
            for line in page["statements"]:
                self.trust.take(line["n"], line["jws"])
            if self.trust.head >= page["head"]:
                return

    # --- writing --------------------------------------------------------------------------------------------------

    def open_household(self, fields: dict[str, Any] | None = None, *, center: str | None = None) -> UUID:
        """Offline: makes the key, wraps it to itself, the keepers and the center's people, and seals the first record."""
        center = str(center or self.staff["center"])
        bucket = self._begin("household", center)
        begun = {"lead": str(self.staff["id"])} | (fields or {})
        self.record(bucket, {"kind": "household.open", "center": center, "fields": begun})
        return bucket

    def open_packet(self, sheet: dict[str, Any], effects: list[dict[str, Any]]) -> UUID:
        """Offline: a packet with one shared sheet, given to whom the effects name."""
        bucket = self._begin("packet", str(self.staff["center"]))
        self.record(bucket, {"kind": "sheet.version", "sheet": sheet}, effects)
        return bucket

    def seal_informant(self, household: UUID, name: str) -> UUID:
        """Offline: a packet with who told of a household, which names nobody to read it."""
        packet = self._begin("packet", str(self.staff["center"]))
        said = {"household": str(household), "consultation": str(uuid4()), "relation": "お隣", "tel": "", "may_be_named": "no"}
        self.record(packet, {"kind": "informant.note", "name": name, **said})
        return packet

    def give_material(self, material: dict[str, Any], effects: list[dict[str, Any]]) -> UUID:
        """Offline: a packet with what the invited of a conference's item may read, given to whom the effects name."""
        packet = self._begin("packet", str(self.staff["center"]))
        self.record(packet, {"kind": "material.version", "material": material}, effects)
        return packet

    def open_center(self, *records: dict[str, Any], kind: str = "center") -> UUID:
        """Offline: the center's own bucket, of its meetings or (`community`) of its shelf, with its first records."""
        bucket = self._begin(kind, center := str(self.staff["center"]))
        for record in ({"kind": f"{kind}.open", "center": center}, *records):
            self.record(bucket, record)
        return bucket

    def _begin(self, kind: str, center: str) -> UUID:
        bucket, key = uuid4(), sealing.new_household_key()
        self.keys[bucket, 1], self.epochs[bucket] = key, 1
        check = sealing.key_check(key, bucket, 1)
        wraps = [self._wrap(bucket, 1, key, check, *one) for one in self._recipients(center)]
        self.new_buckets.append(
            {
                "id": str(bucket),
                "kind": kind,
                "center": center,
                "epoch": 1,
                "key_check": b64u(check),
                "wraps": wraps,
            }
        )
        return bucket

    def _recipients(self, center: str) -> list[tuple[UUID, bytes, str]]:
        found = [(self.device, signing.point_of(self.kem), "lead")]
        return found + [
            (one.device, one.kem_key, one.role if one.role in KEEPERS else "center")
            for one in self.trust.recipients()
            if one.device != self.device and (one.role in KEEPERS or (one.role in CENTER_WIDE and one.center == center))
        ]

    def _wrap(
        self, bucket: UUID, epoch: int, key: bytes, check: bytes, device: UUID, kem: bytes, role: str
    ) -> dict[str, str]:
        claims = {
            "bucket": str(bucket), "epoch": epoch, "key_check": b64u(check), "device": str(device), "role": role,
            "basis": "internal_use", "reason": "", "n": self.trust.head, "iat": int(datetime.now(UTC).timestamp()),
        }  # fmt: skip
        return {
            "device": str(device), "wrap": b64u(wrapping.wrap(key, kem, bucket=bucket, epoch=epoch, device=device)),
            "grant": statement.sign_statement("kasane-grant", claims, self.signer, str(self.device)),
        }  # fmt: skip

    def record(
        self, bucket: UUID, payload: dict[str, Any], effects: list[dict[str, Any]] | None = None, *, schema: int = 1,
        op_id: UUID | None = None, at: datetime | None = None, kind: int = frame.OP,
        under: tuple[int, bytes] | None = None,
    ) -> UUID:  # fmt: skip
        """Seals one record into the outbox; nothing is sent yet."""
        now = at or datetime.now(UTC)
        op_id = op_id or UUID(str(uuid7()))
        body = {"recorded_at": now.isoformat(timespec="seconds"), **payload}
        epoch, key = under or (self.epochs[bucket], self.keys[bucket, self.epochs[bucket]])
        raw = sealing.seal(
            key, self.signer, json.dumps(body, ensure_ascii=False).encode(), kind=kind,
            schema=schema, epoch=epoch, bucket=bucket, op_id=op_id, device=self.device, dseq=self.dseq + 1,
            hlc=int(now.timestamp() * 1000) << 16, prev=self.prev,
        )  # fmt: skip
        self.dseq, self.prev = self.dseq + 1, frame.digest(raw)
        signed = {"effects": effects, "effects_sig": sign_effects(self.signer, raw, effects)} if effects else {}
        self.outbox.append(Waiting(op_id, self.dseq, raw, signed))
        return op_id

    def begin_key(self, bucket: UUID) -> tuple[int, bytes]:
        """The household's next key, with a record that says nothing; it counts once it comes back with a pull."""
        epoch, key = self.epochs[bucket] + 1, sealing.new_household_key()
        check = sealing.key_check(key, bucket, epoch)
        center = str(self.staff["center"])
        wraps = [self._wrap(bucket, epoch, key, check, *one) for one in self._recipients(center)]
        opens = {"id": str(bucket), "kind": "household", "center": center, "epoch": epoch, "key_check": b64u(check)}
        self.new_buckets.append({**opens, "wraps": wraps})
        self.record(bucket, {"kind": "key.begun"}, kind=frame.KEY_BEGUN, under=(epoch, key))
        return epoch, key

    def alert_id(self, bucket: UUID, op_id: UUID) -> UUID:
        return sealing.alert_id(self.keys[bucket, self.epochs[bucket]], op_id)

    # --- sync -----------------------------------------------------------------------------------------------------

    def push_body(self, limit: int = 200) -> dict[str, Any]:
        ops = [{"e": b64u(one.raw), **one.beside} for one in self.outbox[:limit]]
        return {
            "device": str(self.device),
            "gen": self.gen,
            "nonce": b64u(uuid4().bytes),
            "buckets": self.new_buckets,
            "ops": ops,
        }

    async def push(self, *, unlocked: bool = True) -> dict[str, Any]:
        """Everything waiting; marks as sent from `ack` only. `unlocked=False` delivers by the upload key."""
        while True:
            body = self.push_body()
            content = json.dumps(body).encode()
            headers = {} if unlocked else {"authorization": self.upload_signature(content)}
            kept, self.cookie = self.cookie, self.cookie if unlocked else ""
            try:
                reply = await self.call_bytes("POST", "/sync/v1/push", content, **headers)
            finally:
                self.cookie = kept
            assert reply["nonce"] == body["nonce"]
            self._acknowledge(reply)
            if not self.outbox or any(one["s"] in ("gap", "fork") for one in reply["results"]):
                return reply

    def upload_signature(self, content: bytes) -> str:
        message = f"kasane upload v1\n{self.device}\n{hashlib.sha256(content).hexdigest()}".encode()
        return f'Kasane-Upload device="{self.device}", sig="{b64u(signing.sign(self.upload, message))}"'

    def _acknowledge(self, reply: dict[str, Any]) -> None:
        self.gen = reply["gen"]
        self.outbox = [one for one in self.outbox if one.dseq > reply["ack"]]
        self.new_buckets = []

    async def pull(self, limit: int = 500) -> list[UUID]:
        """The ids of the records that came, in order; verified against the directory."""
        came: list[UUID] = []
        more = True
        while more:
            body = {"device": str(self.device), "cursor": self.cursor, "limit": limit, "max_bytes": 4 * 1024 * 1024}
            reply = (await self.call("POST", "/sync/v1/sync", {"pull": body}))["pull"]
            if reply["directory_head"] > self.trust.head:
                await self.learn_directory()
            came += self._take(reply)
            more = reply["more"]
        return came

    def _take(self, reply: dict[str, Any]) -> list[UUID]:
        for one in reply["gone"]:
            self._forget(UUID(one["bucket"]))
            self.gone.append(one)
        for one in reply["keys"]:
            self._take_key(one)
        self.scope, self.owed = reply["scope"].get("buckets", self.scope), reply["owed"]
        self.alerts |= {one["id"]: one for one in reply["alerts"]}
        self.held = {one["id"]: one["reason"] for one in reply["held"]}
        came = []
        for one in reply["ops"]:
            envelope = frame.parse(from_b64u(one["e"]))
            author = self.trust.certificate(envelope.device)
            assert author is not None, "an op of a device nobody certified"
            assert signing.made_by(envelope, author.sign_key), "an op its device did not sign"
            self.ops[envelope.op_id] = (one["seq"], envelope)
            came.append(envelope.op_id)
        self.cursor, self.gen = reply["cursor"], reply["gen"]
        return came

    def _take_key(self, one: dict[str, Any]) -> None:
        bucket, epoch = UUID(one["bucket"]), one["epoch"]
        grant = self.trust.read_grant(one["grant"])
        own = self.trust.certificate(self.device)
        if why := epochs.why_not(grant, self.trust, own.center if own else None):
            self.refused_keys.append((bucket, epoch, why))
            return
        assert (grant.bucket, grant.epoch, grant.device) == (bucket, epoch, self.device)
        key = wrapping.unwrap(from_b64u(one["wrap"]), self.kem, bucket=bucket, epoch=epoch, device=self.device)
        assert sealing.same_key(key, bucket, epoch, grant.key_check)
        assert b64u(grant.key_check) == one["key_check"]
        self.keys[bucket, epoch] = key
        self.epochs[bucket] = max(epoch, self.epochs.get(bucket, 0))

    def _forget(self, bucket: UUID) -> None:
        self.ops = {op: kept for op, kept in self.ops.items() if kept[1].bucket != bucket}
        self.keys = {place: key for place, key in self.keys.items() if place[0] != bucket}
        self.epochs.pop(bucket, None)

    async def sync(self) -> list[UUID]:
        await self.push()
        return await self.pull()

    def read(self, bucket: UUID) -> list[dict[str, Any]]:
        """The opened records of a household in the office's order, each with its `id` and `device`."""
        found = []
        for _, envelope in sorted(self.ops.values(), key=lambda kept: kept[0]):
            if envelope.bucket == bucket and envelope.kind != frame.KEY_BEGUN:
                payload = json.loads(sealing.open_sealed(self.keys[bucket, envelope.epoch], envelope))
                found.append({"id": str(envelope.op_id), "device": str(envelope.device), **payload})
        return found
