/** One household, opened and kept fresh while a screen shows it. Call while the component is made. */
import type { HouseholdState, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';

export class Opened {
  state = $state.raw<HouseholdState | null>(null);
  loading = $state(true);
  failed = $state(false);

  constructor(ledger: Ledger, bucket: () => Uuid) {
    $effect(() => {
      const id = bucket();
      let current = true;
      const read = () => void ledger.household(id).then(
        (state) => current && this.#show(state, false),
        () => current && this.#show(null, true),
      );
      read();
      const stop = ledger.watch(id, read);
      return () => {
        current = false;
        stop();
      };
    });
  }

  #show(state: HouseholdState | null, failed: boolean): void {
    this.state = state;
    this.failed = failed;
    this.loading = false;
  }
}
