/** When to try again: full jitter between nothing and a doubling ceiling, so that a whole district never knocks at once. */

const FIRST_MS = 1_000;
const MOST_MS = 5 * 60_000;

export class Backoff {
  #failures = 0;

  constructor(private readonly random: () => number = Math.random) {}

  /** `least_ms` is what the server asked for. */
  next(least_ms = 0): number {
    const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** this.#failures);
    this.#failures += 1;
    return least_ms + this.random() * ceiling;
  }

  reset(): void {
    this.#failures = 0;
  }
}
