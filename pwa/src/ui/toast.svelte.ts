/** One short word after an act, carried over a change of screen. */

const STAYS_MS = 6000;

class Toast {
  text = $state<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  say(text: string): void {
    this.text = text;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.text = null), STAYS_MS);
  }
}

export const toast = new Toast();
