/** One shared version, opened and kept fresh while a screen shows it, with the newest one before it that this person has. Call while the component is made. */
import type { SheetState, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import type { SheetRow } from './sheet-row';

export class OpenedSheet {
  state = $state.raw<SheetState | null>(null);
  before = $state.raw<SheetState | null>(null);
  loading = $state(true);

  constructor(ledger: Ledger, packet: () => Uuid) {
    $effect(() => {
      const id = packet();
      const previous = versionBefore(ledger.sheets.rows, id);
      let current = true;
      const read = () => void Promise.all([ledger.sheets.one(id), previous ? ledger.sheets.one(previous.packet) : null]).then(
        ([state, before]) => current && this.#show(state, before),
        () => current && this.#show(null, null),
      );
      read();
      const stop = ledger.watch(id, read);
      return () => {
        current = false;
        stop();
      };
    });
  }

  #show(state: SheetState | null, before: SheetState | null): void {
    this.state = state;
    this.before = before;
    this.loading = false;
  }
}

export function versionBefore(rows: readonly SheetRow[], packet: Uuid): SheetRow | null {
  const row = rows.find((one) => one.packet === packet);
  const earlier = row ? rows.filter((one) => one.household === row.household && one.number < row.number) : [];
  return earlier.reduce<SheetRow | null>((best, one) => (best === null || one.number > best.number || (one.number === best.number && one.at > best.at) ? one : best), null);
}
