/** Decides when to talk to the server and keeps the honest status every screen shows. */
import { StoreFailure } from '../store/failures';
import { keeping } from '../store/keeping.svelte';
import { keepMark } from '../store/marks';
import type { Store } from '../store/store';
import { Backoff } from '../sync/backoff';
import { type Engine, progressTrouble, type Round } from '../sync/engine';
import { sendLater } from '../sync/later';
import { Trouble } from '../sync/transport';
import type { SyncStatus } from './ledger';

const REGULAR_MS = 60_000;
/** The root's word follows the server's within the vault's round; until then an open book stays open, so that drafts can still be sealed and sent. */
const ROOT_MAY_TAKE_MS = 20_000;
const ASK_ROOT_MS = 3_000;

export interface Driven { engine: Engine; store: Store; finished(round: Round): Promise<void>; /** what came before it broke off is stored */ broken?(): void; stopped(byRoot: boolean): void }

export class SyncDriver {
  status = $state.raw<SyncStatus>({
    online: navigator.onLine, running: false, unsent: 0, oldest_unsent_at: null, last_sync_at: null, trouble: null, first: null, awaited: 0, clock_off_ms: 0, refused_keys: 0,
  });
  #timer: ReturnType<typeof setTimeout> | null = null;
  #poke: EventSource | null = null;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  readonly #pokeBackoff = new Backoff();
  #backoff = new Backoff(Math.random, () => keeping.longestWait);
  #wanted = false;
  #stopped = false;
  #toldAt: number | null = null;
  #running: Promise<void> | null = null;
  readonly #listeners = new AbortController();

  constructor(private readonly driven: Driven) {}

  async start(): Promise<void> {
    const { signal } = this.#listeners;
    addEventListener('online', () => this.#fresh(), { signal });
    addEventListener('offline', () => this.#set({ online: false }), { signal });
    document.addEventListener('visibilitychange', () => (document.hidden ? this.#leave() : this.#fresh()), { signal });
    await Promise.all([this.count(), keeping.look()]);
    void this.now();
  }

  stop(): void {
    this.#stopped = true;
    this.#listeners.abort();
    this.#closePoke();
    if (this.#timer) clearTimeout(this.#timer);
  }

  change(change: Pick<SyncStatus, 'first' | 'awaited'>): void {
    this.#set(change);
  }

  /** Re-reads what waits; called after each write. */
  async count(): Promise<void> {
    const [rows, progress, refused] = await Promise.all([this.driven.store.outbox(), this.driven.store.progress(), this.driven.store.meta('refused_keys')]);
    keepMark(this.driven.store.staff, { unsent: rows.length, heard_at: progress.last_sync_at });
    this.#set({
      unsent: rows.length, refused_keys: refused?.length ?? 0, oldest_unsent_at: rows[0]?.queued_at ?? null,
      last_sync_at: progress.last_sync_at, clock_off_ms: progress.clock_off_ms, trouble: progressTrouble(progress) ?? this.status.trouble,
    });
  }

  /** Something new waits, or a person asked: now, and once more if a round is already under way. */
  async now(): Promise<void> {
    if (this.#stopped) return;
    if (this.#running) {
      this.#wanted = true;
      return this.#running;
    }
    if (this.#timer) clearTimeout(this.#timer);
    this.#running = this.#rounds().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #rounds(): Promise<void> {
    do {
      this.#wanted = false;
      this.#set({ running: true });
      await this.#once();
    } while (this.#wanted && !this.#stopped && this.status.trouble === null);
    this.#set({ running: false });
  }

  async #once(): Promise<void> {
    let wait = REGULAR_MS * (0.75 + Math.random() / 2);
    try {
      const round = await this.driven.engine.round();
      if (round) await this.driven.finished(round);
      this.#toldAt = null;
      this.#backoff.reset();
      this.#set({ online: true, trouble: null });
      if (round) wait = Math.max(wait, round.backoff_ms);
      this.#openPoke();
    } catch (error) {
      if (this.#stopped) return;
      this.#set({ trouble: troubleOf(error) });
      this.driven.broken?.();
      const isStopped = error instanceof Trouble && error.code === 'revoked';
      this.#toldAt = isStopped ? (this.#toldAt ?? Date.now()) : null;
      if (isStopped && (error.detail.wipe || Date.now() - this.#toldAt! > ROOT_MAY_TAKE_MS)) return this.driven.stopped(error.detail.wipe ?? false);
      if (this.status.unsent > 0) void sendLater();
      wait = isStopped ? ASK_ROOT_MS : this.#backoff.next(error instanceof Trouble ? error.detail.retry_after_ms : 0);
    }
    if (this.#stopped) return;
    await this.count().catch(() => this.#set({ trouble: 'storage' }));
    this.#timer = setTimeout(() => void this.now(), wait);
  }

  #fresh(): void {
    this.#backoff.reset();
    void this.now();
  }

  #openPoke(): void {
    if (this.#poke || document.hidden || this.#stopped || typeof EventSource === 'undefined') return;
    const poke = new EventSource('/sync/v1/poke');
    let hasBroken = false;
    poke.addEventListener('poke', () => void this.now());
    poke.addEventListener('open', () => {
      this.#pokeBackoff.reset();
      // Nobody rang while the stream was down.
      if (hasBroken) void this.now();
      hasBroken = false;
    });
    poke.addEventListener('error', () => {
      hasBroken = true;
      if (poke.readyState !== EventSource.CLOSED || this.#poke !== poke) return;
      // A closed stream means a refused one (session over, office starting anew): a round opens session and stream again.
      this.#poke = null;
      this.#reopening = setTimeout(() => void this.now(), this.#pokeBackoff.next());
    });
    this.#poke = poke;
  }

  /** What the browser may clear had better go out even if nobody opens the app again. */
  #leave(): void {
    this.#closePoke();
    if (this.status.unsent > 0 && keeping.isAtRisk) void sendLater();
  }

  #closePoke(): void {
    clearTimeout(this.#reopening);
    this.#poke?.close();
    this.#poke = null;
  }

  /** `navigator.onLine` only knows of a cable: a call that could not leave is the better witness. */
  #set(change: Partial<SyncStatus>): void {
    if (this.#stopped) return;
    const status = { ...this.status, ...change };
    this.status = { ...status, online: status.online && navigator.onLine && status.trouble !== 'offline' };
  }
}

function troubleOf(error: unknown): Exclude<SyncStatus['trouble'], null> {
  if (error instanceof StoreFailure) return 'storage';
  if (!(error instanceof Trouble)) return 'server';
  if (error.detail.problem === 'evicted' || error.detail.problem === 'chain_fork') return 'evicted';
  if (error.code === 'busy' || error.code === 'too_large' || error.code === 'refused') return 'server';
  return error.code;
}

