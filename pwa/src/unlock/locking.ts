/** The word that goes out before the book closes. */

/** A form that still has unsaved keystrokes answers this with `detail.wait(promise)`. */
export const LOCKING_EVENT = 'kasane-locking';
