import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { PushChannel } from './channel.svelte';
import type { Channel, PushOffice } from './server';
import { NotNow, NotSubscribed, type PushBrowser } from './subscribe';

const OWN = 'own-device';

function office(changes: Partial<PushOffice> = {}): PushOffice {
  return { vapidKey: async () => 'BAEC', put: async () => undefined, remove: async () => undefined, test: async () => undefined, health: async () => [], ...changes };
}

function browser(held: NotificationPermission): PushBrowser {
  const kept = { endpoint: 'https://push', options: { applicationServerKey: new Uint8Array([4, 1, 2]).buffer }, getKey: () => new Uint8Array([1]).buffer };
  const registration = { pushManager: { getSubscription: async () => kept } } as unknown as ServiceWorkerRegistration;
  return { permission: () => held, ask: async () => held, registration: async () => registration, needsInstall: () => false };
}

const health = (last_receipt_at: string | null): Channel[] => [{ device: OWN, state: 'active', last_ok_at: null, last_receipt_at }];

describe('what this device says about its notifications', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is never "they arrive" because of a permission alone', async () => {
    const channel = new PushChannel(OWN, office({ put: () => Promise.reject(new NotNow()) }), browser('granted'));
    expect(channel.standing).toBe('asking');
    await channel.repair();
    expect(channel.standing).toBe('asking');
  });

  it('is "they arrive" once the office was told', async () => {
    const channel = new PushChannel(OWN, office({ health: async () => health('2026-11-24T01:00:00Z') }), browser('granted'));
    await channel.repair();
    expect([channel.standing, channel.arrived_at]).toEqual(['on', '2026-11-24T01:00:00Z']);
  });

  it('asks nobody when notifications are forbidden', async () => {
    const channel = new PushChannel(OWN, office({ put: () => Promise.reject(new Error('not asked')) }), browser('denied'));
    await channel.repair();
    expect(channel.standing).toBe('denied');
  });

  it('believes in a test only when the service worker has answered', async () => {
    let at = 'before';
    const channel = new PushChannel(OWN, office({ health: async () => health(at) }), browser('granted'));
    const silent = channel.test();
    await vi.advanceTimersByTimeAsync(30_000);
    await silent;
    expect(channel.tested).toBe('silent');
    const heard = channel.test();
    await vi.advanceTimersByTimeAsync(1_000);
    at = 'after';
    await vi.advanceTimersByTimeAsync(1_000);
    await heard;
    expect(channel.tested).toBe('arrived');
  });

  it('is given to the office anew when a test finds that it was lost there', async () => {
    let kept = false;
    let at = 'before';
    const channel = new PushChannel(OWN, office({
      put: async () => void (kept = true),
      test: async () => {
        if (!kept) throw new NotSubscribed();
        at = 'after';
      },
      health: async () => health(kept ? at : 'before'),
    }), browser('granted'));
    const tested = channel.test();
    await vi.advanceTimersByTimeAsync(2_000);
    await tested;
    expect([kept, channel.tested]).toEqual([true, 'arrived']);
  });

  it('says so when the test could not even be asked for', async () => {
    const channel = new PushChannel(OWN, office({ test: () => Promise.reject(new NotNow()) }), browser('granted'));
    await channel.test();
    expect(channel.tested).toBe('failed');
  });
});
