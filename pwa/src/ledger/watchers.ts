/** Who on the screen wants to know when something of a household, or of a packet, has changed. */
import type { Uuid } from '../casework/records';

export class Watchers {
  #all = new Map<Uuid, Set<() => void>>();

  /** Answers how to stop. */
  readonly add = (bucket: Uuid, changed: () => void): (() => void) => {
    const watchers = this.#all.get(bucket) ?? new Set();
    this.#all.set(bucket, watchers.add(changed));
    return () => watchers.delete(changed);
  };

  readonly tell = (bucket: Uuid): void => {
    for (const changed of this.#all.get(bucket) ?? []) changed();
  };

  clear(): void {
    this.#all.clear();
  }
}
