/** Whether the databases of this device still are what they were, asked before anybody types into them: what cannot be opened or is gone is said, never begun anew in silence. */
import type { Uuid } from '../casework/records';
import { StoreFailure } from './failures';
import { dropMark, type Mark, marks } from './marks';
import type { Profile } from './profiles';
import { Store } from './store';

/** `closed`: it is there and does not open · `gone`: it was there · `newer`: a newer app wrote it · `blocked`: another tab with an older app holds it */
export type Found = 'closed' | 'gone' | 'newer' | 'blocked';
/** `mark` is what was known outside, null where nothing was. */
export interface Trouble { staff: Uuid; found: Found; mark: Mark | null }

/** null when this person's database opens and is theirs. */
export async function lookAt(staff: Uuid): Promise<Found | null> {
  const store = new Store(staff);
  try {
    return (await store.meta('identity')) ? null : 'gone';
  } catch (error) {
    return foundBy(error);
  } finally {
    store.close();
  }
}

export function foundBy(error: unknown): Found {
  const code = error instanceof StoreFailure ? error.code : 'lost';
  return code === 'newer' || code === 'blocked' ? code : 'closed';
}

/** `people`: whom the device says it belongs to; null when even that cannot be read. `ended`: those whose device was emptied on purpose. */
export async function lookAround(people: Profile[] | null, ended: readonly Uuid[] = []): Promise<Trouble[]> {
  for (const staff of ended) dropMark(staff);
  const known = marks();
  const mark = (staff: Uuid) => known.find((one) => one.staff === staff) ?? null;
  if (people === null) return known.map((one) => ({ staff: one.staff, found: 'closed' as const, mark: one }));
  const missing = known.filter(({ staff }) => !people.some((one) => one.staff === staff)).map((one) => ({ staff: one.staff, found: 'gone' as const, mark: one }));
  const looked = await Promise.all(people.map(async ({ staff }) => ({ staff, found: await lookAt(staff), mark: mark(staff) })));
  return [...missing, ...looked.filter((one): one is Trouble => one.found !== null)];
}
