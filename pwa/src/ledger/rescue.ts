/** A file with everything unsent, for the day no network will come: the same sealed bytes a push would carry, readable by nobody on the way. */
import type { Uuid } from '../casework/records';
import type { Store } from '../store/store';
import { onTheWire } from '../sync/upload';

const EVERYTHING = 1_000_000;

export async function rescueBlob(store: Store, device: Uuid): Promise<Blob> {
  const batch = await store.nextBatch(EVERYTHING);
  const { gen } = await store.progress();
  const file = {
    kasane_rescue: 1, device, gen, made_at: new Date().toISOString(), buckets: batch.flatMap(({ op }) => op.opens ?? []),
    ops: batch.map(({ op }) => onTheWire(op)),
  };
  return new Blob([JSON.stringify(file)], { type: 'application/json' });
}
