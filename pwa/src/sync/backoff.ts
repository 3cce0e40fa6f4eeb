/** When to try again: full jitter between nothing and a doubling ceiling, so that a whole district never knocks at once. */

const FIRST_MS = 1_000;
export const MOST_MS = 5 * 60_000;

export class Backoff {
  #failures = 0;

  /** `most`: the longest of these waits, asked each time */
  constructor(private readonly random: () => number = Math.random, private readonly most: () => number = () => MOST_MS) {}

  /** `least_ms` is what the server asked for. */
  next(least_ms = 0): number {
    const ceiling = Math.min(this.most(), FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return least_ms + this.random() * ceiling;
  }

  reset(): void {
    this.#failures = 0;
  }
}
