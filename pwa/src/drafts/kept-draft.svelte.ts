/** A form that keeps itself: sealed on the device within a second of a keystroke, back at the same field after a lock or a kill, gone when saved or thrown away. */
import { tick, untrack } from 'svelte';
import type { Uuid } from '../casework/records';
import type { Draft, Ledger } from '../ledger/ledger';
import { ja } from '../text/ja';
import { instantNow, timeOf } from '../text/when';
import { LOCKING_EVENT } from '../unlock/locking';
import { whyNotKept } from './why-not-kept';

// Under a second with the seal and the write on a slow phone.
const SAVE_AFTER_MS = 500;
/** A save that takes no longer says so by being done: drawing the wait would only make it longer. */
const BUSY_AFTER_MS = 300;

/** Drafts with something not yet durable: locking waits for them, because afterwards there is nothing to write with. */
const unwritten = new Set<() => Promise<void>>();
globalThis.addEventListener?.(LOCKING_EVENT, (event) => {
  const { wait } = (event as CustomEvent<{ wait(work: Promise<unknown>): void }>).detail;
  for (const flush of unwritten) wait(flush());
});
// A phone may end a page that is out of sight without another word.
globalThis.document?.addEventListener('visibilitychange', () => {
  for (const flush of unwritten) void flush();
});

export interface DraftPlace { id: string; kind: string; bucket: Uuid | null; title: string; started_at: string }

export class KeptDraft<T> {
  value = $state() as T;
  /** All of it, spelled once a change however many ask: reading every part through its watcher is the slow part. */
  readonly text: string = $derived(JSON.stringify(this.value));
  savedAt = $state<string | null>(null);
  saving = $state(false);
  /** the record itself is being kept, and it takes a moment */
  busy = $state(false);
  /** id of the control the person was in */
  focus: string | null;
  readonly place: DraftPlace;
  /** since when it is being written, when it was picked up again */
  readonly resumedFrom: string | null;
  /** picked up again in the field it was left in */
  returns = true;
  /** what of the form goes into the draft */
  stored: (value: T) => T = (value) => value;
  #ledger: Ledger;
  #notWritten = $state<string | null>(null);
  #notKept = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last: Promise<void> = Promise.resolve();
  #fresh: string;
  #written: string;
  #writtenFocus: string | null;
  #ended = false;
  #keeping = false;
  readonly #flush = () => this.flush();

  constructor(ledger: Ledger, place: DraftPlace, fresh: T, found: Draft<T> | null = null) {
    this.#ledger = ledger;
    this.place = place;
    this.value = found?.value ?? fresh;
    this.focus = found?.focus ?? null;
    this.savedAt = found?.saved_at ?? null;
    this.resumedFrom = found?.started_at ?? null;
    this.#fresh = JSON.stringify(fresh);
    this.#written = this.text;
    this.#writtenFocus = this.focus;
  }

  /** Why the form or its draft lies nowhere but on this screen, and what to do. */
  get trouble(): string | null {
    return this.#notKept ?? this.#notWritten;
  }

  /** What is on the screen lies nowhere else: closing the form would lose it. */
  get onlyHere(): boolean {
    return this.#notWritten !== null;
  }

  get savedLine(): string | undefined {
    if (this.saving) return ja.saving;
    return this.savedAt && !this.#notWritten ? ja.savedHere(timeOf(this.savedAt)) : undefined;
  }

  /** For `{@attach}`: knows which field the person is in, leads back there, and writes the rest when the form goes. */
  readonly form = (node: HTMLElement) => {
    const entered = (event: FocusEvent) => {
      this.focus = (event.target as HTMLElement).id || this.focus;
      this.touch();
    };
    node.addEventListener('focusin', entered);
    if (this.resumedFrom && this.returns) void tick().then(() => returnTo(untrack(() => this.focus)));
    return () => {
      node.removeEventListener('focusin', entered);
      void this.flush();
    };
  };

  /** Call after any change. Never postponed by the next keystroke, so steady typing is saved too. */
  touch(): void {
    if (this.#ended || this.#timer !== null || this.#isWritten()) return;
    this.saving = true;
    unwritten.add(this.#flush);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Writes what is there now; resolves when it is durable or known to have failed. */
  flush(): Promise<void> {
    this.#stop();
    this.#last = this.#last.then(() => this.#write());
    return this.#last;
  }

  /** Keeps the record, and lets the draft go: `work` is told its id, so that both happen in one step where it can. Null, with the reason in `trouble`, when it was not kept: all stays as typed. `goesOn`: the form stays, empty or as it is. */
  async keep<R>(work: (draft: string) => Promise<R>, goesOn: boolean | 'as_it_is' = false): Promise<R | null> {
    if (this.#keeping) return null;
    this.#keeping = true;
    const late = setTimeout(() => (this.busy = true), BUSY_AFTER_MS);
    this.#notKept = null;
    try {
      const kept = await work(this.place.id);
      // A draft left behind does not unmake the record.
      await this.#drop().catch(() => undefined);
      if (goesOn === 'as_it_is') this.#fresh = this.text;
      if (goesOn) this.#beginAgain();
      return kept;
    } catch (error) {
      this.#notKept = whyNotKept(error);
      return null;
    } finally {
      clearTimeout(late);
      this.#keeping = false;
      this.busy = false;
    }
  }

  /** What is written now, as plain values. */
  taken(): T {
    return JSON.parse(this.text) as T;
  }

  /** The person throws the draft away; false, with the reason in `trouble`, when it is still there. */
  async discard(): Promise<boolean> {
    try {
      await this.#drop();
      return true;
    } catch (error) {
      this.#ended = false;
      this.#notKept = whyNotKept(error);
      return false;
    }
  }

  async #drop(): Promise<void> {
    this.#ended = true;
    this.#stop();
    unwritten.delete(this.#flush);
    await this.#last;
    await this.#ledger.dropDraft(this.place.id);
    this.savedAt = null;
    this.saving = false;
  }

  #beginAgain(): void {
    this.#written = this.#fresh;
    this.value = JSON.parse(this.#fresh) as T;
    this.#ended = false;
  }

  #stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** Wandering through an untouched form leaves nothing behind. */
  #isWritten(text = this.text): boolean {
    return text === this.#written && (this.focus === this.#writtenFocus || this.savedAt === null);
  }

  async #write(): Promise<void> {
    const { focus, text } = this;
    if (!this.#ended && !this.#isWritten(text)) {
      try {
        await this.#store(text, focus);
        this.#written = text;
        this.#writtenFocus = focus;
        this.#notWritten = null;
      } catch (error) {
        this.#notWritten = whyNotKept(error);
      }
    }
    this.saving = this.#timer !== null;
    // What failed stays listed: hiding or locking the app tries once more.
    if (!this.saving && !this.#notWritten) unwritten.delete(this.#flush);
  }

  /** A form as it was at the start is no draft: it would only stand in the way on today's page. */
  async #store(text: string, focus: string | null): Promise<void> {
    if (text !== this.#fresh) {
      this.savedAt = await this.#ledger.saveDraft({ ...this.place, focus, value: this.stored(JSON.parse(text) as T) });
    } else if (this.savedAt !== null) {
      await this.#ledger.dropDraft(this.place.id);
      this.savedAt = null;
    }
  }
}

export interface DraftOf<T> {
  kind: string; bucket: Uuid | null; title: string;
  /** the very draft asked for */
  id?: string;
  /** leave what lies there and begin another */
  anew?: boolean;
  /** how a draft lies over a form that has changed since */
  onto?: (fresh: T, found: T) => T;
  /** what of the form goes into the draft, when it shows more than was typed */
  stored?: (value: T) => T;
  /** a form among other things takes the focus only for whoever came for this draft */
  only?: string;
}

/** The form's draft, picked up where it was left or begun. Call while the component is made. */
export function keptDraft<T>(ledger: Ledger, of: DraftOf<T>, fresh: T): KeptDraft<T> {
  const found = of.anew ? null : findDraft<T>(ledger, of.kind, of.bucket, of.id);
  const value = found && of.onto ? of.onto(fresh, found.value) : found?.value;
  const place = { id: found?.id ?? crypto.randomUUID(), kind: of.kind, bucket: of.bucket, title: of.title, started_at: found?.started_at ?? instantNow() };
  const kept = new KeptDraft<T>(ledger, place, fresh, found && { ...found, value: value! });
  kept.returns = !('only' in of) || of.only === place.id;
  if (of.stored) kept.stored = of.stored;
  $effect(() => {
    void kept.text;
    untrack(() => kept.touch());
  });
  return kept;
}

/** The newest draft of this kind for this household, or the very one asked for. */
export function findDraft<T>(ledger: Ledger, kind: string, bucket: Uuid | null, id?: string): Draft<T> | null {
  const fitting = ledger.drafts.filter((draft) => draft.kind === kind && draft.bucket === bucket && (!id || draft.id === id));
  return (fitting.sort((a, b) => b.saved_at.localeCompare(a.saved_at))[0] as Draft<T> | undefined) ?? null;
}

/** Puts the reader back into the field they left, opening the folds around it. */
export function returnTo(id: string | null): void {
  const control = id ? document.getElementById(id) : null;
  if (!control) return;
  for (let fold = control.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
  control.focus({ preventScroll: true });
  control.scrollIntoView({ block: 'center' });
}
