/** What the books of sheets, consultations and conferences are given of the open ledger. */
import type { Uuid } from '../casework/records';
import type { Trust } from '../envelope/trust';
import type { Unlocked } from '../unlock/keys';
import type { Folder } from './folder';
import type { Me } from './ledger';
import type { Renewal } from './renewal';
import type { Entry } from './writer';

export interface BookParts {
  me: Me; keys: Unlocked; trust: Trust; folder: Folder; renewal: Renewal;
  titleOf(bucket: Uuid): string;
  /** Resolves when all of it is durable, or throws and nothing is; the form it was written in is gone, and what it changes is shown anew. */
  write(...entries: Entry[]): Promise<void>;
}
