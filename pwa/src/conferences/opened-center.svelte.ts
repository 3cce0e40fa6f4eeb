/** A center's own bucket, of its meetings or of its shelf, opened and kept fresh while a screen shows it; null where this device cannot open it. Call while the component is made. */
import type { OwnState } from '../casework/conference-records';
import type { Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';

export class OpenedCenter {
  state = $state.raw<OwnState | null>(null);

  constructor(ledger: Ledger, bucket: () => Uuid) {
    $effect(() => {
      const id = bucket();
      let current = true;
      const show = (state: OwnState | null) => void (current && (this.state = state));
      const read = () => void ledger.conferences.center(id).then(show, () => show(null));
      read();
      const stop = ledger.watch(id, read);
      return () => {
        current = false;
        stop();
      };
    });
  }
}
