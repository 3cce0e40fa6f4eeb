/** The calls to the office: which center runs what, decided by the bureau. */
import type { Instant, Uuid } from '../casework/records';
import { readable, type Spans } from '../casework/rollout';
import { overHttp, Trouble } from '../sync/transport';
import { rolloutText as t } from '../text/rollout';

/** `version` 0: nothing was decided. Who and why are told to the bureau and to those who answer for the center. */
export interface Written { center: string; name: string; version: number; at: Instant | null; since: Instant | null; by: Uuid | null; by_name: string | null; why: string | null; spans: Spans }

const READERS: ReadonlySet<string> = new Set(['coordinator', 'office', 'manager', 'center_head']);
export const decides = (role: string): boolean => role === 'bureau';
export const readsRollout = (role: string): boolean => decides(role) || READERS.has(role);

const shown = (rows: readonly Written[]): Written[] => rows.map((row) => ({ ...row, spans: readable(row.spans) }));
export const readCenters = async () => shown((await overHttp<{ centers: Written[] }>('/rollout/v1/centers')).centers);
export const readVersions = async (center: string) => shown((await overHttp<{ versions: Written[] }>(`/rollout/v1/centers/${encodeURIComponent(center)}/versions`)).versions);
export const decide = (center: string, version: number, why: string, spans: Spans) => overHttp<Written>(`/rollout/v1/centers/${encodeURIComponent(center)}`, { method: 'PUT', body: { version, why, spans } });

export function whyNot(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  return error.code === 'offline' || error.code === 'portal' ? t.offlineAct : (t.problems[error.detail.problem ?? ''] ?? t.problem);
}
