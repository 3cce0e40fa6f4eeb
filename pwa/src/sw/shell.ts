/** Fills the cache of a new shell with as little of the line as it takes: what an older shell holds, then the rest in one piece. */

const PREFIX = 'kasane-shell-';
/** Hashed names: the same name always has the same content. What a worker may do is said beside it, and may be new. */
const SAME = /^\/assets\/(?!.*\.worker-)/;
/** more files than these come in one piece, which also holds those that are here already */
const FEW = 60;
const KINDS: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };

export interface Shell { version: string; assets: readonly string[] }
export interface Surroundings { caches: CacheStorage; fetch: typeof fetch }

export const cacheOf = (version: string) => PREFIX + version;
export const isShell = (cache: string) => cache.startsWith(PREFIX);
export const bundleOf = (version: string) => `/shell-${version}.json`;

/** Throws TypeError when a file cannot be had; what has been put by then is not asked for again at the next try. */
export async function fillShell({ version, assets }: Shell, { caches, fetch }: Surroundings): Promise<void> {
  const cache = await caches.open(cacheOf(version));
  const missing = new Set(assets);
  for (const name of [cacheOf(version), ...(await caches.keys())]) if (isShell(name)) await takeOver(await caches.open(name), cache, missing);
  if (missing.size > FEW) await unpack(await fetch(bundleOf(version), { cache: 'no-store', credentials: 'omit' }).catch(() => null), cache, missing);
  await cache.addAll([...missing].map((path) => new Request(path, { cache: 'reload', credentials: 'omit' })));
}

async function takeOver(older: Cache, cache: Cache, missing: Set<string>): Promise<void> {
  for (const { url } of await older.keys()) {
    const path = new URL(url).pathname;
    if (!missing.has(path) || !SAME.test(path)) continue;
    const kept = await older.match(path);
    if (!kept) continue;
    if (older !== cache) await cache.put(path, kept);
    missing.delete(path);
  }
}

/** An office that has no such piece, as one that is just being updated, is asked for each file instead. */
async function unpack(answer: Response | null, cache: Cache, missing: Set<string>): Promise<void> {
  const files = answer?.ok ? ((await answer.json().catch(() => null)) as Record<string, string> | null) : null;
  if (!answer || !files) return;
  // The rules that came with the piece hold for each file in it: a worker takes its content policy from them.
  const headers = new Headers(answer.headers);
  for (const name of ['content-length', 'content-encoding', 'etag']) headers.delete(name);
  const kept = Object.entries(files).filter(([path]) => missing.has(path)).map(([path, text]) => {
    headers.set('content-type', KINDS[path.split('.').at(-1)!] ?? 'application/octet-stream');
    missing.delete(path);
    return cache.put(path, new Response(text, { headers: new Headers(headers) }));
  });
  await Promise.all(kept);
}
