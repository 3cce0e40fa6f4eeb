/// <reference lib="webworker" />
/** Push in the service worker: always shows something, always says that it arrived. Holds no key and reads no record. */
import { notificationOptions, pathOf, readPush, receiptOf } from './push-message';

declare const self: ServiceWorkerGlobalScope;

type ReceiptKind = 'received' | 'shown' | 'opened';

export async function handlePush(event: PushEvent): Promise<void> {
  const message = readPush(textOf(event), self.location.origin, (event as PushEvent & { notification?: unknown }).notification);
  // The receipt does not wait: Firefox keeps showNotification pending while three notifications already stand.
  const received = sendReceipt(message.receipt, 'received');
  const shown = self.registration
    .showNotification(message.title, notificationOptions(message))
    .then(() => sendReceipt(message.receipt, 'shown'));
  await Promise.allSettled([received, shown]);
}

export async function handleClick(event: NotificationEvent): Promise<void> {
  event.notification.close();
  const path = pathOf(event.notification.data);
  await Promise.allSettled([sendReceipt(receiptOf(event.notification.data), 'opened'), show(path)]);
}

/** The browser dropped or renewed the subscription. A locked phone has no session, so an open page repairs it; else the next start does. */
export async function handleSubscriptionChange(): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage({ type: 'push-subscription-changed' });
}

async function show(path: string): Promise<void> {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const page = pages.find((one) => one.visibilityState === 'visible') ?? pages[0];
  if (page) {
    // The page routes itself: a navigation would throw away what is being typed.
    page.postMessage({ type: 'open-path', path });
    if (await page.focus().catch(() => null)) return;
  }
  await self.clients.openWindow(path);
}

async function sendReceipt(token: string | null, kind: ReceiptKind): Promise<void> {
  if (token === null) return;
  await fetch('/alerts/v1/receipts', {
    method: 'POST',
    credentials: 'omit',
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ token, kind }),
  }).catch(() => undefined);
}

function textOf(event: PushEvent): string | null {
  try {
    return event.data?.text() ?? null;
  } catch {
    return null;
  }
}

self.addEventListener('push', (event) => event.waitUntil(handlePush(event)));
self.addEventListener('notificationclick', (event) => event.waitUntil(handleClick(event)));
self.addEventListener('pushsubscriptionchange' as 'message', (event) => event.waitUntil(handleSubscriptionChange()));
