/** Drafts of this device's person: the list of them, and their sealed rows in the database. */
import type { Store } from '../store/store';
import { openLocal, sealLocal } from '../unlock/keys';
import type { Draft } from './ledger';
import { draftPlace } from './storage-places';

export class DraftBook {
  /** reactive: new array on each change */
  rows = $state.raw<Draft[]>([]);

  /** `changed`: for the other tabs, which hold a list of their own */
  constructor(private readonly store: Store, private readonly storage: CryptoKey, private readonly changed: () => void) {}

  /** What cannot be opened is left out, and stays where it lies. */
  async read(): Promise<void> {
    const opened = (await this.store.drafts()).map((row) => openLocal<Draft>(this.storage, draftPlace(row.id), row.sealed).catch(() => null));
    this.rows = (await Promise.all(opened)).filter((draft) => draft !== null);
  }

  /** Resolves when it is durable, with the moment it was kept. */
  async keep<T>(draft: Omit<Draft<T>, 'saved_at'>): Promise<string> {
    const saved: Draft = { ...draft, saved_at: new Date().toISOString() };
    await this.store.putDraft({ id: saved.id, sealed: await sealLocal(this.storage, draftPlace(saved.id), saved), saved_at: saved.saved_at });
    this.#show([...this.#without(saved.id), saved]);
    return saved.saved_at;
  }

  /** One that a record took with it is gone already: the next screen need not wait for the disk once more. */
  async drop(id: string): Promise<void> {
    if (!this.rows.some((draft) => draft.id === id)) return;
    await this.store.dropDraft(id);
    this.taken(id);
  }

  /** It went in the transaction of the record it was written for. */
  taken(id: string | undefined): void {
    if (id) this.#show(this.#without(id));
  }

  #without(id: string): Draft[] {
    return this.rows.filter((draft) => draft.id !== id);
  }

  #show(rows: Draft[]): void {
    this.rows = rows;
    this.changed();
  }
}
