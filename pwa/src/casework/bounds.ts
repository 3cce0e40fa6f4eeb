/** The numbers of the time rules as a center set them, within what the catalogue lets it (bounds.json). Twin of server/casework/bounds.py. What was never set is the catalogue's, and so is what cannot be read: a doubt makes nothing quieter. */
import { BOUND_ORDERS, BOUNDS } from './catalogue.gen';

/** Every number that a center may set, by the code of its row. */
export type Bounds = Readonly<Record<string, number>>;

/** The catalogue's own, which hold where a center has decided nothing. */
export const USUAL: Bounds = Object.fromEntries(BOUNDS.map(({ code, usual }) => [code, usual]));

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `given`: the numbers of a center by their code, as the office tells them. */
export function boundsOf(given: unknown): Bounds {
  const numbers: Record<string, number> = { ...USUAL };
  for (const { code, least, most } of BOUNDS) {
    const value = isMap(given) && Object.hasOwn(given, code) ? given[code] : undefined;
    if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) numbers[code] = value as number;
  }
  for (const order of BOUND_ORDERS) if (isDisordered(numbers, order)) for (const code of order) numbers[code] = USUAL[code]!;
  return numbers;
}

/** Whoever is watched most closely would be asked after later than somebody else. */
export const isDisordered = (numbers: Bounds, order: readonly string[]): boolean => order.some((code, n) => n > 0 && numbers[order[n - 1]!]! > numbers[code]!);

/** For so many days somebody of this tier may be neither seen nor heard; null where no tier is chosen. */
export const daysOfTier = (bounds: Bounds, tier: string | null): number | null => bounds[`E-T01.${tier ?? ''}`] ?? null;
