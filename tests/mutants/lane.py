"""A copy of the tree with a PostgreSQL of its own, in which one fault after the other is sown and pulled out again."""

import asyncio
import json
import os
import re
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import asyncpg

from server.embedded import EmbeddedPostgres
from tests.house.tree import ROOT, files
from tests.mutants.mutant import Mutant

LONGEST = 300  # seconds for one fault, and for all narrow tests on the sound tree, on a very busy machine
_LENT = (".venv", "pwa/node_modules")
_COUNT = re.compile(r"\b(\d+) (passed|failed|skipped)\b")


@dataclass(frozen=True)
class Outcome:
    code: int
    passed: int
    failed: int
    skipped: int
    said: str

    @property
    def is_red(self) -> bool:
        """A test failed; one that could not even start has noticed nothing."""
        return self.code == 1 and self.failed > 0

    @property
    def is_green(self) -> bool:
        return self.code == 0 and self.passed > 0 and self.failed == self.skipped == 0


class Lane:
    """`sow` a fault and hear what the tests say of it."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"kasane-mutants-{os.getpid()}-"))
        self.home.chmod(0o755)  # PostgreSQL's own account walks through it
        self.tree = self.home / "tree"
        self._database = EmbeddedPostgres(self.home / "postgres", durable=False)
        self._nursery: asyncio.subprocess.Process | None = None
        self._made = 0
        self._second = int(time.time())

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._copy)
        await asyncio.to_thread(self._database.start)
        self._urls = await self._fresh_database()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._nursery is not None and self._nursery.stdin is not None:
            self._nursery.stdin.close()
            await self._nursery.wait()
        await asyncio.to_thread(self._database.stop)
        shutil.rmtree(self.home, ignore_errors=True)

    def _copy(self) -> None:
        for path in files():
            target = self.tree / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, target)
        for lent in _LENT:
            (self.tree / lent).symlink_to((ROOT / lent).resolve())

    async def _fresh_database(self) -> tuple[str, str]:
        """Addresses of a never migrated database, for its owner and for the walled role."""
        self._made += 1
        name = f"kasane_test_{self._made}"
        connection = await asyncpg.connect(self._database.admin_url("postgres"))
        await connection.execute(f"create database {name} owner kasane")
        await connection.close()
        owner, web = (urlsplit(url)._replace(path=f"/{name}").geturl() for url in self._both())
        return owner, web

    def _both(self) -> tuple[str, str]:
        return self._database.url, self._database.web_url

    async def sow(self, mutant: Mutant) -> Outcome:
        """What the narrow tests say while the fault is in the tree."""
        path = self.tree / mutant.file
        sound = path.read_text(encoding="utf-8")
        self._write(path, mutant.on(self.tree))
        try:
            urls = await self._fresh_database() if mutant.is_of_the_schema else self._urls
            return await self.run(mutant.tests, urls, to_the_first=True)
        finally:
            self._write(path, sound)

    def _write(self, path: Path, text: str) -> None:
        """Each with a second of its own: Python tells a changed file by whole seconds."""
        path.write_text(text, encoding="utf-8")
        self._second += 1
        os.utime(path, (self._second, self._second))

    async def run(
        self, tests: tuple[str, ...], urls: tuple[str, str] | None = None, *, to_the_first: bool = False
    ) -> Outcome:
        """`tests` are all of one language."""
        if tests[0].startswith("pwa/"):
            return await self._vitest(tests, to_the_first)
        return await self._pytest(tests, urls or self._urls, to_the_first)

    async def _pytest(self, tests: tuple[str, ...], urls: tuple[str, str], to_the_first: bool) -> Outcome:
        env = {"KASANE_TEST_DATABASE_URL": urls[0], "KASANE_TEST_WEB_DATABASE_URL": urls[1]}
        words = ["-q", "--tb=short", *(["-x"] if to_the_first else []), *tests]
        code, said = await self._in_a_fork(words, env)
        counts = {what: int(many) for many, what in _COUNT.findall(said)}
        return Outcome(code, counts.get("passed", 0), counts.get("failed", 0), counts.get("skipped", 0), said)

    async def _in_a_fork(self, words: list[str], env: dict[str, str]) -> tuple[int, str]:
        if self._nursery is None:
            self._nursery = await asyncio.create_subprocess_exec(
                str(self.tree / ".venv/bin/python"), "tests/mutants/nursery.py", cwd=self.tree,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
        out = self.home / "pytest.txt"
        asked = {"words": words, "env": env, "out": str(out), "seconds": LONGEST}
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps(asked).encode() + b"\n")
        code = int(await self._nursery.stdout.readline())
        said = out.read_text(encoding="utf-8", errors="replace")
        return code, said if code >= 0 else f"no answer within {LONGEST} s\n{said}"

    async def _vitest(self, tests: tuple[str, ...], to_the_first: bool) -> Outcome:
        env = os.environ | {"PATH": f"{self.tree / '.venv/bin'}:{os.environ['PATH']}"}
        parts = [test.partition("::") for test in tests]
        wanted = [re.escape(part) for _, _, part in parts if part]
        named = ["-t", "|".join(wanted)] if len(wanted) == len(parts) else []
        out = self.home / "vitest.json"
        out.unlink(missing_ok=True)
        asked = sorted({path.removeprefix("pwa/") for path, _, _ in parts})
        how = ["--reporter=json", f"--outputFile={out}", *(["--bail=1"] if to_the_first else []), *named]
        code, said = await _said(["npx", "vitest", "run", *how, *asked], self.tree / "pwa", env)
        told = json.loads(out.read_text(encoding="utf-8")) if out.exists() else {}
        broken = [f"{one['message']} {_red_of(one)}" for one in told.get("testResults", []) if one["status"] == "failed"]
        passed, failed = told.get("numPassedTests", 0), told.get("numFailedTests", 0)
        return Outcome(code, passed, failed, 0, "\n".join([said, *broken]))


def _red_of(told: dict[str, Any]) -> list[str]:
    return [one["fullName"] + " " + " ".join(one["failureMessages"])[:400] for one in told["assertionResults"] if one["status"] == "failed"]


async def _said(words: list[str], where: Path, env: dict[str, str]) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        *words, cwd=where, env=env, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        async with asyncio.timeout(LONGEST):
            said, _ = await process.communicate()
    except TimeoutError:
        os.killpg(process.pid, 9)
        await process.wait()
        return -1, f"no answer within {LONGEST} s"
    return process.returncode or 0, said.decode(errors="replace")
