/** How this person wants the screen: theme, text size, names hidden. Kept on the device; it says nothing about anybody. */

export type Theme = 'system' | 'light' | 'dark';
export type TextSize = 'usual' | 'large' | 'larger' | 'largest';
interface Kept { theme: Theme; text: TextSize; privacy: boolean }

const KEY = 'kasane.display';
const USUAL: Kept = { theme: 'system', text: 'usual', privacy: false };

/** Anything unreadable counts as the usual. */
export function readPreferences(raw: string | null): Kept {
  try {
    const given = JSON.parse(raw ?? '{}') as Partial<Kept>;
    return {
      theme: given.theme === 'light' || given.theme === 'dark' ? given.theme : USUAL.theme,
      text: given.text === 'large' || given.text === 'larger' || given.text === 'largest' ? given.text : USUAL.text,
      privacy: given.privacy === true,
    };
  } catch {
    return USUAL;
  }
}

class Preferences {
  #kept = $state.raw<Kept>(readPreferences(globalThis.localStorage?.getItem(KEY) ?? null));

  constructor() {
    this.#show();
  }

  get theme(): Theme { return this.#kept.theme; }
  set theme(theme: Theme) { this.#keep({ theme }); }
  get text(): TextSize { return this.#kept.text; }
  set text(text: TextSize) { this.#keep({ text }); }
  /** names are masked wherever they are shown */
  get privacy(): boolean { return this.#kept.privacy; }
  set privacy(privacy: boolean) { this.#keep({ privacy }); }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change };
    globalThis.localStorage?.setItem(KEY, JSON.stringify(this.#kept));
    this.#show();
  }

  #show(): void {
    const root = globalThis.document?.documentElement;
    if (!root) return;
    if (this.#kept.theme === 'system') delete root.dataset.theme;
    else root.dataset.theme = this.#kept.theme;
    if (this.#kept.text === 'usual') delete root.dataset.text;
    else root.dataset.text = this.#kept.text;
  }
}

export const preferences = new Preferences();
