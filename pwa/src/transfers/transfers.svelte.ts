/** Hand-overs that concern this person. */
import type { Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { OfficeList } from '../ledger/office-list.svelte';
import { overHttp } from '../sync/transport';
import { settleLeads } from './settle';
import { sidesOf, type TransferRow } from './transfer';

const transfers = async () => (await overHttp<{ transfers: TransferRow[] }>('/transfers/v1/transfers')).transfers;

export class Transfers extends OfficeList<TransferRow> {
  readonly sides = $derived.by(() => sidesOf(this.rows, this.#own.me));
  readonly #own: Ledger;

  constructor(ledger: Ledger) {
    super(ledger, transfers);
    this.#own = ledger;
  }

  override async read(): Promise<void> {
    await super.read();
    // What the records say follows what was agreed; should it not go now, the next reading does it.
    if (this.state === 'known') await settleLeads(this.#own, this.rows, Date.now()).catch(() => undefined);
  }

  openOf(bucket: Uuid): TransferRow | undefined {
    return this.rows.find((row) => row.bucket === bucket && row.state === 'asked');
  }
}
