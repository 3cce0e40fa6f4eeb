"""Two web processes on one database, and kill -9 of any of the three at random moments: what was acknowledged is there once."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from server.access.identify import COOKIE
from server.access.sessions import token_hash
from server.clock import SystemClock
from server.embedded import EmbeddedPostgres
from server.envelope import frame
from server.sync.wire import from_text, to_text
from tests.faults.office import LONGEST, Office, durable_cluster, furnished
from tests.figures import count, seeded
from tests.make import SATO, TANAKA, named
from tests.sync.blind import BlindPhone, equip

pytestmark = pytest.mark.slow
HOME, PHONES, RECORDS, KILLS = "世帯A", 6, 30, 7
WEBS = ("web 1", "web 2")


@dataclass
class Wired:
    """A phone that speaks to whichever web process comes next, as behind a balancer, and repeats what was not answered."""

    phone: BlindPhone
    office: Office
    http: httpx.AsyncClient
    cookie: str
    turn: int = 0
    has: list[str] = field(default_factory=list)
    cursor: str | None = None
    troubles: int = 0

    async def ask(self, asked: dict[str, Any]) -> dict[str, Any]:
        async with asyncio.timeout(LONGEST):
            while True:
                self.turn += 1
                port = self.office.ports[WEBS[self.turn % 2]]
                headers = {"Cookie": self.cookie, "Origin": self.office.origin}
                with contextlib.suppress(httpx.HTTPError):
                    answer = await self.http.post(f"http://localhost:{port}/sync/v1/sync", json=asked, headers=headers)
                    if answer.status_code == 200:
                        return answer.json()
                    assert answer.status_code in (429, 503), answer.text
                self.troubles += 1
                await asyncio.sleep(random.random() * 0.3)

    async def works(self) -> None:
        """Record after record, each acknowledged before the next is written."""
        for _ in range(RECORDS):
            raw = self.phone.seal(named(HOME))
            told = await self.ask({"push": self._pushing(raw), "pull": self._pulling()})
            assert told["push"]["ack"] == self.phone.dseq
            assert told["push"]["results"][0]["s"] in ("applied", "duplicate")
            self._take(told["pull"])
            await asyncio.sleep(random.random() * 0.1)

    async def reads_to_the_end(self) -> None:
        more = True
        while more:
            more = self._take((await self.ask({"pull": self._pulling()}))["pull"])

    def _pushing(self, raw: bytes, **more: Any) -> dict[str, Any]:
        return {"device": str(self.phone.id), "gen": None, "nonce": "n", "ops": [{"e": to_text(raw)}], **more}

    def _pulling(self) -> dict[str, Any]:
        return {"device": str(self.phone.id), "cursor": self.cursor, "limit": 50}

    def _take(self, pull: dict[str, Any]) -> bool:
        self.has += [str(frame.parse(from_text(op["e"]) or b"").op_id) for op in pull["ops"]]
        self.cursor = pull["cursor"]
        return pull["more"]

    async def opens_the_household(self) -> None:
        new = {"id": str(named(HOME)), "kind": "household", "center": "26101", "epoch": 1, "key_check": to_text(b"c" * 16), "wraps": []}
        await self.ask({"push": self._pushing(self.phone.seal(named(HOME)), buckets=[new])})


@pytest.fixture
def durable() -> Iterator[EmbeddedPostgres]:
    with durable_cluster() as cluster:
        yield cluster


@pytest.fixture
async def office(durable: EmbeddedPostgres, tmp_path: Path) -> AsyncIterator[Office]:
    made = await furnished(tmp_path, durable, WEBS)
    try:
        await made.opens()
        yield made
    finally:
        made.shuts()


@contextlib.asynccontextmanager
async def wired(office: Office) -> AsyncIterator[list[Wired]]:
    clock = SystemClock()
    phones = [BlindPhone((SATO, TANAKA)[n % 2], clock, label=f"{n}") for n in range(PHONES)]
    owner = await asyncpg.connect(office.cluster.url)
    await equip(owner, *phones)
    for phone in phones:
        await owner.execute(
            "insert into session (token_hash, device, opened_at, last_used_at, ends_at)"
            " values ($1, $2, now(), now(), now() + interval '1 hour')", token_hash(phone.label), phone.id,
        )  # fmt: skip
    await owner.close()
    async with httpx.AsyncClient(timeout=10) as http:
        yield [Wired(phone, office, http, f"{COOKIE}={phone.label}") for phone in phones]


@pytest.mark.shows("F-01", "F-12", "FIRST-3", "I1", "I2", "I3", "I5", "I6")
async def test_whoever_dies_at_whatever_moment_every_record_is_there_once_and_read_by_all(office: Office) -> None:
    seed = random.randrange(10**6)
    seeded("deaths at random", seed)
    chance = random.Random(seed)
    victims = ["database", *WEBS, *(chance.choice(("database", *WEBS)) for _ in range(KILLS - 3))]
    chance.shuffle(victims)
    async with wired(office) as phones:
        await phones[0].opens_the_household()
        working = [asyncio.create_task(one.works()) for one in phones]
        for victim in victims:
            await asyncio.sleep(chance.random())
            await office.falls_and_rises(victim)
        await asyncio.gather(*working)
        for one in phones:
            await one.reads_to_the_end()
    await _all_there_once(office, phones)
    assert sum(one.troubles for one in phones) > 0, "nobody noticed any of it: the deaths came too late"
    print(f"slowest rise {max(office.restarts):.1f} s; asked again {sum(one.troubles for one in phones)} times")


async def _all_there_once(office: Office, phones: list[Wired]) -> None:
    written = {str(frame.parse(raw).op_id) for one in phones for raw in one.phone.made}
    owner = await asyncpg.connect(office.cluster.url)
    rows = await owner.fetch("select op_id::text, device, dseq, envelope from op order by seq")
    aside = await owner.fetchval("select (select count(*) from held_op) + (select count(*) from dead_letter)")
    await owner.close()
    stored = [row["op_id"] for row in rows]
    differ = [one.phone.label for one in phones if sorted(one.has) != sorted(written)]
    count("records", "acknowledged", len(written))
    count("records", "lost", len(written - set(stored)))
    count("records", "there twice", len(stored) - len(set(stored)))
    count("records", "devices that differ", len(differ))
    assert sorted(stored) == sorted(written)
    assert aside == 0
    for one in phones:
        mine = [(row["dseq"], row["envelope"]) for row in rows if row["device"] == one.phone.id]
        assert mine == list(enumerate(one.phone.made, 1)), "in the order they were written, to the byte"
    assert differ == [], "each record once on every device, whichever process answered"


@pytest.mark.shows("IDEM-1", "I2", "I5")
async def test_one_push_at_both_processes_at_once_is_one_row_and_the_bell_rings_in_the_other(office: Office) -> None:
    async with wired(office) as phones, httpx.AsyncClient(timeout=20) as http:
        sato, tanaka = phones[:2]
        await sato.opens_the_household()
        headers = {"Cookie": tanaka.cookie, "Origin": office.origin}
        async with http.stream("GET", f"http://localhost:{office.ports[WEBS[1]]}/sync/v1/poke", headers=headers) as bell:
            lines = bell.aiter_lines()
            await anext(lines)
            raw = sato.phone.seal(named(HOME))
            asked = {"push": sato._pushing(raw)}
            hers = {"Cookie": sato.cookie, "Origin": office.origin}
            urls = [f"http://localhost:{port}/sync/v1/sync" for port in office.ports.values()]
            answers = await asyncio.gather(*(sato.http.post(url, json=asked, headers=hers) for url in urls * 5))
            rang = False
            async with asyncio.timeout(10):
                async for said in lines:
                    if said.startswith("data:"):
                        rang = True
                        break
        told = [answer.json()["push"]["results"][0] for answer in answers]
        assert rang
        assert sorted(one["s"] for one in told) == ["applied"] + ["duplicate"] * 9
        assert len({one["seq"] for one in told}) == 1, "one receipt, whichever process gave it"
        await tanaka.reads_to_the_end()
        assert len(tanaka.has) == len(set(tanaka.has)) == 2
