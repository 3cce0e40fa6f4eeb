/** What this device tells the office that it still holds: how much and since when, never of whom and never what. Pure. */
import type { Draft, SyncStatus } from '../ledger/ledger';

export interface Held { count: number; since: string }
export interface Holds { records: Held | null; drafts: Held | null }

/** Moments by the office's clock: a phone that is hours off gives itself no more time, and no less. */
export function holdsOf({ unsent, oldest_unsent_at, clock_off_ms }: Pick<SyncStatus, 'unsent' | 'oldest_unsent_at' | 'clock_off_ms'>, drafts: readonly Pick<Draft, 'started_at'>[]): Holds {
  const at = (moment: string) => new Date(Date.parse(moment) + clock_off_ms).toISOString();
  const oldest = drafts.map(({ started_at }) => started_at).filter((moment) => !Number.isNaN(Date.parse(moment))).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
  return {
    records: unsent > 0 && oldest_unsent_at ? { count: unsent, since: at(oldest_unsent_at) } : null,
    drafts: oldest ? { count: drafts.length, since: at(oldest) } : null,
  };
}

/** Whether it is worth a word: another count, or another oldest one; a clock that was put right by a moment is not. */
export function differs(a: Holds | null, b: Holds): boolean {
  return a === null || (['records', 'drafts'] as const).some((name) => a[name]?.count !== b[name]?.count || Math.abs(Date.parse(a[name]?.since ?? '0') - Date.parse(b[name]?.since ?? '0')) > 1000);
}
