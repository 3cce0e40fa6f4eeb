/** A browser that may clear the storage is known to be one, and what waits on such a phone waits a shorter while. */
import { afterEach, expect, test, vi } from 'vitest';
import { Backoff } from '../sync/backoff';
import { Keeping } from './keeping.svelte';

const browser = (storage: unknown) => vi.stubGlobal('navigator', { storage });
afterEach(() => vi.unstubAllGlobals());

test('on a phone whose browser may clear it, what is unsent is tried at least twice a minute; a promise lets it wait longer [EVICT-2]', async () => {
  let promised = false;
  browser({ persisted: () => Promise.resolve(promised), persist: () => Promise.resolve(promised) });
  const keeping = new Keeping();
  const backoff = new Backoff(() => 1, () => keeping.longestWait);
  for (let tries = 0; tries < 20; tries++) backoff.next();
  expect(backoff.next(), 'nobody has asked the browser yet').toBe(5 * 60_000);
  await keeping.look();
  expect([keeping.isAtRisk, keeping.refused]).toEqual([true, false]);
  expect(backoff.next()).toBe(30_000);
  await keeping.ask();
  expect(keeping.refused).toBe(true);
  promised = true;
  await keeping.ask();
  expect([keeping.isAtRisk, keeping.refused]).toEqual([false, false]);
  expect(backoff.next()).toBe(5 * 60_000);
});

test.each([['no word for it', undefined], ['an error', { persisted: () => Promise.reject(new Error()), persist: () => Promise.reject(new Error()) }]])(
  'a browser with %s has answered nothing: no risk is claimed', async (_, storage) => {
    browser(storage);
    const keeping = new Keeping();
    await keeping.look();
    await keeping.ask();
    expect([keeping.kept, keeping.refused]).toEqual([null, false]);
  },
);
