/** The calls to the office: the table of towns, named by the bureau. */
import type { Instant, Uuid } from '../casework/records';
import { overHttp, Trouble } from '../sync/transport';
import { townText as t } from '../text/towns';
import { readable, type Town } from './table';

/** `version` 0: no town was named. Who did is told to the bureau. */
export interface TownTable { version: number; at: Instant | null; by: Uuid | null; by_name: string | null; towns: Town[] }

export const readTowns = async (): Promise<TownTable> => {
  const table = await overHttp<TownTable>('/towns/v1/table');
  return { ...table, towns: readable(table.towns) };
};
export const nameTowns = (version: number, towns: readonly Town[]) => overHttp<TownTable>('/towns/v1/table', { method: 'PUT', body: { version, towns } });

export function whyNot(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  return error.code === 'offline' || error.code === 'portal' ? t.offlineAct : (t.problems[error.detail.problem ?? ''] ?? t.problem);
}
