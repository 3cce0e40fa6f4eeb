/** Seals, signs and stores own operations: the chain grows by exactly what one transaction wrote, whatever other tabs do. */
import { v7 } from 'uuid';
import type { OpenedOp, Payload, Uuid } from '../casework/records';
import { utf8 } from '../envelope/bytes';
import { signEffects } from '../envelope/effects';
import { digest, type Place } from '../envelope/frame';
import { type HouseholdKey, seal } from '../envelope/sealing';
import { StoreFailure } from '../store/failures';
import type { Bytes, Head, KeyRow, OpRow, WireBucket } from '../store/rows';
import type { Commit, OwnOp, Store } from '../store/store';
import { sealLocal, type Unlocked } from '../unlock/keys';
import type { AlertRow, Effect } from './ledger';

export const SCHEMA = 1;
const CAS_ATTEMPTS = 6;

export interface Draftling { id: Uuid; payload: Payload; kind: number; title: string; effects?: Effect[] }
export interface Entry { bucket: Uuid; epoch: number; key: HouseholdKey; ops: Draftling[]; opens?: WireBucket; keys?: KeyRow[]; alerts?: AlertRow[]; /** taken here, recorded by this */ photos?: Uuid[]; /** of the form this was written in: gone when this is kept */ draft?: string }
export interface Written { ops: OpenedOp[]; at: string }

export function newOpId(): Uuid {
  return v7();
}

export function notePlace(op: Uuid): string {
  return `kasane note v1\n${op}`;
}

export class Writer {
  /** as this page left it; another tab may have gone on, which the transaction notices */
  #head: Head | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly store: Store, private readonly device: Uuid, private readonly staff: Uuid, private readonly keys: Unlocked) {}

  /** Resolves only when everything is durable. Of several households' entries all become durable, or none. */
  write(...entries: Entry[]): Promise<Written> {
    const written = this.#turn.then(() => this.#write(entries));
    this.#turn = written.catch(() => undefined);
    return written;
  }

  /** Seals as `write` does and forgets it: nothing is stored, the chain does not grow. */
  async rehearse(entry: Entry): Promise<void> {
    await this.#prepare([entry], this.#head ?? (await this.store.head()));
  }

  /** Two tabs seldom write at once: only after having met another one does this one queue behind it. */
  async #write(entries: Entry[]): Promise<Written> {
    const first = await this.#attempt(entries);
    if (first) return first;
    const locks = (globalThis.navigator as Navigator | undefined)?.locks;
    return locks ? locks.request(`kasane-writer-${this.staff}`, () => this.#insist(entries)) : this.#insist(entries);
  }

  async #insist(entries: Entry[]): Promise<Written> {
    for (let attempt = 1; attempt < CAS_ATTEMPTS; attempt += 1) {
      const written = await this.#attempt(entries);
      if (written) return written;
    }
    throw new StoreFailure('stale_head');
  }

  /** Sealing cannot happen inside an IndexedDB transaction, so the head is compared again when the transaction runs. null when another tab was first. */
  async #attempt(entries: Entry[]): Promise<Written | null> {
    const expected = this.#head ?? (await this.store.head());
    const { commit, ops, at } = await this.#prepare(entries, expected);
    this.#head = null;
    try {
      await this.store.commit(commit);
    } catch (error) {
      if (error instanceof StoreFailure && error.code === 'stale_head') return null;
      throw error;
    }
    this.#head = commit.next;
    return { ops, at };
  }

  async #prepare(entries: Entry[], expected: Head): Promise<{ commit: Commit; ops: OpenedOp[]; at: string }> {
    const at = new Date().toISOString();
    let head = expected;
    const own: OwnOp[] = [];
    const opened: OpenedOp[] = [];
    for (const [entry, draft, index] of entries.flatMap((entry) => entry.ops.map((draft, index) => [entry, draft, index] as const))) {
      const place = this.#place(entry, draft, head);
      const [e, note] = await Promise.all([
        seal(entry.key, this.keys.sign.privateKey, utf8(JSON.stringify(draft.payload)), place),
        sealLocal(this.keys.storage, notePlace(draft.id), { title: draft.title, kind: draft.payload.kind }),
      ]);
      const hash = await digest(e);
      const effects_sig = draft.effects?.length ? await signEffects(this.keys.sign.privateKey, hash, draft.effects) : undefined;
      head = { dseq: place.dseq, prev: hash, hlc_ms: Number(place.hlc >> 16n), hlc_n: Number(place.hlc & 0xffffn) };
      own.push(this.#rows(entry, draft, { e, note, hash, effects_sig, at, dseq: place.dseq, first: index === 0 }));
      opened.push({
        id: draft.id, bucket: entry.bucket, device: this.device, dseq: place.dseq, hlc_ms: head.hlc_ms, hlc_n: head.hlc_n,
        staff: this.staff, seq: null, received_at: null, schema: SCHEMA, payload: draft.payload,
      });
    }
    const all = <K extends 'keys' | 'alerts' | 'photos'>(name: K) => entries.flatMap((entry) => (entry[name] ?? []) as NonNullable<Entry[K]>[number][]);
    return { commit: { ops: own, expected, next: head, keys: all('keys'), alerts: all('alerts'), photos: all('photos'), dropDraft: entries.find(({ draft }) => draft)?.draft }, ops: opened, at };
  }

  #rows(entry: Entry, draft: Draftling, { e, note, hash, effects_sig, at, dseq, first }: { e: Bytes; note: Bytes; hash: Bytes; effects_sig?: string; at: string; dseq: number; first: boolean }): OwnOp {
    const op: OpRow = {
      id: draft.id, bucket: entry.bucket, device: this.device, dseq, seq: null, received_at: null, e, own: 1, aside: null, hash, queued_at: at, note,
      ...(effects_sig ? { effects: draft.effects, effects_sig } : {}), ...(first && entry.opens ? { opens: [entry.opens] } : {}),
    };
    return { op, outbox: { dseq, op: draft.id, bucket: entry.bucket, hash, queued_at: at, last_error: null } };
  }

  /** Hybrid clock: never runs backwards on this device, even when someone sets the phone's clock back. */
  #place(entry: Entry, draft: Draftling, head: Head): Place {
    const now = Math.max(Date.now(), head.hlc_ms);
    const count = now === head.hlc_ms ? head.hlc_n + 1 : 0;
    return {
      kind: draft.kind, schema: SCHEMA, epoch: entry.epoch, bucket: entry.bucket, op_id: draft.id, device: this.device,
      dseq: head.dseq + 1, hlc: (BigInt(now) << 16n) | BigInt(Math.min(count, 0xffff)), prev: head.prev,
    };
  }
}
