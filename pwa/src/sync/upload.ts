/** Sends the outbox: sealed bytes out, and only the server's own acknowledgement takes anything off the list. Works locked, and in the service worker. */
import type { Uuid } from '../casework/records';
import { b64u, type Bytes, fromB64u, hex, sha256, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import { applyAck, requeue } from '../store/exchange';
import { profiles } from '../store/profiles';
import type { Identity, OpRow } from '../store/rows';
import { type OwnOp, Store } from '../store/store';
import { sendPhotosQuietly } from '../photos/queue';
import { overHttp, type Transport, Trouble } from './transport';
import { type Push, PUSH_BYTES, PUSH_OPS, type PushReply } from './wire';

export interface Delivery { sent: number; backoff_ms: number }
/** How a push shows whose it is: nothing to add with a session cookie, a signature over the body without one. */
export type Authorise = (body: string) => Promise<Record<string, string>>;

export const bySession: Authorise = () => Promise.resolve({});

export function byUploadKey(device: Uuid, key: CryptoKey): Authorise {
  return async (body) => {
    const digest = hex(await sha256(utf8(body)));
    const signature = b64u(await sign(key, utf8(`kasane upload v1\n${device}\n${digest}`)));
    return { authorization: `Kasane-Upload device="${device}", sig="${signature}"` };
  };
}

/** Until nothing waits. Throws Trouble; whatever was acknowledged before stays acknowledged. */
export async function sendAll(store: Store, device: Uuid, transport: Transport, authorise: Authorise, shared = true): Promise<Delivery> {
  let sent = 0;
  let limit = PUSH_OPS;
  let corrections = 0;
  for (;;) {
    const batch = withinBytes(await store.nextBatch(limit));
    if (batch.length === 0) return { sent, backoff_ms: 0 };
    const gen = (await store.progress()).gen;
    let reply: PushReply;
    try {
      reply = await pushOnce(batch, device, gen, transport, authorise, shared);
    } catch (error) {
      if (error instanceof Trouble && error.code === 'too_large' && batch.length > 1) {
        limit = Math.max(1, Math.floor(batch.length / 2));
        continue;
      }
      throw error;
    }
    const outcome = await take(store, reply);
    sent += outcome.sent;
    if (reply.backoff) return { sent, backoff_ms: reply.backoff * 1000 };
    if (outcome.sent === 0) {
      corrections += 1;
      // The server asks again and again for the same thing: stop, keep everything, try in a later round.
      if (!outcome.corrected || corrections > 3) throw new Trouble('refused', { problem: 'no_progress' });
    }
  }
}

async function pushOnce(batch: OwnOp[], device: Uuid, gen: Uuid | null, transport: Transport, authorise: Authorise, shared: boolean): Promise<PushReply> {
  const nonce = b64u(crypto.getRandomValues(new Uint8Array(16)));
  const buckets = batch.flatMap(({ op }) => op.opens ?? []);
  const push: Push = {
    device, gen, nonce, ...(buckets.length > 0 ? { buckets } : {}),
    ops: batch.map(({ op }) => onTheWire(op)),
  };
  const raw = JSON.stringify(push);
  const reply = await transport<PushReply>('/sync/v1/push', { method: 'POST', raw, headers: await authorise(raw), timeout_ms: shared ? 30_000 : 60_000 });
  // A cached answer, a proxy's page or another call's reply never carries our nonce.
  if (reply?.nonce !== nonce || typeof reply.ack !== 'number' || !Array.isArray(reply.results)) throw new Trouble('portal');
  if (gen !== null && reply.gen !== gen) throw new Trouble('generation');
  return reply;
}

/** As a push carries it, and a rescue file: effects never without their author's signature. */
export function onTheWire({ e, effects, effects_sig }: OpRow): Push['ops'][number] {
  return { e: b64u(e), ...(effects?.length ? { effects, effects_sig } : {}) };
}

async function take(store: Store, reply: PushReply): Promise<{ sent: number; corrected: boolean }> {
  const outcome = await applyAck(store, {
    gen: reply.gen, ack: reply.ack, ack_hash: hashOf(reply.ack_hash), results: reply.results, now: reply.server_time,
  });
  if ('mismatch' in outcome) {
    await store.changeProgress({ evicted: true });
    throw new Trouble('refused', { problem: 'chain_fork' });
  }
  const stopped = reply.results.find((result) => result.s === 'gap' || result.s === 'fork');
  if (stopped?.s === 'fork') {
    await store.changeProgress({ evicted: true });
    throw new Trouble('refused', { problem: 'chain_fork' });
  }
  if (stopped?.s !== 'gap') return { sent: outcome.sent, corrected: false };
  const queued = await requeue(store, reply.gen, Math.max(0, (stopped.want ?? reply.ack + 1) - 1));
  return { sent: outcome.sent, corrected: queued > 0 };
}

function withinBytes(batch: OwnOp[]): OwnOp[] {
  let bytes = 0;
  const fits = batch.filter(({ op }, index) => {
    bytes += Math.ceil((op.e.length * 4) / 3) + JSON.stringify(op.effects ?? []).length + JSON.stringify(op.opens ?? []).length + 180;
    return index === 0 || bytes <= PUSH_BYTES;
  });
  return fits;
}

function hashOf(text: unknown): Bytes {
  try {
    return fromB64u(text, 32);
  } catch {
    return new Uint8Array(0);
  }
}

/** Without any unlocking, for every person of this device. Failures are left for the next time. */
export async function uploadAllSealed(transport: Transport = overHttp): Promise<number> {
  let sent = 0;
  for (const { staff, waiting } of await profiles()) {
    if (waiting) continue;
    const store = new Store(staff);
    try {
      sent += await uploadSealed(store, transport);
      await sendPhotosQuietly(store);
    } finally {
      store.close();
    }
  }
  return sent;
}

export async function uploadSealed(store: Store, transport: Transport): Promise<number> {
  const identity: Identity | null = await store.meta('identity');
  if (!identity || identity.state !== 'active' || (await store.outboxCount()) === 0) return 0;
  const authorise = byUploadKey(identity.device, identity.keys.upload.privateKey);
  const work = async () => (await sendAll(store, identity.device, transport, authorise, false).catch(() => ({ sent: 0 }))).sent;
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) return work();
  return (await locks.request(syncLock(identity.staff), { ifAvailable: true }, (lock) => (lock ? work() : 0))) ?? 0;
}

/** One person's device talks to the server from one place at a time. */
export function syncLock(staff: Uuid): string {
  return `kasane-sync-${staff}`;
}
