/** Turns stored sealed operations of one household into opened ones, ready to fold. */
import type { OpenedOp, Payload, Uuid } from '../casework/records';
import { type Envelope, KIND, parse } from '../envelope/frame';
import { type HouseholdKey, openSealed } from '../envelope/sealing';
import type { OpRow } from '../store/rows';
import type { Store } from '../store/store';
import type { Keychain } from './keychain';

const REMEMBERED_BUCKETS = 12;
const FOLDED_KINDS = new Set<number>([KIND.op, KIND.alertBody, KIND.attachmentHeader]);

/** `whole`: every readable operation that is stored is also in `rows` */
interface Remembered { rows: Map<Uuid, OpenedOp>; whole: boolean; doubts: number }

/** Opening costs two WebCrypto calls an operation, so the households last used keep theirs open in memory. */
export class Opener {
  #recent = new Map<Uuid, Remembered>();

  constructor(private readonly store: Store, private readonly keychain: Keychain, private readonly staffOf: (device: Uuid) => Uuid | null) {}

  async opened(bucket: Uuid): Promise<{ ops: OpenedOp[]; stored: number }> {
    const memory = this.#remember(bucket);
    const { doubts } = memory;
    const [rows, keys] = await Promise.all([this.store.opsOf(bucket), this.keychain.all(bucket)]);
    const byEpoch = new Map(keys.map(({ epoch, key }) => [epoch, key]));
    const ops = await Promise.all(rows.filter((row) => row.aside === null || row.aside === 'newer').map((row) => (row.aside === 'newer' ? ofNewerForm(row) : this.#openOne(row, byEpoch, memory))));
    memory.whole = memory.doubts === doubts;
    return { ops: ops.filter((op) => op !== null), stored: rows.length };
  }

  /** For judging a record as it is saved: from memory when nothing came since it was read. */
  async known(bucket: Uuid): Promise<OpenedOp[]> {
    const memory = this.#recent.get(bucket);
    return memory?.whole ? [...memory.rows.values()] : (await this.opened(bucket)).ops;
  }

  /** A record that is not stored here: opened with its household's key, remembered nowhere. */
  async peek(row: OpRow): Promise<OpenedOp | null> {
    const keys = await this.keychain.all(row.bucket);
    return this.#openOne(row, new Map(keys.map(({ epoch, key }) => [epoch, key])), { rows: new Map(), whole: false, doubts: 0 });
  }

  /** Something came for this household: what is in memory may not be all. */
  unsure(bucket: Uuid): void {
    const memory = this.#recent.get(bucket);
    if (memory) Object.assign(memory, { whole: false, doubts: memory.doubts + 1 });
  }

  /** Just written here: spares opening what this very page sealed. */
  add(op: OpenedOp): void {
    this.#recent.get(op.bucket)?.rows.set(op.id, op);
  }

  forget(bucket: Uuid): void {
    this.#recent.delete(bucket);
  }

  clear(): void {
    this.#recent.clear();
  }

  async #openOne(row: OpRow, keys: Map<number, HouseholdKey>, memory: Remembered): Promise<OpenedOp | null> {
    const known = memory.rows.get(row.id);
    if (known) {
      const fresh = known.seq === row.seq ? known : { ...known, seq: row.seq, received_at: row.received_at };
      memory.rows.set(row.id, fresh);
      return fresh;
    }
    const envelope = parse(row.e);
    const key = keys.get(envelope.epoch);
    const staff = this.staffOf(row.device);
    if (!key || !staff || !FOLDED_KINDS.has(envelope.kind)) return null;
    const op = await openEnvelope(row, envelope, key, staff).catch(() => null);
    if (op) memory.rows.set(row.id, op);
    return op;
  }

  #remember(bucket: Uuid): Remembered {
    const memory = this.#recent.get(bucket) ?? { rows: new Map<Uuid, OpenedOp>(), whole: false, doubts: 0 };
    this.#recent.delete(bucket);
    this.#recent.set(bucket, memory);
    if (this.#recent.size > REMEMBERED_BUCKETS) this.#recent.delete(this.#recent.keys().next().value!);
    return memory;
  }
}

/** Not to be opened here, and not to be left out either: the fold tells it among what a newer app wrote. */
function ofNewerForm({ id, bucket, device, dseq, seq, received_at }: OpRow): OpenedOp {
  const payload = { kind: 'newer', recorded_at: received_at ?? '' } as unknown as Payload;
  return { id, bucket, device, dseq, hlc_ms: 0, hlc_n: 0, staff: '', seq, received_at, schema: 0, payload };
}

async function openEnvelope(row: OpRow, envelope: Envelope, key: HouseholdKey, staff: Uuid): Promise<OpenedOp> {
  const payload = JSON.parse(new TextDecoder().decode(await openSealed(key, envelope))) as Payload;
  return {
    id: row.id, bucket: row.bucket, device: row.device, dseq: row.dseq, hlc_ms: Number(envelope.hlc >> 16n), hlc_n: Number(envelope.hlc & 0xffffn),
    staff, seq: row.seq, received_at: row.received_at, schema: envelope.schema, payload,
  };
}
