/** After the office came back from a backup: what others wrote and it has lost is given back before anything is fetched anew. */
import type { Uuid } from '../casework/records';
import { b64u } from '../envelope/bytes';
import { markGivenBack } from '../store/refill';
import type { OpRow } from '../store/rows';
import type { Store } from '../store/store';
import { type Transport, Trouble } from './transport';
import { PUSH_BYTES, PUSH_OPS, type PushReply, type Reconciled } from './wire';

const IDS = 5_000;

/** `reopen`: begins again and sends, with the keys this device holds, what the office no longer knows of a household beyond the key `known` (0: all of it). */
export interface Giver { store: Store; device: Uuid; transport: Transport; reopen?: (bucket: Uuid, known: number) => Promise<void> }

/** Household by household: a phone that dies on the way goes on where it was. Throws Trouble. */
export async function giveBack(giver: Giver): Promise<void> {
  const { store } = giver;
  let left = (await store.progress()).refill ?? [];
  while (left.length > 0) {
    await giveHousehold(giver, left[0]!);
    left = (await store.changeProgress({ refill: left.slice(1) })).refill ?? [];
  }
}

async function giveHousehold(giver: Giver, bucket: Uuid): Promise<void> {
  const { store, reopen } = giver;
  const [rows, keys] = await Promise.all([store.opsOf(bucket), store.keysOf(bucket)]);
  const theirs = rows.filter(({ own, gone, aside }) => own === 0 && !gone && aside !== 'signature');
  let known = await ask(giver, bucket, theirs);
  if (reopen && keys.some(({ epoch }) => epoch > known.epoch)) {
    await reopen(bucket, known.epoch);
    known = await ask(giver, bucket, theirs);
  }
  for (const batch of batches(theirs.filter(({ id }) => known.want.has(id)))) await giveOrHalve(giver, batch);
}

/** To an office that knows nothing of the household, or not of this person in it, everything is given: it keeps what is signed. */
async function ask({ transport }: Giver, bucket: Uuid, rows: OpRow[]): Promise<{ want: Set<Uuid>; epoch: number }> {
  const want = new Set<Uuid>();
  let epoch = 0;
  for (let at = 0; at === 0 || at < rows.length; at += IDS) {
    const ids = rows.slice(at, at + IDS).map(({ id }) => id);
    const told = await transport<Reconciled>('/sync/v1/reconcile', { body: { bucket, ids } }).catch((error: unknown) => {
      if (error instanceof Trouble && error.detail.problem === 'not_found') return { want: ids, epoch: 0 };
      throw error;
    });
    if (!Array.isArray(told?.want)) throw new Trouble('portal');
    for (const id of told.want) want.add(id);
    epoch = told.epoch ?? Number.MAX_SAFE_INTEGER; // an office that does not say so begins no key again
  }
  return { want, epoch };
}

async function giveOrHalve(giver: Giver, rows: OpRow[]): Promise<void> {
  try {
    await give(giver, rows);
  } catch (error) {
    if (!(error instanceof Trouble) || error.code !== 'too_large' || rows.length < 2) throw error;
    const half = Math.ceil(rows.length / 2);
    await giveOrHalve(giver, rows.slice(0, half));
    await giveOrHalve(giver, rows.slice(half));
  }
}

async function give(giver: Giver, rows: OpRow[]): Promise<void> {
  const { store, device, transport } = giver;
  const nonce = b64u(crypto.getRandomValues(new Uint8Array(16)));
  const { gen } = await store.progress();
  const reply = await transport<PushReply>('/sync/v1/push', { method: 'POST', body: { device, gen, nonce, ops: [], donated: rows.map(({ e }) => b64u(e)) }, timeout_ms: 60_000 });
  if (reply?.nonce !== nonce || !Array.isArray(reply.results)) throw new Trouble('portal');
  await markGivenBack(store, reply.results.filter(({ s }) => s === 'applied' || s === 'duplicate' || s === 'held').map(({ id }) => id));
}

function batches(rows: OpRow[]): OpRow[][] {
  const all: OpRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const size = Math.ceil((row.e.length * 4) / 3) + 8;
    const last = all.at(-1);
    if (!last || last.length >= PUSH_OPS || bytes + size > PUSH_BYTES) {
      all.push([row]);
      bytes = size;
    } else {
      last.push(row);
      bytes += size;
    }
  }
  return all;
}

/** Records that the office keeps only until it knows their household: once this person is in it, an empty push is enough to let them in. */
export async function liftWaiting({ store, device, transport }: Giver): Promise<boolean> {
  const [held, { scope, gen }] = await Promise.all([store.meta('held'), store.progress()]);
  const waiting = (held ?? []).filter(({ reason }) => reason === 'key_unknown');
  if (waiting.length === 0) return false;
  const mine = new Set((scope ?? []).map(({ id }) => id));
  const rows = await Promise.all(waiting.map(({ id }) => store.op(id)));
  if (!rows.some((row) => row && mine.has(row.bucket))) return false;
  await transport<PushReply>('/sync/v1/push', { method: 'POST', body: { device, gen, nonce: b64u(crypto.getRandomValues(new Uint8Array(16))), ops: [] } });
  return true;
}
