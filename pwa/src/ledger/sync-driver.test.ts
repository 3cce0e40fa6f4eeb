import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Store } from '../store/store';
import type { Engine } from '../sync/engine';
import { SyncDriver } from './sync-driver.svelte';
import { stubBrowser } from './testing/books';

/** The office's bell, as the browser holds it. */
class Bell {
  static readonly CLOSED = 2;
  static all: Bell[] = [];
  readyState = 0;
  readonly #heard = new Map<string, () => void>();

  constructor() { Bell.all.push(this); }
  addEventListener(kind: string, on: () => void): void { this.#heard.set(kind, on); }
  close(): void { this.readyState = Bell.CLOSED; }
  tells(kind: 'open' | 'poke' | 'error', state: number): void {
    this.readyState = state;
    this.#heard.get(kind)?.();
  }
}

const round = vi.fn(() => Promise.resolve(null));
let driver: SyncDriver;

beforeEach(async () => {
  stubBrowser();
  Bell.all = [];
  vi.stubGlobal('EventSource', Bell);
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
  round.mockClear();
  driver = new SyncDriver({ engine: { round } as unknown as Engine, store: new Store(crypto.randomUUID()), finished: () => Promise.resolve(), stopped: () => undefined });
  await driver.start();
  await vi.waitUntil(() => Bell.all.length === 1 && !driver.status.running);
});

afterEach(() => {
  driver.stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

test('what nobody rang for while Tanaka’s line was down is asked for as soon as it is up again', async () => {
  const [bell] = Bell.all;
  bell!.tells('open', 1);
  expect(round).toHaveBeenCalledTimes(1);
  bell!.tells('error', 0);
  bell!.tells('open', 1);
  await vi.waitUntil(() => round.mock.calls.length === 2);
  expect(Bell.all).toHaveLength(1);
});

test('an office that starts anew and refuses the line is asked again within a second, then ever less often', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const waits: number[] = [];
  for (let n = 0; n < 3; n += 1) {
    const before = round.mock.calls.length;
    Bell.all.at(-1)!.tells('error', Bell.CLOSED);
    for (let ms = 0; round.mock.calls.length === before; ms += 100) {
      await vi.advanceTimersByTimeAsync(100);
      waits[n] = ms + 100;
    }
    await vi.waitUntil(() => Bell.all.length === n + 2);
  }
  expect(waits).toEqual([500, 1000, 2000]);
});

test('a closed book asks nobody again', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  Bell.all[0]!.tells('error', Bell.CLOSED);
  driver.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(round).toHaveBeenCalledTimes(1);
});
