/** Drafts as they lie in the database: sealed for this device, each bound to its own place. */
import type { DraftRow } from '../store/rows';
import { openLocal, sealLocal } from '../unlock/keys';
import type { Draft } from './ledger';
import { draftPlace } from './storage-places';

export async function rowOf(draft: Draft, storage: CryptoKey): Promise<DraftRow> {
  return { id: draft.id, sealed: await sealLocal(storage, draftPlace(draft.id), draft), saved_at: draft.saved_at };
}

/** What cannot be opened is left out, and stays where it lies. */
export async function draftsIn(rows: readonly Pick<DraftRow, 'id' | 'sealed'>[], storage: CryptoKey): Promise<Draft[]> {
  const drafts = await Promise.all(rows.map((row) => openLocal<Draft>(storage, draftPlace(row.id), row.sealed).catch(() => null)));
  return drafts.filter((draft) => draft !== null);
}
