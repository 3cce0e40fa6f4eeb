/** Household keys in memory: unwrapped when first needed, gone with the ledger. */
import type { Uuid } from '../casework/records';
import { fromB64u } from '../envelope/bytes';
import type { HouseholdKey } from '../envelope/sealing';
import { unwrap } from '../envelope/wrapping';
import type { KeyRow } from '../store/rows';
import type { Store } from '../store/store';

export interface EpochKey { epoch: number; key: HouseholdKey; grant: string }

export class Keychain {
  #keys = new Map<string, Promise<HouseholdKey>>();
  #rows = new Map<Uuid, KeyRow[]>();

  constructor(private readonly store: Store, private readonly device: Uuid, private readonly kem: CryptoKeyPair) {}

  /** All epochs of a household this device was given, newest last. */
  async all(bucket: Uuid): Promise<EpochKey[]> {
    const rows = this.#rows.get(bucket) ?? (await this.#read(bucket));
    return Promise.all(rows.map(async (row) => ({ epoch: row.epoch, key: await this.#open(row), grant: row.grant })));
  }

  async newest(bucket: Uuid): Promise<EpochKey | null> {
    return (await this.all(bucket)).at(-1) ?? null;
  }

  /** Something came for this household, perhaps a newer key: the next caller reads again. */
  unsure(bucket: Uuid): void {
    this.#rows.delete(bucket);
  }

  forget(bucket: Uuid): void {
    this.#rows.delete(bucket);
    for (const place of this.#keys.keys()) if (place.startsWith(bucket)) this.#keys.delete(place);
  }

  clear(): void {
    this.#rows.clear();
    this.#keys.clear();
  }

  async #read(bucket: Uuid): Promise<KeyRow[]> {
    const rows = await this.store.keysOf(bucket);
    if (rows.length > 0) this.#rows.set(bucket, rows);
    return rows;
  }

  #open(row: KeyRow): Promise<HouseholdKey> {
    const place = `${row.bucket} ${row.epoch} ${row.key_check}`;
    let key = this.#keys.get(place);
    if (!key) {
      key = unwrap(fromB64u(row.wrap), this.kem, { bucket: row.bucket, epoch: row.epoch, device: this.device });
      this.#keys.set(place, key);
      key.catch(() => this.#keys.delete(place));
    }
    return key;
  }
}
