/** What a device keeps count of while it gives a restored office back what was lost. */
import type { Uuid } from '../casework/records';
import type { Transaction } from './connection';
import type { Progress } from './rows';
import { markStale, mergeProgress, type Store } from './store';

/** Every household with a record here is owed to the office; whatever it tells from now on counts for the new era. */
export async function beginRefill(tx: Transaction): Promise<Pick<Progress, 'refill' | 'era'>> {
  const known = (await tx.objectStore('meta').get('progress'))?.value as Progress | undefined;
  const households: Uuid[] = [];
  for (let at = await tx.objectStore('ops').index('bucket').openKeyCursor(null, 'nextunique'); at; at = await at.continue()) households.push(at.key);
  return { refill: households, era: (known?.era ?? 0) + 1 };
}

/** The office has these: in its stream, or kept for a person's decision. */
export function markGivenBack(store: Store, ids: Uuid[]): Promise<void> {
  return store.connection.write(['ops', 'meta'], async (tx) => {
    const { era } = await mergeProgress(tx, {});
    const rows = await Promise.all(ids.map((id) => tx.objectStore('ops').get(id)));
    await Promise.all(rows.map((row) => row && tx.objectStore('ops').put({ ...row, era })));
  });
}

/** Everything is given back and fetched anew: what the office neither told again nor took is none of its records. Returns the households it stood in. */
export function endRefill(store: Store): Promise<Uuid[]> {
  return store.connection.write(['meta', 'ops', 'summaries'], async (tx) => {
    const { era } = await mergeProgress(tx, { refill: null });
    const left = new Set<Uuid>();
    const foreign = IDBKeyRange.bound([0, 0], [0, Number.MAX_SAFE_INTEGER]);
    for (let at = await tx.objectStore('ops').index('own').openCursor(foreign); at; at = await at.continue()) {
      if ((at.value.era ?? 0) >= era) continue;
      left.add(at.value.bucket);
      await at.delete();
    }
    for (const bucket of left) await markStale(tx, bucket);
    return [...left];
  });
}
