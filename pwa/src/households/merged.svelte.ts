/** The households that were put into one, opened and kept fresh while its page shows them. Call while the component is made. */
import type { HouseholdState, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';

export class Merged {
  /** in the order of the ids; what this device cannot open is not among them */
  states = $state.raw<HouseholdState[]>([]);

  constructor(ledger: Ledger, buckets: () => readonly Uuid[]) {
    // A new array with the same households is no reason to read them again.
    const wanted = $derived(buckets().join(' '));
    $effect(() => {
      const ids = wanted.split(' ').filter(Boolean);
      let current = true;
      const read = () => void Promise.all(ids.map((id) => ledger.household(id).catch(() => null))).then((found) => {
        if (current) this.states = found.filter((state) => state !== null);
      });
      read();
      const stops = ids.map((id) => ledger.watch(id, read));
      return () => {
        current = false;
        for (const stop of stops) stop();
      };
    });
  }
}
