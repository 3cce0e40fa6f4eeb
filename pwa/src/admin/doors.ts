/** Calls of the device screen and what their refusals say. */
import type { Uuid } from '../casework/records';
import { parseLink } from '../enrol/link';
import type { Ledger } from '../ledger/ledger';
import type { PushServer } from '../push/subscribe';
import { overHttp, Trouble } from '../sync/transport';
import { deviceText as t } from '../text/devices';
import type { DeviceRow } from './waiters.svelte';

export type EndReason = 'lost' | 'retired' | 'left';
export type Channel = { device: Uuid; state: string; last_ok_at: string | null; last_receipt_at: string | null };

/** Signs for exactly what is on the screen and for the digits that were typed: the vault certifies upon this, not upon the server's word. */
export async function approve(ledger: Ledger, device: DeviceRow, check_code: string): Promise<void> {
  const approval = await ledger.approve({ ...device, device: device.id, name: device.staff_name, check_code });
  await overHttp(`/devices/v1/${device.id}/approve`, { body: { check_code, approval } });
}
/** The new device will believe whatever root its link names: nothing is shown that names another than this device's own. */
export async function newLink(ledger: Ledger, staff: Uuid): Promise<{ link: string; expires_at: string }> {
  const made = await overHttp<{ link: string; expires_at: string }>('/devices/v1/codes', { body: { staff } });
  if (parseLink(new URL(made.link).hash)?.root_print !== ledger.root_print) throw new Trouble('refused', { problem: 'other_root' });
  return made;
}
export const end = (device: Uuid, reason: EndReason) => overHttp<{ state: string }>(`/devices/v1/${device}/revoke`, { body: { reason } });
export const testPush = () => overHttp<unknown>('/push/v1/test', { method: 'POST' });
export const channels = async () => (await overHttp<{ subscriptions: Channel[] }>('/push/v1/health')).subscriptions;

export const pushServer: PushServer = {
  vapidKey: async () => (await overHttp<{ vapid_key: string }>('/sync/v1/config')).vapid_key,
  put: async (subscription) => void (await overHttp('/push/v1/subscription', { method: 'PUT', body: subscription })),
  remove: async () => void (await overHttp('/push/v1/subscription', { method: 'DELETE' })),
};

/** The server wants a session younger than five minutes for this act. */
export function needsStepUp(error: unknown): boolean {
  return error instanceof Trouble && (error.detail.problem === 'step_up_needed' || error.code === 'session');
}

export function wordsOf(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  if (error.code === 'offline' || error.code === 'portal') return t.offlineAct;
  return t.problems[error.detail.problem ?? ''] ?? t.problem;
}

/** Digits as people type them, full width and spaced. */
export function sixDigits(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/\D/g, '');
  return digits.length === 6 ? digits : null;
}
