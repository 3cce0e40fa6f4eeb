import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LOCKING_EVENT } from '../unlock/locking';

type Updates = (typeof import('./updates.svelte'))['updates'];

class Worker extends EventTarget {
  said: unknown[] = [];
  postMessage(message: unknown): void {
    this.said.push(message);
  }
}

class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  active = new Worker();
  update = vi.fn(() => Promise.resolve());
}

let registration: Registration;
let workers: EventTarget & { controller: Worker | null; register: ReturnType<typeof vi.fn> };
let steps: string[];
let updates: Updates;

beforeEach(async () => {
  registration = new Registration();
  workers = Object.assign(new EventTarget(), { controller: new Worker() as Worker | null, register: vi.fn(() => Promise.resolve(registration)) });
  steps = [];
  const page = new EventTarget();
  vi.stubEnv('DEV', false);
  vi.stubGlobal('navigator', { onLine: true, serviceWorker: workers });
  vi.stubGlobal('location', { href: 'https://kasane.example.jp/', origin: 'https://kasane.example.jp', reload: () => steps.push('reload') });
  for (const name of ['addEventListener', 'dispatchEvent'] as const) vi.stubGlobal(name, page[name].bind(page));
  vi.stubGlobal('trustedTypes', undefined);
  vi.useFakeTimers();
  vi.resetModules();
  ({ updates } = await import('./updates.svelte'));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

function newVersionArrives(): Worker {
  const fresh = new Worker();
  registration.installing = fresh;
  registration.dispatchEvent(new Event('updatefound'));
  Object.assign(registration, { installing: null, waiting: fresh });
  fresh.dispatchEvent(new Event('statechange'));
  return fresh;
}

const settle = () => vi.advanceTimersByTimeAsync(10);

test('a newer version waits until the person says so [F-17]', async () => {
  await updates.start();
  const fresh = newVersionArrives();
  expect(updates.waiting).toBe(true);
  await vi.advanceTimersByTimeAsync(3 * 60 * 60 * 1000);
  expect([fresh.said, steps]).toEqual([[], []]);
  expect(updates.applying).toBe(false);
  updates.apply();
  updates.apply();
  expect(updates.applying).toBe(true);
  expect(fresh.said).toEqual([{ type: 'skip-waiting' }]);
  await vi.advanceTimersByTimeAsync(10_000); // it could not be woken: asked once more
  expect(fresh.said).toHaveLength(2);
});

test('what is being typed is kept before the page becomes the new one, once [DRAFT-6 SW-5]', async () => {
  await updates.start();
  newVersionArrives();
  let keep: () => void = () => undefined;
  addEventListener(LOCKING_EVENT, (event) => (event as CustomEvent<{ wait(work: Promise<unknown>): void }>).detail.wait(new Promise<void>((done) => void (keep = done)).then(() => steps.push('draft'))));
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(steps).toEqual([]);
  keep();
  await settle();
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(steps).toEqual(['draft', 'reload']);
});

test('the very first installation neither asks nor reloads', async () => {
  workers.controller = null;
  await updates.start();
  newVersionArrives();
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect([updates.waiting, steps]).toEqual([false, []]);
});

test('it asks for a newer version every hour, and for nothing without a network', async () => {
  await updates.start();
  await vi.advanceTimersByTimeAsync(2 * 60 * 60 * 1000);
  expect(registration.update).toHaveBeenCalledTimes(3);
  expect(registration.active.said).toEqual(Array(3).fill({ type: 'check-kill-switch' }));
  Object.assign(navigator, { onLine: false });
  await vi.advanceTimersByTimeAsync(60 * 60 * 1000);
  expect(registration.update).toHaveBeenCalledTimes(3);
});

test('a browser that refuses workers still opens the app', async () => {
  workers.register.mockRejectedValueOnce(new Error('private window'));
  await updates.start();
  updates.apply();
  expect(updates.waiting).toBe(false);
});

test('a page older than its first worker stays when that takes over, and makes way for the one after', async () => {
  workers.controller = null;
  await updates.start();
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(steps).toEqual([]);
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(steps).toEqual(['reload']);
});

test('a first worker so quick that it takes over before the page has heard of it is not taken for the second', async () => {
  workers.controller = null;
  workers.register = vi.fn(() => {
    workers.dispatchEvent(new Event('controllerchange'));
    return Promise.resolve(registration);
  });
  await updates.start();
  await settle();
  expect(steps).toEqual([]);
  workers.dispatchEvent(new Event('controllerchange'));
  await settle();
  expect(steps).toEqual(['reload']);
});
