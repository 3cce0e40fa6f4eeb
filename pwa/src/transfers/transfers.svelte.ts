/** Hand-overs that concern this person, as the server lists them; nothing of it is kept on this device. */
import type { Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { overHttp, Trouble } from '../sync/transport';
import { settleLeads } from './settle';
import { sidesOf, type TransferRow } from './transfer';

export class Transfers {
  rows = $state.raw<TransferRow[]>([]);
  /** `offline` and `failed` keep the last list */
  state = $state<'asking' | 'known' | 'offline' | 'failed'>('asking');
  readonly sides = $derived.by(() => sidesOf(this.rows, this.#ledger.me));
  readonly #ledger: Ledger;

  /** Call while a component is made. Each finished round of the sync is a moment with a session. */
  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    $effect(() => {
      const { online, last_sync_at } = ledger.sync;
      if (!online) this.state = 'offline';
      else if (last_sync_at !== null) void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.rows = (await overHttp<{ transfers: TransferRow[] }>('/transfers/v1/transfers')).transfers;
      this.state = 'known';
    } catch (error) {
      this.state = error instanceof Trouble && error.code === 'offline' ? 'offline' : 'failed';
      return;
    }
    // What the records say follows what was agreed; should it not go now, the next reading does it.
    await settleLeads(this.#ledger, this.rows, Date.now()).catch(() => undefined);
  }

  openOf(bucket: Uuid): TransferRow | undefined {
    return this.rows.find((row) => row.bucket === bucket && row.state === 'asked');
  }
}
