/** A form that keeps itself: sealed on the device within a second of a keystroke, back at the same field after a kill. */
import type { Draft, Ledger } from '../ledger/ledger';
import type { Uuid } from '../casework/records';
import { LOCKING_EVENT } from '../unlock/locking';

// Under a second with the seal and the write on a slow phone.
const SAVE_AFTER_MS = 500;

/** Drafts with keystrokes not yet written: locking waits for them, because afterwards there is nothing to write with. */
const unwritten = new Set<() => Promise<void>>();
globalThis.addEventListener?.(LOCKING_EVENT, (event) => {
  const { wait } = (event as CustomEvent<{ wait(work: Promise<unknown>): void }>).detail;
  for (const flush of unwritten) wait(flush());
});

export interface DraftPlace { id: string; kind: string; bucket: Uuid | null; title: string; started_at: string }

export class KeptDraft<T> {
  value = $state() as T;
  savedAt = $state<string | null>(null);
  saving = $state(false);
  failed = $state(false);
  /** id of the control the person was in */
  focus: string | null = null;
  readonly place: DraftPlace;
  #ledger: Ledger;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #last: Promise<void> = Promise.resolve();
  #written: string;
  #ended = false;
  readonly #flush = () => this.flush();

  constructor(ledger: Ledger, place: DraftPlace, value: T, found: Draft<T> | null = null) {
    this.#ledger = ledger;
    this.place = place;
    this.value = found?.value ?? value;
    this.focus = found?.focus ?? null;
    this.savedAt = found?.saved_at ?? null;
    this.#written = JSON.stringify(this.value);
  }

  /** Call after any change. Never postponed by the next keystroke, so steady typing is saved too. */
  touch(): void {
    if (this.#ended || this.#timer !== null || JSON.stringify(this.value) === this.#written) return;
    this.saving = true;
    unwritten.add(this.#flush);
    this.#timer = setTimeout(() => void this.flush(), SAVE_AFTER_MS);
  }

  /** Writes what is there now; resolves when it is durable or known to have failed. */
  flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    unwritten.delete(this.#flush);
    this.#last = this.#last.then(() => this.#write());
    return this.#last;
  }

  /** The record is kept, or the person threw the draft away. */
  async end(): Promise<void> {
    this.#ended = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    unwritten.delete(this.#flush);
    await this.#last;
    await this.#ledger.dropDraft(this.place.id);
  }

  async #write(): Promise<void> {
    const text = JSON.stringify(this.value);
    if (this.#ended || text === this.#written) {
      this.saving = false;
      return;
    }
    try {
      this.savedAt = await this.#ledger.saveDraft({ ...this.place, focus: this.focus, value: JSON.parse(text) as T });
      this.#written = text;
      this.failed = false;
    } catch {
      this.failed = true;
    }
    this.saving = this.#timer !== null;
  }
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
