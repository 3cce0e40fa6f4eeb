/** One round with the server: everything out, then everything in. Never more than one at a time, and nothing is believed that was not checked. */
import type { Instant, Uuid } from '../casework/records';
import { hex, sha256, utf8 } from '../envelope/bytes';
import type { Trust } from '../envelope/trust';
import { type Applied, applyPage, forgetCursor, purgeBuckets, requeue } from '../store/exchange';
import type { Count } from '../rollout/rollout-book.svelte';
import { hoursOf } from '../store/lease';
import { endRefill } from '../store/refill';
import type { OpRow, Progress } from '../store/rows';
import type { Store } from '../store/store';
import type { Unlocked } from '../unlock/keys';
import { askOffice } from '../unlock/withdrawal';
import { catchUp } from './directory';
import { FRAMES } from './frames';
import { knownNow, lookAgain, takeKeys, takeOps } from './intake';
import { giveBack, type Giver, liftWaiting } from './restore';
import { openSession } from './session';
import { type Transport, Trouble } from './transport';
import { bySession, sendAll, syncLock } from './upload';
import { PULL, type PullReply, type SyncReply } from './wire';

/** `again`: those of `touched` that changed otherwise than by a page, which the watcher was told of */
export interface Round { sent: number; touched: Set<Uuid>; again: Set<Uuid>; gone: Uuid[]; refusedKeys: number; directoryGrew: boolean; backoff_ms: number; rollout?: Count; towns?: Count; bounds?: Count }
/** After each page, so that what is whole can be shown while the rest travels. */
export interface Watcher { pulled?(page: Applied & { gone: Uuid[]; alerts: number }): void }

/** What came, and what was made of it meanwhile. */
interface Page { reply: PullReply; ops: Promise<OpRow[]> }

export interface EngineParts { store: Store; device: Uuid; staff: Uuid; keys: Unlocked; trust: Trust; transport: Transport; watcher?: Watcher; reopen?: Giver['reopen']; now?: () => number }

export class Engine {
  #sessionOpen = false;
  /** an app that was updated may read what the one before could not */
  #hasReconsidered = false;

  constructor(private readonly parts: EngineParts) {}

  get sessionOpen(): boolean {
    return this.#sessionOpen;
  }

  /** null when another tab is already at it. Throws Trouble. */
  async round(): Promise<Round | null> {
    const locks = (globalThis.navigator as Navigator | undefined)?.locks;
    if (!locks) return this.#round();
    return locks.request(syncLock(this.parts.staff), { ifAvailable: true }, (lock) => (lock ? this.#round() : null));
  }

  async #round(): Promise<Round> {
    const { store, transport, trust } = this.parts;
    const round: Round = { sent: 0, touched: new Set(), again: new Set(), gone: [], refusedKeys: 0, directoryGrew: false, backoff_ms: 0 };
    await this.#refuseIfWithdrawn();
    await this.#deliver(round);
    let restarts = 0;
    let ahead: Promise<Page | null> = Promise.resolve(null);
    for (let more = true; more; ) {
      const page = (await ahead) ?? (await this.#pull().then((pulled) => this.#look(pulled), async (error: unknown) => {
        if (!(error instanceof Trouble) || error.detail.problem !== 'bad_cursor' || restarts > 0) throw error;
        restarts += 1;
        await forgetCursor(store);
        return null;
      }));
      ahead = page?.reply.more ? this.#ahead(page.reply) : Promise.resolve(null);
      if (!page) continue;
      const { reply } = page;
      if (reply.ack < (await store.progress()).ack) {
        // Restored without a word: what it lost goes out before a page of it counts.
        if ((restarts += 1) > 2) throw new Trouble('refused', { problem: 'no_progress' });
        await requeue(store, reply.gen, reply.ack);
        await this.#deliver(round);
        ahead = Promise.resolve(null);
        continue;
      }
      round.directoryGrew = (await catchUp(trust, store, transport, reply.directory_head)) || round.directoryGrew;
      await this.#take(page, round);
      more = reply.more;
      if (reply.rollout !== undefined) round.rollout = { gen: reply.gen, count: reply.rollout };
      if (reply.towns !== undefined) round.towns = { gen: reply.gen, count: reply.towns };
      if (reply.bounds !== undefined) round.bounds = { gen: reply.gen, count: reply.bounds };
      if (!more) await this.#compareScope(reply, round);
    }
    if (round.directoryGrew || !this.#hasReconsidered) await this.#reconsider(round);
    if ((await store.progress()).refill) for (const bucket of await endRefill(store)) round.again.add(bucket);
    for (const bucket of round.again) round.touched.add(bucket);
    await liftWaiting(this.#giver);
    return round;
  }

  /** Own records, and to an office that was restored those of others. */
  async #deliver(round: Round): Promise<void> {
    const { store, device, transport } = this.parts;
    const { sent, backoff_ms } = await this.#again(() => sendAll(store, device, transport, bySession));
    round.sent += sent;
    round.backoff_ms = Math.max(round.backoff_ms, backoff_ms);
    await this.#again(() => giveBack(this.#giver));
  }

  get #giver(): Giver {
    const { store, device, transport, reopen } = this.parts;
    return { store, device, transport, reopen };
  }

  /** A session is opened when first needed, and once more when the server no longer knows it; another generation is met the same way. */
  async #again<T>(work: () => Promise<T>): Promise<T> {
    if (!this.#sessionOpen) await this.#openSession();
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof Trouble) || attempt > 1) throw error;
        if (error.code === 'session') await this.#openSession();
        else if (error.code === 'generation') await this.#refill();
        else if (error.code === 'revoked') throw await this.#askStanding(error);
        else throw error;
      }
    }
  }

  async #openSession(): Promise<void> {
    const { transport, device, keys } = this.parts;
    this.#sessionOpen = false;
    try {
      await openSession(transport, device, keys.sign.privateKey);
    } catch (error) {
      throw error instanceof Trouble && (error.code === 'session' || error.code === 'revoked') ? await this.#askStanding(error) : error;
    }
    this.#sessionOpen = true;
    await this.#learnLimits();
  }

  /** How long this device may stay without the office is the office's to say. */
  async #learnLimits(): Promise<void> {
    const config = await this.parts.transport<{ limits?: unknown }>('/sync/v1/config').catch(() => null);
    if (config?.limits) await this.parts.store.changeProgress({ lease_hours: hoursOf(config.limits) });
  }

  /** A refused challenge says nothing on purpose; only the device's own standing tells a withdrawn device from a passing trouble. */
  async #askStanding(error: Trouble): Promise<Trouble> {
    const word = await askOffice(this.parts.store, this.parts.transport);
    return word === 'told' || word === 'stopped' ? new Trouble('revoked', { ...error.detail, wipe: word === 'stopped' }) : error;
  }

  async #refuseIfWithdrawn(): Promise<void> {
    const { evicted } = await this.parts.store.progress();
    if (evicted) throw new Trouble('refused', { problem: 'evicted' });
  }

  /** The server was restored: everything goes out again before anything is pulled, and the pull starts from nothing. */
  async #refill(): Promise<void> {
    const { store, device, transport } = this.parts;
    const { gen } = await transport<{ gen: Uuid }>('/sync/v1/config');
    await requeue(store, gen, 0);
    await sendAll(store, device, transport, bySession);
    await giveBack(this.#giver);
  }

  async #pull(): Promise<PullReply> {
    return this.#again(async () => {
      const { cursor, gen } = await this.parts.store.progress();
      const pull = await this.#ask(cursor);
      if (gen !== null && pull.gen !== gen) throw new Trouble('generation');
      return pull;
    });
  }

  /** The next page travels and is looked at while this one is stored. null when anything is amiss: then it is asked for in its turn. */
  #ahead({ cursor, gen }: PullReply): Promise<Page | null> {
    return this.#ask(cursor).then((pull) => (pull.gen === gen ? this.#look(pull) : null), () => null);
  }

  #look(reply: PullReply): Page {
    const ops = takeOps(reply.ops, this.parts.trust, this.parts.device);
    ops.catch(() => undefined); // asked for later, or not at all
    return { reply, ops };
  }

  async #ask(cursor: string | null): Promise<PullReply> {
    const { device, transport } = this.parts;
    const { pull } = await transport<SyncReply>('/sync/v1/sync', { body: { pull: { device, cursor, ...PULL } }, headers: { accept: FRAMES }, timeout_ms: 60_000 });
    if (!pull || typeof pull.cursor !== 'string' || !Array.isArray(pull.ops)) throw new Trouble('portal');
    return pull;
  }

  async #take({ reply, ops: looked }: Page, round: Round): Promise<void> {
    const { store, device, keys, trust, watcher } = this.parts;
    const head = await store.head();
    if (reply.ack > head.dseq) {
      // The server knows records of this device that the device does not: its storage was cleared behind our back.
      await store.changeProgress({ evicted: true });
      throw new Trouble('refused', { problem: 'evicted' });
    }
    const taker = { trust, device, kem: keys.kem, known: (bucket: Uuid) => store.keysOf(bucket) };
    const [ops, { rows, refused }] = await Promise.all([looked.then((early) => knownNow(early, trust)), takeKeys(reply.keys, taker)]);
    await store.noteKeys(rows, refused);
    const gone = reply.gone.map(({ bucket }) => bucket);
    const now = (this.parts.now ?? Date.now)();
    const applied = await applyPage(store, {
      gen: reply.gen, cursor: reply.cursor, ops, gone, held: reply.held, keys: rows, scope: reply.scope, now: reply.server_time as Instant, last: !reply.more, behind: reply.behind,
      owed: reply.owed ?? [], alerts: reply.alerts.map((alert) => ({ ...alert, local: false })), clock_off_ms: Date.parse(reply.server_time) - now,
    });
    round.refusedKeys += refused.length;
    round.gone.push(...gone);
    for (const bucket of gone) round.touched.delete(bucket);
    for (const bucket of applied.touched) round.touched.add(bucket);
    watcher?.pulled?.({ ...applied, gone, alerts: reply.alerts.length });
  }

  /** The belt to the braces of `gone`: whatever lies here without being in scope goes. */
  async #compareScope(reply: PullReply, round: Round): Promise<void> {
    const { store } = this.parts;
    const { scope } = await store.progress();
    if (!scope) return;
    const ids = scope.map(({ id }) => id).sort();
    if (hex(await sha256(utf8(ids.join('\n')))) !== reply.scope.digest) {
      await forgetCursor(store);
      return;
    }
    const allowed = new Set(ids);
    const opening = new Set((await store.outbox()).map(({ bucket }) => bucket));
    const stray = (await store.summaries()).map(({ bucket }) => bucket).filter((bucket) => !allowed.has(bucket) && !opening.has(bucket));
    if (stray.length === 0) return;
    await purgeBuckets(store, stray, reply.server_time);
    round.gone.push(...stray);
  }

  async #reconsider(round: Round): Promise<void> {
    const { store, trust } = this.parts;
    this.#hasReconsidered = true;
    const again = await lookAgain(await store.asideOps(), trust);
    if (again.length === 0) return;
    await store.putOps(again);
    for (const row of again) round.again.add(row.bucket);
  }
}

export function progressTrouble({ evicted, revoked }: Progress): 'evicted' | 'revoked' | null {
  if (evicted) return 'evicted';
  return revoked ? 'revoked' : null;
}
