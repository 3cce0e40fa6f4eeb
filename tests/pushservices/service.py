"""A local HTTP service on a free port of 127.0.0.1, started and stopped inside a test."""

from types import TracebackType
from typing import Self

from aiohttp import web


class LocalService:
    """Subclasses add their routes to `self.web` before it starts."""

    def __init__(self, port: int = 0) -> None:
        self.web = web.Application(client_max_size=1 << 20)
        self.port = port
        self._runner: web.AppRunner | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self.web, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
