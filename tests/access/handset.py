"""A phone reduced to its keys: it enrols, signs in and hands over, without storing anything."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

import asyncpg
import httpx
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from server.access.proofs import session_message, step_up_message, upload_message
from server.devices import rules
from server.directory.service import Bundle, Keeper, bootstrap
from server.envelope.approval import Subject, sign_approval
from server.envelope.encoding import b64u
from server.envelope.signing import new_key, point_of, sign
from server.envelope.statement import ROOT, sign_statement
from tests.conftest import ORIGIN
from tests.fakes import OPENING, ManualClock
from tests.make import DeviceRow, Person, hand_out, named, settle

IAT = int(OPENING.timestamp())


@dataclass
class Handset:
    owner: Person
    app: Any
    id: UUID = field(default_factory=uuid4)
    label: str = "Pixel 8a"
    kem: EllipticCurvePrivateKey = field(default_factory=new_key)
    signing: EllipticCurvePrivateKey = field(default_factory=new_key)
    upload: EllipticCurvePrivateKey = field(default_factory=new_key)

    def __post_init__(self) -> None:
        transport = httpx.ASGITransport(cast(Any, self.app), raise_app_exceptions=False)
        self.http = httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers={"Origin": ORIGIN})

    async def be_active(self, connection: asyncpg.Connection, state: str = "active") -> None:
        """In the person's hands without the enrolment walk."""
        row = DeviceRow(
            owner=self.owner, label=self.label, state=state, kem_key=point_of(self.kem),
            sign_key=point_of(self.signing), upload_key=point_of(self.upload),
        )  # fmt: skip
        self.id = await hand_out(connection, row)

    def enrolment(self, secret: bytes, **changes: Any) -> dict[str, Any]:
        keys = {"kem_key": point_of(self.kem), "sign_key": point_of(self.signing), "upload_key": point_of(self.upload)}
        code_id = rules.code_id_of(secret)
        proof = rules.proof_of(rules.verifier_of(secret), rules.transcript_of(code_id, self.id, **keys))
        return {
            "code_id": b64u(code_id), "proof": b64u(proof), "device": str(self.id), "label": self.label,
            **{name: b64u(point) for name, point in keys.items()}, **changes,
        }  # fmt: skip

    async def challenge(self) -> str:
        answer = await self.http.post("/access/v1/challenge", json={"device": str(self.id)})
        assert answer.status_code == 200, answer.text
        return answer.json()["challenge"]

    def proof(self, challenge: str) -> dict[str, str]:
        signature = sign(self.signing, session_message(self.id, challenge))
        return {"device": str(self.id), "challenge": challenge, "signature": b64u(signature)}

    async def sign_in(self) -> httpx.Response:
        return await self.http.post("/access/v1/session", json=self.proof(await self.challenge()))

    async def step_up(self) -> httpx.Response:
        """The factor shown anew, as the app does it before an act that asks for it."""
        challenge = (await self.http.post("/access/v1/step-up/challenge")).json()["challenge"]
        return await self.http.post("/access/v1/step-up", json=self.step_up_proof(challenge))

    def step_up_proof(self, challenge: str) -> dict[str, str]:
        return {"challenge": challenge, "signature": b64u(sign(self.signing, step_up_message(self.id, challenge)))}

    async def approve(
        self, device: "Handset", check_code: str, /, *, at: datetime = OPENING, **changes: Any
    ) -> httpx.Response:
        """A signed approval of a colleague's device; `changes` are what a wrong one would say."""
        body = {"check_code": check_code, "approval": self.approval(device, check_code, at=at, **changes)}
        return await self.http.post(f"/devices/v1/{device.id}/approve", json=body)

    def approval(
        self,
        device: "Handset",
        check_code: str,
        /,
        *,
        at: datetime = OPENING,
        signer: "Handset | None" = None,
        **changes: Any,
    ) -> str:
        of = Subject(
            device.id, device.owner.id, device.owner.name, device.owner.role, device.owner.center,
            point_of(device.kem), point_of(device.signing), check_code,
        )  # fmt: skip
        by = signer or self
        return sign_approval(replace(of, **changes), int(at.timestamp()), by.signing, self.id)

    def upload_header(self, body: bytes) -> dict[str, str]:
        signature = b64u(sign(self.upload, upload_message(self.id, body)))
        return {"Authorization": f'Kasane-Upload device="{self.id}", sig="{signature}"'}


@dataclass
class Office:
    """The invented office with its root and vault, and hands for its people."""

    app: Any
    connection: asyncpg.Connection
    clock: ManualClock
    root: EllipticCurvePrivateKey = field(default_factory=new_key)

    async def open(self) -> None:
        await settle(self.connection)
        self.vault = Handset(Person(name="金庫", kana="きんこ", role="vault", center=None), self.app)
        self.recovery = Handset(Person(name="復旧鍵", kana="ふっきゅう", role="recovery", center=None), self.app)
        self.root_statement_kept = self.root_statement()
        bundle = Bundle(self.root_statement_kept, tuple(self.keeper(one) for one in (self.vault, self.recovery)))
        from server.db import write_transaction

        async with write_transaction() as connection:
            assert await bootstrap(connection, bundle, self.clock.now())

    def root_statement(self) -> str:
        claims = {"office": "北区", "sign_key": b64u(point_of(self.root)), "iat": IAT}
        return sign_statement("kasane-root", claims, self.root, ROOT)

    def keeper(self, phone: Handset) -> Keeper:
        role = "vault" if phone.owner.role == "vault" else "recovery"
        staff = named(phone.owner.name)
        return Keeper(
            role, staff, phone.id, point_of(phone.kem), point_of(phone.signing), point_of(phone.upload),
            self.certificate(phone, organisation=""),
        )  # fmt: skip

    def certificate(self, phone: Handset, *, key: EllipticCurvePrivateKey | None = None, **changes: Any) -> str:
        owner = phone.owner
        claims = {
            "device": str(phone.id), "staff": str(named(owner.name)), "name": owner.name, "kana": owner.kana,
            "role": owner.role, "center": owner.center, "organisation": owner.organisation,
            "kem_key": b64u(point_of(phone.kem)), "sign_key": b64u(point_of(phone.signing)), "iat": IAT,
        } | changes  # fmt: skip
        return sign_statement("kasane-device", claims, key or self.root, ROOT)

    async def phone(self, owner: Person, *, label: str = "Pixel 8a", signed_in: bool = True) -> Handset:
        phone = Handset(owner, self.app, label=label)
        await phone.be_active(self.connection)
        if signed_in:
            assert (await phone.sign_in()).status_code == 200
            assert (await phone.step_up()).status_code == 200
        return phone

    async def code_from(self, coordinator: Handset, owner: Person) -> bytes:
        answer = await coordinator.http.post("/devices/v1/codes", json={"staff": str(owner.id)})
        assert answer.status_code == 200, answer.text
        return secret_of(answer.json()["link"])


def secret_of(link: str) -> bytes:
    from server.envelope.encoding import from_b64u

    return from_b64u(link.partition("#")[2].partition(".")[0], 32)
