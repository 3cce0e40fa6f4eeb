/** Under which key to write: begins the household's next one where it is owed, this person may, and nobody has yet. */
import type { Uuid } from '../casework/records';
import { isOwed, firstHolders, mayBegin } from '../envelope/epochs';
import { KIND } from '../envelope/frame';
import { claimsOf, markOf } from '../envelope/statement';
import type { Certificate, Trust } from '../envelope/trust';
import type { Progress } from '../store/rows';
import type { Store } from '../store/store';
import type { Transport } from '../sync/transport';
import type { Unlocked } from '../unlock/keys';
import type { EpochKey, Keychain } from './keychain';
import { type Me, NoKey } from './ledger';
import { newKey, NOTHING } from './new-household';
import { reopen } from './reopening';
import { newOpId, type Writer } from './writer';

/** Somebody is saving: after this long the record is sealed under the key there is. */
const PATIENCE_MS = 2_500;

export interface RenewalParts {
  store: Store; keychain: Keychain; writer: Writer; trust: Trust; me: Me; keys: Unlocked; transport: Transport;
  driver: { readonly status: { online: boolean }; now(): Promise<void> }; patience_ms?: number;
  leadOf?(bucket: Uuid): Uuid | null;
}

type Told = Pick<Progress, 'scope' | 'owed'>;
type ScopeRow = NonNullable<Progress['scope']>[number];

export class Renewal {
  #told: Told = { scope: null, owed: [] };

  constructor(private readonly parts: RenewalParts) {}

  /** What the last pull told, so that saving need not ask the database. Answers the scope. */
  learn(progress: Told): Told['scope'] {
    this.#told = progress;
    return progress.scope;
  }

  /** A key counts only once the office has taken it: of two who begin at once, one key remains, and no record was sealed under the other. */
  async toWriteUnder(bucket: Uuid): Promise<EpochKey> {
    const { keychain, trust, driver } = this.parts;
    const newest = await keychain.newest(bucket);
    if (!newest) throw new NoKey();
    if (!driver.status.online || (trust.endedSince(0).length === 0 && this.#told.owed.length === 0)) return newest;
    const row = this.#told.scope?.find(({ id }) => id === bucket);
    const own = trust.certificate(this.parts.me.device);
    // A packet's next key is the vault's to begin: the office's word of who is in it does not suffice.
    if (row?.kind === 'packet') return newest;
    if (!row || !own || !mayBegin(own, row) || !(await this.#owed(row, newest))) return newest;
    await within(this.parts.patience_ms ?? PATIENCE_MS, this.#begin(row, newest.epoch + 1, own));
    keychain.unsure(bucket);
    return (await keychain.newest(bucket)) ?? newest;
  }

  /** A restored office lacks every key beyond `known`. */
  reopen(bucket: Uuid, known: number): Promise<void> {
    return reopen(this.parts, bucket, known);
  }

  /** The web tier's word, or what signed revocations say without it. */
  async #owed({ id, center }: ScopeRow, newest: EpochKey): Promise<boolean> {
    const { store, trust } = this.parts;
    if (this.#told.owed.some((one) => one.bucket === id && one.epoch === newest.epoch)) return true;
    const grant = begunAt(newest.grant);
    const writers = trust.endedSince(grant.n).length > 0 ? await store.opsOf(id) : [];
    const wrote = new Set(writers.flatMap(({ device }) => trust.certificate(device)?.staff ?? []));
    return isOwed(grant, trust, center, wrote);
  }

  async #begin(row: ScopeRow, epoch: number, own: Certificate): Promise<void> {
    const { store, writer, transport, trust, me, keys, driver } = this.parts;
    if (!(await isUnderWay(store, row.id, epoch))) {
      const { team } = await transport<{ team: { staff: Uuid }[] }>(`/scope/v1/buckets/${row.id}`, { timeout_ms: PATIENCE_MS });
      const to = firstHolders(trust, own, new Set(team.map(({ staff }) => staff)));
      const { key, opens } = await newKey({ bucket: row.id, kind: row.kind, center: row.center, epoch, to, reason: 'begun', n: trust.head, me, keys });
      await writer.write({ bucket: row.id, epoch, key, opens, ops: [{ id: newOpId(), payload: NOTHING, kind: KIND.keyBegun, title: '' }] });
    }
    await driver.now();
  }
}

/** Begun on this device before, and not answered yet. */
async function isUnderWay(store: Store, bucket: Uuid, epoch: number): Promise<boolean> {
  const waiting = await store.nextBatch(1_000);
  return waiting.some(({ op }) => op.opens?.some((one) => one.id === bucket && one.epoch === epoch));
}

/** Of a grant that was verified when its key was taken. */
function begunAt(grant: string): { signer: string; n: number } {
  const { n } = claimsOf(grant);
  return { signer: markOf(grant).kid, n: typeof n === 'number' ? n : 0 };
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const enough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  // Whatever stands in the way of a new key must not stand in the way of the record.
  await Promise.race([work.catch(() => undefined), enough]);
  clearTimeout(timer);
}
