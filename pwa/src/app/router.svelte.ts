/** The address bar as reactive state: which screen is shown, its parameters, and how to go elsewhere. */

export interface Match { pattern: string; params: Record<string, string> }

/** What a screen needs to know about where it is. */
class Route {
  #url = $state.raw(new URL(location.href));
  #depth = $state.raw(depthOf(history.state));
  readonly path = $derived(this.#url.pathname);
  readonly query = $derived(Object.fromEntries(this.#url.searchParams));
  /** false on the first screen of this visit: a back arrow would leave the app */
  readonly canGoBack = $derived(this.#depth > 0);

  constructor() {
    addEventListener('popstate', () => this.#read());
    document.addEventListener('click', (event) => this.#followLink(event));
  }

  move(path: string, replace: boolean): void {
    const depth = replace ? this.#depth : this.#depth + 1;
    history[replace ? 'replaceState' : 'pushState']({ depth }, '', path);
    this.#read();
    if (!replace) scrollTo(0, 0);
  }

  #read(): void {
    this.#url = new URL(location.href);
    this.#depth = depthOf(history.state);
  }

  /** Plain links work without a reload; anything special (new tab, download, tel:) stays the browser's business. */
  #followLink(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a');
    if (!link || link.target || link.hasAttribute('download') || link.origin !== location.origin) return;
    const url = new URL(link.href);
    if (url.pathname === location.pathname && url.search === location.search && url.hash) return;
    event.preventDefault();
    this.move(url.pathname + url.search, false);
  }
}

function depthOf(state: unknown): number {
  const depth = (state as { depth?: unknown } | null)?.depth;
  return typeof depth === 'number' ? depth : 0;
}

export const route = new Route();

/** Path with query, e.g. `/households/…?filter=mine`. `replace` leaves no trace in the history. */
export function go(path: string, how: { replace?: boolean } = {}): void {
  route.move(path, how.replace ?? false);
}

/** One screen back, or to `fallback` when this screen was opened directly. */
export function back(fallback = '/'): void {
  if (route.canGoBack) history.back();
  else go(fallback, { replace: true });
}

/** First pattern that fits; the table's order decides, so `/households/new` stands before `/households/:id`. */
export function matchPath(patterns: readonly string[], path: string): Match | null {
  const parts = path.split('/').filter(Boolean);
  for (const pattern of patterns) {
    const wanted = pattern.split('/').filter(Boolean);
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((piece, index) => {
      const given = parts[index]!;
      if (!piece.startsWith(':')) return piece === given;
      params[piece.slice(1)] = safeDecode(given);
      return true;
    });
    if (fits) return { pattern, params };
  }
  return null;
}

function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
