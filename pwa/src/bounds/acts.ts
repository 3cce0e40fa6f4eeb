/** The calls to the office: after how many days a center is told, decided by its manager or head. */
import { boundsOf } from '../casework/bounds';
import type { Instant, Uuid } from '../casework/records';
import { overHttp, Trouble } from '../sync/transport';
import { boundsText as t } from '../text/bounds';

/** `version` 0: nothing was decided. Who is told to those who answer for the center. */
export interface Written { center: string; name: string; version: number; at: Instant | null; by: Uuid | null; by_name: string | null; numbers: Readonly<Record<string, unknown>> }

const READS_PAST: ReadonlySet<string> = new Set(['manager', 'center_head', 'coordinator', 'office']);
export const decides = (role: string): boolean => role === 'manager' || role === 'center_head';
export const readsPast = (role: string): boolean => READS_PAST.has(role);
export const NOTHING = { version: 0, at: null, by: null, by_name: null, numbers: {} } as const;

export const readVersions = async (center: string) => (await overHttp<{ versions: Written[] }>(`/bounds/v1/centers/${encodeURIComponent(center)}/versions`)).versions;
export const decide = (center: string, version: number, numbers: Readonly<Record<string, number | null>>) => overHttp<Written>(`/bounds/v1/centers/${encodeURIComponent(center)}`, { method: 'PUT', body: { version, numbers } });
export const holds = ({ numbers }: Pick<Written, 'numbers'>) => boundsOf(numbers);

export function whyNot(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  return error.code === 'offline' || error.code === 'portal' ? t.offlineAct : (t.problems[error.detail.problem ?? ''] ?? t.problem);
}
