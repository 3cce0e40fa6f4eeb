/** What a save that failed says: what happened and what to do next. */
import { NoKey } from '../ledger/ledger';
import { StoreFailure } from '../store/failures';
import { STORAGE_TEXT } from '../text/sync';

/** Something around the record was refused; its message is the sentence for the screen. */
export class NotKept extends Error {}

export function whyNotKept(error: unknown): string {
  if (error instanceof NotKept) return error.message;
  if (error instanceof NoKey) return STORAGE_TEXT.noKey;
  if (error instanceof StoreFailure) return STORAGE_TEXT[error.code];
  return STORAGE_TEXT.other;
}
