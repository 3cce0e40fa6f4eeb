/** The word that goes out before the book closes. */

/** A form that still has unsaved keystrokes answers this with `detail.wait(promise)`. */
export const LOCKING_EVENT = 'kasane-locking';

const LONGEST_MS = 1_500;

/** Before the book closes or the page reloads: every form writes what it has, or the wait ends. */
export async function lastKeystrokes(): Promise<void> {
  const pending: Promise<unknown>[] = [];
  dispatchEvent(new CustomEvent(LOCKING_EVENT, { detail: { wait: (work: Promise<unknown>) => pending.push(work) } }));
  await Promise.race([Promise.allSettled(pending), new Promise((resolve) => setTimeout(resolve, LONGEST_MS))]);
}
