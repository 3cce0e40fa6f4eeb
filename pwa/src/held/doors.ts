/** Calls of the screen of held records, and what their refusals say. */
import type { Uuid } from '../casework/records';
import { overHttp, type Transport, Trouble } from '../sync/transport';
import type { HeldRecord, HeldRow, Rescued } from '../sync/wire';
import { heldText, rescueText } from '../text/held';
import { partsOf, type RescueFile } from './rescue-file';

export type Decision = 'release' | 'file';

export const heldRows = async () => (await overHttp<{ held: HeldRow[] }>('/sync/v1/held')).held;
export const heldRecord = (op: Uuid) => overHttp<HeldRecord>(`/sync/v1/held/${op}`);
export const decide = (op: Uuid, how: Decision) => overHttp<unknown>(`/sync/v1/held/${op}/${how}`, { method: 'POST' });

/** Of the whole file so far; `done` of its lines have been answered. */
export interface Progress { staff: Uuid | null; taken: number; known: number; held: number; unread: number; done: number }

/** Part after part; each answer is told, so that what came in before the line broke is known. Throws Trouble. */
export async function readIn({ device, lines, damaged }: RescueFile, told: (progress: Progress) => void, transport: Transport = overHttp): Promise<void> {
  let sum: Progress = { staff: null, taken: 0, known: 0, held: 0, unread: damaged, done: damaged };
  told(sum);
  for (const part of partsOf(lines)) {
    const one = await transport<Rescued>('/sync/v1/rescued', { body: { device, lines: part }, timeout_ms: 60_000 });
    sum = { staff: one.staff, taken: sum.taken + one.taken, known: sum.known + one.known, held: sum.held + one.held, unread: sum.unread + one.unread, done: sum.done + part.length };
    told(sum);
  }
}

function isOffline(error: unknown): boolean {
  return error instanceof Trouble && (error.code === 'offline' || error.code === 'portal');
}

export function wordsOf(error: unknown): string {
  if (isOffline(error)) return heldText.offlineAct;
  return (error instanceof Trouble && heldText.problems[error.detail.problem ?? '']) || heldText.problem;
}

export function rescueWordsOf(error: unknown): string {
  if (isOffline(error)) return rescueText.offline;
  return (error instanceof Trouble && rescueText.problems[error.detail.problem ?? '']) || rescueText.problem;
}
