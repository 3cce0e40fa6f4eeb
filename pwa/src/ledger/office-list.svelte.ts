/** A list that only the office keeps, such as of devices or hand-overs: asked for while there is a line, never kept on this device. */
import { Trouble } from '../sync/transport';
import type { Ledger } from './ledger';

export type OfficeListState = 'asking' | 'known' | 'offline' | 'failed';

export class OfficeList<Row> {
  rows = $state.raw<Row[]>([]);
  #answer = $state<OfficeListState>('asking');
  readonly #ledger: Pick<Ledger, 'sync'>;
  readonly #ask: () => Promise<Row[]>;

  /** Call while a component is made. Each finished round of the sync is a moment with a session. */
  constructor(ledger: Pick<Ledger, 'sync'>, ask: () => Promise<Row[]>, mayAsk = true) {
    this.#ledger = ledger;
    this.#ask = ask;
    $effect(() => {
      const { online, last_sync_at } = ledger.sync;
      if (!online) this.#answer = 'asking';
      else if (mayAsk && last_sync_at !== null) void this.read();
    });
  }

  /** `offline` and `failed` keep the last list. An answer that was on its way when the line broke does not make it the list of now. */
  get state(): OfficeListState {
    return this.#ledger.sync.online ? this.#answer : 'offline';
  }

  async read(): Promise<void> {
    try {
      this.rows = await this.#ask();
      this.#answer = 'known';
    } catch (error) {
      this.#answer = error instanceof Trouble && error.code === 'offline' ? 'offline' : 'failed';
    }
  }
}
