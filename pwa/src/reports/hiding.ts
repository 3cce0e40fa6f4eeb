/** Figures that may leave the center: none of 1 to 4, and none from which such a one could be reckoned back. Pure. */
import type { Figures } from '../casework/catalogue';

export type Counted = Readonly<Record<string, number>>;
/** null: not told */
export type Told = Record<string, number | null>;
export type Rules = Pick<Figures, 'sums' | 'at_least'>;
interface Span { low: number; high: number }

export const FEWEST = 5;

/** What others could know of each figure: a hidden one is at least 1, since none is told as 0. */
export function spansOf(told: Told, { sums, at_least }: Rules): Map<string, Span> {
  const spans = new Map(Object.entries(told).map(([code, value]): [string, Span] => [code, value === null ? { low: 1, high: Infinity } : { low: value, high: value }]));
  const of = (code: string): Span => spans.get(code)!;
  let moved = true;
  const narrow = (span: Span, low: number, high: number) => {
    if (low > span.low) [span.low, moved] = [low, true];
    if (high < span.high) [span.high, moved] = [high, true];
  };
  while (moved) {
    moved = false;
    for (const { more, less } of at_least) {
      narrow(of(more), of(less).low, Infinity);
      narrow(of(less), -Infinity, of(more).high);
    }
    for (const { total, parts } of sums) {
      const each = parts.map(of);
      const [low, high] = [each.reduce((sum, one) => sum + one.low, 0), each.reduce((sum, one) => sum + one.high, 0)];
      narrow(of(total), low, high);
      for (const [n, one] of each.entries()) {
        const others = each.filter((_, at) => at !== n);
        narrow(one, of(total).low - others.reduce((sum, other) => sum + other.high, 0), of(total).high - others.reduce((sum, other) => sum + other.low, 0));
      }
    }
  }
  return spans;
}

/** Those that are hidden, and of which only one value is possible. */
export const exposed = (told: Told, rules: Rules): string[] => [...spansOf(told, rules)].filter(([code, { low, high }]) => told[code] === null && low === high).map(([code]) => code);

/** Hides what is small, then the smallest neighbour of what could still be reckoned, until nothing can. All that is hidden looks the same: a mark of its own for the neighbours would tell that they are not small. */
export function hide(counted: Counted, rules: Rules): Told {
  const told: Told = Object.fromEntries(Object.entries(counted).map(([code, value]) => [code, value > 0 && value < FEWEST ? null : value]));
  const linked = [...rules.sums.map(({ total, parts }) => [total, ...parts]), ...rules.at_least.map(({ more, less }) => [more, less])];
  for (let open = exposed(told, rules); open.length; open = exposed(told, rules)) {
    const neighbours = new Set(linked.filter((codes) => codes.some((code) => open.includes(code))).flat());
    const shown = Object.keys(told).filter((code) => told[code]);
    const near = shown.filter((code) => neighbours.has(code));
    const next = (near.length ? near : shown).sort((a, b) => told[a]! - told[b]!)[0];
    if (next === undefined) break;
    told[next] = null;
  }
  return told;
}
