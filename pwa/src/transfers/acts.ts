/** The calls of a hand-over, and what their refusals say. */
import type { Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { overHttp, Trouble } from '../sync/transport';
import { transferText as t } from '../text/transfers';
import { staysWithin, type TransferRow } from './transfer';

/** What may leave the sealed book as a file. */
export type ExportKind = 'transfer_list' | 'watch_list' | 'report' | 'month_figures' | 'case_forms';
export interface Center { id: string; name: string }
export interface ListedPerson { id: Uuid; name: string; kana: string; role: string; center: string | null; active: boolean; leaves_on: string | null }
export interface Asked { id: Uuid; bucket: Uuid; to_center: string; to_staff: Uuid | null }

const ROUTE = '/transfers/v1/transfers';

export const centers = async () => (await overHttp<{ centers: Center[] }>('/staff/v1/centers')).centers;
export const people = async () => (await overHttp<{ staff: ListedPerson[] }>('/staff/v1/staff')).staff;

/** The office writes down who takes how many households out of the sealed book, before the file is made. Answers the number of the entry. */
export const noteExport = async (what: ExportKind, count: number) => (await overHttp<{ n: number }>('/audit/v1/exports', { body: { what, count } })).n;

/** Asking again with the same id changes nothing, so an answer that was lost on the way costs nothing. */
export async function ask(ledger: Ledger, { id, bucket, to_center, to_staff }: Asked): Promise<void> {
  const from_center = ledger.me.center;
  const word = to_center === from_center ? null : await ledger.signMove({ transfer: id, bucket, from_center, to_center }, 'ask');
  await overHttp(ROUTE, { body: { id, bucket, to_center, to_staff, word } });
}

/** `lead` is named only by a center that takes a household on from another one. */
export async function accept(ledger: Ledger, row: TransferRow, lead: Uuid | null): Promise<void> {
  const { id, bucket, from_center, to_center } = row;
  const word = staysWithin(row) ? null : await ledger.signMove({ transfer: id, bucket, from_center, to_center }, 'accept');
  await overHttp(`${ROUTE}/${id}/accept`, { body: { lead, word } });
}

export const decline = (id: Uuid, reason: string) => overHttp<unknown>(`${ROUTE}/${id}/decline`, { body: { reason } });
export const withdraw = (id: Uuid) => overHttp<unknown>(`${ROUTE}/${id}/withdraw`, { method: 'POST' });

export function isOffline(error: unknown): boolean {
  return error instanceof Trouble && (error.code === 'offline' || error.code === 'portal');
}

/** What happened and what to do. */
export function whyNot(error: unknown): string {
  if (isOffline(error)) return t.offlineAct;
  return (error instanceof Trouble && t.problems[error.detail.problem ?? '']) || t.problem;
}
