/** This phone's push subscription: asked for by a tap, compared with the server's key, repaired on every open. */

/** `asking`: permitted, but the office has not been told yet. */
export type PushStanding = 'on' | 'off' | 'asking' | 'denied' | 'unsupported' | 'needs_install' | 'failed';

/** The browser's parts, given so that tests need none. */
export interface PushBrowser {
  permission(): NotificationPermission | 'unsupported';
  ask(): Promise<NotificationPermission>;
  registration(): Promise<ServiceWorkerRegistration>;
  needsInstall(): boolean;
}

/** Calls of the open session. */
export interface PushServer {
  vapidKey(): Promise<string>;
  put(subscription: { endpoint: string; p256dh: string; auth: string }): Promise<void>;
  remove(): Promise<void>;
}

/** The push service has dropped this endpoint, though the browser still holds it. */
export class EndpointEnded extends Error {}

/** The office holds no subscription of this device. */
export class NotSubscribed extends Error {}

/** No network or no session: nothing is wrong, the next round asks again. */
export class NotNow extends Error {}

/** Call from the handler of a tap: browsers refuse the question otherwise, and people too. */
export async function subscribe(server: PushServer, browser: PushBrowser = ownBrowser): Promise<PushStanding> {
  const before = standingNow(browser);
  if (before !== 'off' && before !== 'on') return before;
  // Nothing may be awaited before the question: Safari forgets the tap.
  const permission = browser.permission() === 'granted' ? 'granted' : await browser.ask();
  if (permission !== 'granted') return permission === 'denied' ? 'denied' : 'off';
  return register(server, browser);
}

/** On every open and whenever the browser says that the subscription changed. Never asks for anything. */
export async function repair(server: PushServer, browser: PushBrowser = ownBrowser): Promise<PushStanding> {
  const standing = standingNow(browser);
  return standing === 'on' ? register(server, browser) : standing;
}

export async function unsubscribe(server: PushServer, browser: PushBrowser = ownBrowser): Promise<void> {
  // The server first: a subscription it still has would keep being sent to.
  await server.remove();
  const registration = await browser.registration();
  await (await registration.pushManager.getSubscription())?.unsubscribe();
}

export function standingNow(browser: PushBrowser = ownBrowser): PushStanding {
  if (browser.needsInstall()) return 'needs_install';
  const permission = browser.permission();
  if (permission === 'unsupported') return 'unsupported';
  if (permission === 'denied') return 'denied';
  return permission === 'granted' ? 'on' : 'off';
}

async function register(server: PushServer, browser: PushBrowser): Promise<PushStanding> {
  try {
    const key = fromBase64url(await server.vapidKey());
    const manager = (await browser.registration()).pushManager;
    const make = () => manager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const subscription = (await keptOrDropped(manager, key)) ?? (await make());
    try {
      await server.put(onTheWire(subscription));
    } catch (error) {
      if (!(error instanceof EndpointEnded)) throw error;
      await subscription.unsubscribe();
      await server.put(onTheWire(await make()));
    }
    return 'on';
  } catch (error) {
    return error instanceof NotNow ? 'asking' : 'failed';
  }
}

/** A subscription made for another server key receives nothing, and nobody tells. */
async function keptOrDropped(manager: PushManager, key: Uint8Array<ArrayBuffer>): Promise<PushSubscription | null> {
  const kept = await manager.getSubscription();
  if (!kept) return null;
  const made = kept.options.applicationServerKey;
  if (made && sameBytes(new Uint8Array(made), key)) return kept;
  await kept.unsubscribe();
  return null;
}

function onTheWire(subscription: PushSubscription): { endpoint: string; p256dh: string; auth: string } {
  return { endpoint: subscription.endpoint, p256dh: keyOf(subscription, 'p256dh'), auth: keyOf(subscription, 'auth') };
}

function keyOf(subscription: PushSubscription, name: PushEncryptionKeyName): string {
  const key = subscription.getKey(name);
  if (!key) throw new Error('subscription without keys');
  return btoa(String.fromCharCode(...new Uint8Array(key))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (character) => character.charCodeAt(0));
}

function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

export const ownBrowser: PushBrowser = {
  permission: () => ('Notification' in globalThis && 'PushManager' in globalThis ? Notification.permission : 'unsupported'),
  ask: () => Notification.requestPermission(),
  registration: () => navigator.serviceWorker.ready,
  // iPhones give push only to an app on the home screen; there PushManager is missing until then.
  needsInstall: () => /iPhone|iPad/.test(navigator.userAgent) && !matchMedia('(display-mode: standalone)').matches,
};
