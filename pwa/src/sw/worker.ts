/// <reference lib="webworker" />
/** Service worker: serves the app's shell without a network, and uploads sealed records while locked. It holds no key that opens anything. */
import { UPLOAD_TAG } from '../sync/later';
import { uploadAllSealed } from '../sync/upload';
import { cacheOf, fillShell, isShell } from './shell';

declare const self: ServiceWorkerGlobalScope;

const CACHE = cacheOf(__KASANE_VERSION__);
const SHELL = new Set(__KASANE_ASSETS__);
/** Calls to the server carry a version segment; nothing below one is ever answered from or put into a cache. */
const CALL = /^\/[a-z]+\/v\d+(\/|$)/;

import.meta.glob('./push.ts', { eager: true });

self.addEventListener('install', (event) => {
  event.waitUntil(fillShell({ version: __KASANE_VERSION__, assets: __KASANE_ASSETS__ }, { caches, fetch: fetch.bind(self) }));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(dropOldShells().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin || CALL.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(fromShell('/', request));
  else if (SHELL.has(url.pathname)) event.respondWith(fromShell(url.pathname, request));
});

self.addEventListener('message', (event) => {
  const type = (event.data as { type?: unknown } | null)?.type;
  if (type === 'skip-waiting') event.waitUntil(self.skipWaiting());
  if (type === 'check-kill-switch') event.waitUntil(obeyKillSwitch());
});

// Chrome on Android calls this once a connection is back, even with the app closed and locked.
self.addEventListener('sync' as 'message', (event) => {
  if ((event as unknown as { tag: string }).tag === UPLOAD_TAG) event.waitUntil(uploadAllSealed());
});

async function dropOldShells(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => isShell(name) && name !== CACHE).map((name) => caches.delete(name)));
}

async function fromShell(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? fetch(request);
}

/** `/kill-switch.json` saying `{"kill": true}` takes this worker out of the way; records in IndexedDB stay untouched. */
async function obeyKillSwitch(): Promise<void> {
  const answer = await fetch('/kill-switch.json', { cache: 'no-store', credentials: 'omit', signal: AbortSignal.timeout(10_000) }).catch(() => null);
  if (!answer?.ok || !answer.headers.get('content-type')?.includes('json')) return;
  const order = (await answer.json().catch(() => null)) as { kill?: unknown } | null;
  if (order?.kill !== true) return;
  const names = await caches.keys();
  await Promise.all(names.filter(isShell).map((name) => caches.delete(name)));
  await self.registration.unregister();
}
