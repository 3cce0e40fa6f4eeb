"""The smallest site that can be pushed to: one page, one service worker that shows and reports every push."""

import asyncio
import json
import time
from typing import Any

from aiohttp import web

from tests.pushservices.service import LocalService

PAGE = """<!doctype html><title>push</title><script>
const bytes = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
window.subscribe = async (key) => {
  await navigator.serviceWorker.register('/sw.js');
  const registration = await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({userVisibleOnly: true, applicationServerKey: bytes(key)});
  return JSON.stringify(made);
};
window.shown = async () => {
  const registration = await navigator.serviceWorker.ready;
  return JSON.stringify((await registration.getNotifications()).map((n) => ({tag: n.tag, title: n.title, body: n.body})));
};
</script>"""
WORKER = """
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
const tell = (what) => fetch('/told', {method: 'POST', body: JSON.stringify(what)});
self.addEventListener('push', (event) => {
  const text = event.data ? event.data.text() : '';
  let said = {};
  try { said = JSON.parse(text).notification; } catch { said = {title: 'unreadable', tag: 'unreadable'}; }
  const shown = self.registration.showNotification(said.title, {body: said.body, tag: said.tag, silent: said.silent});
  event.waitUntil(shown.then(() => tell({kind: 'push', text})));
});
self.addEventListener('pushsubscriptionchange', (event) => event.waitUntil(tell({kind: 'changed'})));
"""


class PushPage(LocalService):
    """`told` is what the service worker reported: {kind, text, at}."""

    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.told: list[dict[str, Any]] = []
        self.web.router.add_get("/", _page)
        self.web.router.add_get("/sw.js", _worker)
        self.web.router.add_post("/told", self._told)

    async def pushes(self, count: int, seconds: float = 10) -> list[dict[str, Any]]:
        """The payloads received so far, waiting until there are `count`."""
        until = time.monotonic() + seconds
        while True:
            found = [one for one in self.told if one["kind"] == "push"]
            if len(found) >= count or time.monotonic() > until:
                return found
            await asyncio.sleep(0.01)

    async def _told(self, request: web.Request) -> web.Response:
        self.told.append({**json.loads(await request.text()), "at": time.time()})
        return web.Response(status=204)


async def _page(request: web.Request) -> web.Response:
    return web.Response(text=PAGE, content_type="text/html")


async def _worker(request: web.Request) -> web.Response:
    return web.Response(text=WORKER, content_type="text/javascript", headers={"Cache-Control": "no-store"})
