"""The vault and every phone have burned: a database and the recovery key from the safe are enough to read all of it."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from server.envelope import frame, sealing, wrapping
from tests.make import SATO, TANAKA
from tests.vault.conftest import Office

_WRAPS = """
select w.bucket, w.epoch, w.device, w.wrap from key_wrap w
join device d on d.id = w.device join staff s on s.id = d.staff where s.role = 'recovery'
"""


@pytest.mark.shows("I17")
async def test_the_recovery_key_alone_opens_every_household_under_every_key_it_ever_had(office: Office) -> None:
    sato, tanaka = await office.enrol(SATO), await office.enrol(TANAKA)
    homes = [sato.open_household({"name": name}) for name in ("花の木", "大宮")]
    await sato.push()
    await office.vault.round()
    await tanaka.pull()
    tanaka.begin_key(homes[0])
    await tanaka.sync()
    tanaka.record(homes[0], {"kind": "note.add", "text": "新しい鍵のもとで"})
    await tanaka.push()
    await office.vault.round()

    safe = load_pem_private_key((office.vault.keys.folder / "recovery.key").read_bytes(), password=None)
    assert isinstance(safe, ec.EllipticCurvePrivateKey)
    keys = {
        (row["bucket"], row["epoch"]): wrapping.unwrap(
            row["wrap"], safe, bucket=row["bucket"], epoch=row["epoch"], device=row["device"]
        )
        for row in await office.rows.fetch(_WRAPS)
    }
    assert keys.keys() >= {(homes[0], 1), (homes[0], 2), (homes[1], 1)}
    stored = [frame.parse(row["envelope"]) for row in await office.rows.fetch("select envelope from op")]
    opened = [json.loads(sealing.open_sealed(keys[one.bucket, one.epoch], one)) for one in stored]
    assert {one["text"] for one in opened if one["kind"] == "note.add"} == {"新しい鍵のもとで"}
    assert {one["fields"]["name"] for one in opened if one["kind"] == "household.open"} == {"花の木", "大宮"}
