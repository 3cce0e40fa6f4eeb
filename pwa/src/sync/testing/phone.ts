/** A phone for tests: a real store over an in-memory IndexedDB, with a writer and an engine. */
import 'fake-indexeddb/auto';
import type { Payload } from '../../casework/records';
import { fromB64u } from '../../envelope/bytes';
import { KIND } from '../../envelope/frame';
import type { HouseholdKey } from '../../envelope/sealing';
import { Trust } from '../../envelope/trust';
import type { Effect } from '../../ledger/ledger';
import { newOpId, Writer } from '../../ledger/writer';
import { Store } from '../../store/store';
import { Engine } from '../engine';
import type { Giver } from '../restore';
import type { Transport } from '../transport';
import type { Office, Person } from './office';

export class Phone {
  readonly store: Store;
  readonly trust: Trust;
  readonly writer: Writer;

  constructor(readonly person: Person, office: Office) {
    this.store = new Store(crypto.randomUUID());
    this.trust = new Trust(fromB64u(office.print, 32));
    this.writer = new Writer(this.store, person.device, person.staff, person.keys);
  }

  async note({ bucket, key }: { bucket: string; key: HouseholdKey }, text: string, effects?: Effect[], epoch = 1): Promise<string> {
    const payload: Payload = { kind: 'note.add', text, recorded_at: '2026-11-24T10:00:00+09:00' };
    const id = newOpId();
    await this.writer.write({ bucket, epoch, key, ops: [{ id, payload, kind: KIND.op, title: '佐々木さん宅', effects }] });
    return id;
  }

  engine(transport: Transport, reopen?: Giver['reopen']): Engine {
    const { store, trust, person } = this;
    return new Engine({ store, trust, transport, reopen, device: person.device, staff: person.staff, keys: person.keys });
  }
}
