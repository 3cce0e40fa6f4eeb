/** Calls of the device screen and what their refusals say. */
import type { Uuid } from '../casework/records';
import { checkCode, parseLink, transcriptBy } from '../enrol/link';
import { CannotOpen, fromB64u } from '../envelope/bytes';
import type { Ledger } from '../ledger/ledger';
import type { PushServer } from '../push/subscribe';
import { overHttp, Trouble } from '../sync/transport';
import { deviceText as t } from '../text/devices';
import type { DeviceRow } from './waiters.svelte';

export type EndReason = 'lost' | 'retired' | 'left';
export type Channel = { device: Uuid; state: string; last_ok_at: string | null; last_receipt_at: string | null };

/** The six digits as this device reckons them from the very keys it would sign for; null when they cannot be reckoned. */
export async function digitsOf({ id, code_id, kem_key, sign_key, upload_key }: DeviceRow): Promise<string | null> {
  try {
    const keys = { kem: fromB64u(kem_key, 65), sign: fromB64u(sign_key, 65), upload: fromB64u(upload_key, 65) };
    return await checkCode(transcriptBy(fromB64u(code_id, 16), id, keys));
  } catch (error) {
    if (error instanceof CannotOpen) return null;
    throw error;
  }
}

/** The server shows other digits than the keys give: it shows other keys than the new device has, or the device of somebody else. */
export async function showsOtherDigits(device: DeviceRow): Promise<boolean> {
  return (await digitsOf(device)) !== device.check_code;
}

/** Signs for exactly what is on the screen and for the digits that were typed: the vault certifies upon this, not upon the server's word. */
export async function approve(ledger: Ledger, device: DeviceRow, check_code: string): Promise<void> {
  if (await showsOtherDigits(device)) throw new Trouble('refused', { problem: 'other_digits' });
  if ((await digitsOf(device)) !== check_code) throw new Trouble('refused', { problem: 'check_code_wrong' });
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

/** The server wants the factor shown anew for this act, in the last five minutes. */
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
