/** What the tabs of one person tell each other: what to read again from the store they share. */
import type { Uuid } from '../casework/records';

export type TabNote = { type: 'changed'; buckets: Uuid[] } | { type: 'drafts' } | { type: 'sync' };

export class Tabs {
  readonly #channel: BroadcastChannel;

  constructor(staff: Uuid, hear: (note: TabNote) => void) {
    this.#channel = new BroadcastChannel(`kasane-${staff}`);
    this.#channel.onmessage = ({ data }: MessageEvent<TabNote>) => hear(data);
  }

  tell(note: TabNote): void {
    try {
      this.#channel.postMessage(note);
    } catch {
      // locked meanwhile: other tabs are locked too
    }
  }

  close(): void {
    this.#channel.close();
  }
}
