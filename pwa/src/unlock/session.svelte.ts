/** Locked or open: the one place that holds the unlocked book, and that takes it away again. */
import type { Uuid } from '../casework/records';
import type { OpenLedger } from '../ledger/open-ledger.svelte';
import type { Identity } from '../store/rows';
import type { Store } from '../store/store';
import type { Unlocked } from './keys';
import { lastKeystrokes } from './locking';

const FIELD_IDLE_MS = 2 * 60_000;
const OFFICE_IDLE_MS = 5 * 60_000;
const HIDDEN_MS = 30_000;
const ACTIVITY = ['pointerdown', 'pointermove', 'keydown', 'input', 'touchstart', 'wheel'];

export interface Waiting { store: Store; identity: Identity; keys: Unlocked }

class Session {
  ledger = $state.raw<OpenLedger | null>(null);
  /** unlocked, but the office has not approved this device yet */
  waiting = $state.raw<Waiting | null>(null);
  /** whose device the office has stopped: what was written leaves, then everything here goes */
  leaving = $state.raw<Uuid | null>(null);
  #tabs = new BroadcastChannel('kasane-lock');
  #idleMs = FIELD_IDLE_MS;
  #lastActivity = 0;
  #watch: ReturnType<typeof setInterval> | null = null;
  #hiddenSince: number | null = null;
  #ending = false;

  constructor() {
    this.#tabs.onmessage = ({ data }: MessageEvent<{ staff: Uuid }>) => {
      if (this.ledger?.me.staff === data.staff) void this.#end(false);
    };
    for (const type of ACTIVITY) addEventListener(type, () => this.touch(), { passive: true, capture: true });
    document.addEventListener('visibilitychange', () => this.#seen());
    addEventListener('pageshow', () => this.#seen());
  }

  begin(ledger: OpenLedger, office: boolean): void {
    this.waiting = null;
    this.ledger = ledger;
    this.#idleMs = office ? OFFICE_IDLE_MS : FIELD_IDLE_MS;
    this.touch();
    this.#watch = setInterval(() => this.#check(), 1_000);
  }

  touch(): void {
    this.#lastActivity = Date.now();
  }

  lock(): Promise<void> {
    return this.#end(true);
  }

  /** The ledger was dropped by its own `lock()`; forms had their chance before. */
  dropped(): void {
    if (this.#watch) clearInterval(this.#watch);
    this.#watch = null;
    this.ledger = null;
    this.#hiddenSince = null;
  }

  #seen(): void {
    if (document.hidden) this.#hiddenSince = Date.now();
    else {
      this.#check();
      this.#hiddenSince = null;
    }
  }

  /** Compares clocks rather than trusting timers: a sleeping phone runs none. */
  #check(): void {
    if (!this.ledger) return;
    const now = Date.now();
    // Either way: a clock that was set back would else hold the book open until it has caught up.
    const idle = Math.abs(now - this.#lastActivity) > this.#idleMs;
    const away = this.#hiddenSince !== null && Math.abs(now - this.#hiddenSince) > HIDDEN_MS;
    if (idle || away) void this.#end(true);
  }

  /** Keystrokes, then drafts, then the book: each is sealed before the next step. */
  async stopped(): Promise<void> {
    const { ledger } = this;
    if (!ledger || this.#ending) return;
    await lastKeystrokes();
    await ledger.sealDrafts().catch(() => undefined);
    this.leaving = ledger.me.staff;
    await this.#end(true);
  }

  async #end(tellOthers: boolean): Promise<void> {
    const { ledger } = this;
    if (!ledger || this.#ending) return;
    this.#ending = true;
    await lastKeystrokes();
    if (tellOthers) this.#tabs.postMessage({ staff: ledger.me.staff });
    ledger.lock();
    this.#ending = false;
  }
}

export const session = new Session();
