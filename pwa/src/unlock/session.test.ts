import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenLedger } from '../ledger/open-ledger.svelte';
import { LOCKING_EVENT } from './locking';

type Session = (typeof import('./session.svelte'))['session'];

const MINUTE = 60_000;
let session: Session;
let screen: EventTarget & { hidden: boolean };
let steps: string[];

beforeEach(async () => {
  vi.useFakeTimers();
  screen = Object.assign(new EventTarget(), { hidden: false });
  const page = new EventTarget();
  vi.stubGlobal('document', screen);
  for (const name of ['addEventListener', 'removeEventListener', 'dispatchEvent'] as const) vi.stubGlobal(name, page[name].bind(page));
  vi.stubGlobal('BroadcastChannel', class { onmessage = null; postMessage(): void { steps.push('other tabs'); } });
  steps = [];
  vi.resetModules();
  ({ session } = await import('./session.svelte'));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function opens(office = false): OpenLedger {
  const ledger = {
    me: { staff: 'sato' }, sealDrafts: () => Promise.resolve(void steps.push('drafts')),
    lock: () => {
      steps.push('locked');
      session.dropped();
    },
  } as unknown as OpenLedger;
  session.begin(ledger, office);
  return ledger;
}

const hides = (hidden: boolean) => {
  screen.hidden = hidden;
  screen.dispatchEvent(new Event('visibilitychange'));
};

test.each([[false, 2], [true, 5]])('an untouched book closes by itself (at the office: %s) after %i minutes', async (office, minutes) => {
  opens(office);
  await vi.advanceTimersByTimeAsync(minutes * MINUTE - 2_000);
  expect(session.ledger).not.toBeNull();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(session.ledger).toBeNull();
  expect(steps).toEqual(['other tabs', 'locked']);
});

test('whoever goes on touching it keeps it open', async () => {
  opens();
  for (let n = 0; n < 10; n += 1) {
    await vi.advanceTimersByTimeAsync(MINUTE);
    dispatchEvent(new Event('pointerdown'));
  }
  expect(session.ledger).not.toBeNull();
});

test('a phone put into the pocket for more than half a minute is locked when it comes out, even if no timer ran [I15]', async () => {
  opens();
  hides(true);
  vi.setSystemTime(Date.now() + 31_000);
  hides(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(session.ledger).toBeNull();
});

test.each([['in the hand', false], ['in the pocket', true]])('a clock set back by a day holds no book open: %s [I15]', async (_, pocket) => {
  opens();
  if (pocket) hides(true);
  vi.setSystemTime(Date.now() - 24 * 60 * MINUTE);
  if (pocket) hides(false);
  await vi.advanceTimersByTimeAsync(1_500);
  expect(session.ledger).toBeNull();
});

test('a look at another app for ten seconds does not lock', async () => {
  opens();
  hides(true);
  vi.setSystemTime(Date.now() + 10_000);
  hides(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(session.ledger).not.toBeNull();
});

test('the last keystrokes are kept before the book closes, and a form that hangs holds it open for no more than a moment [DRAFT-2]', async () => {
  opens();
  addEventListener(LOCKING_EVENT, (event) => (event as CustomEvent<{ wait(work: Promise<unknown>): void }>).detail.wait(Promise.resolve().then(() => steps.push('keystrokes'))));
  await session.lock();
  expect(steps).toEqual(['keystrokes', 'other tabs', 'locked']);
  opens();
  addEventListener(LOCKING_EVENT, (event) => (event as CustomEvent<{ wait(work: Promise<unknown>): void }>).detail.wait(new Promise(() => undefined)));
  void session.lock();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(session.ledger).toBeNull();
});

test('a phone the office stopped seals its drafts before it closes', async () => {
  opens();
  await session.stopped();
  expect(steps).toEqual(['drafts', 'other tabs', 'locked']);
  expect(session.leaving).toBe('sato');
});
