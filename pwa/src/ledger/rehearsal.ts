/** The first record after unlocking is the slowest to keep, and for a worker mostly the only one: what keeping it runs is run once before. */
import type { Payload, Uuid } from '../casework/records';
import { KIND } from '../envelope/frame';
import type { Keychain } from './keychain';
import type { Me } from './ledger';
import { type Ground, raise } from './raise';
import { type Draftling, newOpId, type Writer } from './writer';

export interface RehearsalParts { keychain: Keychain; writer: Writer; me: Me; ground(bucket: Uuid): Ground }

export class Rehearsal {
  #done = false;

  constructor(private readonly parts: RehearsalParts) {}

  /** Judges and seals a visit nobody made; nothing of it is kept or sent. */
  async once(bucket: Uuid): Promise<void> {
    if (this.#done) return;
    this.#done = true;
    const { keychain, writer, me, ground } = this.parts;
    const newest = await keychain.newest(bucket);
    if (!newest) return;
    const main: Draftling = { id: newOpId(), payload: nobodysVisit(me.staff), kind: KIND.op, title: '' };
    await raise(main, async () => main.id, me, ground(bucket));
    await writer.rehearse({ bucket, ...newest, ops: [main] });
  }
}

function nobodysVisit(staff: Uuid): Payload {
  const at = new Date().toISOString();
  return {
    kind: 'visit.add', recorded_at: at, visit: {
      occurred_at: at, method: 'visit', result: 'met_person', staff: [staff], accompanied: [], met_persons: [], presence_signs: [], safety: [],
      observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '',
    },
  };
}
