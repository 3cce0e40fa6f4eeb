/** The numbers of a center, and the moments that they make: read here as the vault reads them. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Bounds, boundsOf, daysOfTier, USUAL } from './bounds';
import { centerCauses } from './center-deadlines';
import { deadlines, type Due, duesOf, nextOpening } from './deadlines';
import { fold } from './fold';
import { foldCenter } from './fold-conferences';
import type { OpenedOp } from './records';
import type { Roles } from './roles';

interface Reading { name: string; given: unknown; expect: Bounds }
interface Case { name: string; now: string; roles: Record<string, string>; ops: OpenedOp[]; numbers: unknown; dues: Due[] }
interface Center extends Omit<Case, 'ops'> { buckets: OpenedOp[][] }
const { readings, cases, centers } = JSON.parse(readFileSync(new URL('../../../tests/vectors/deadlines.json', import.meta.url), 'utf8')) as { readings: Reading[]; cases: Case[]; centers: Center[] };

describe('the numbers of a center', () => {
  it.each(readings)('$name', ({ given, expect: wanted }) => {
    const numbers = boundsOf(given);
    expect(Object.fromEntries(Object.keys(wanted).map((code) => [code, numbers[code]]))).toEqual(wanted);
    expect(Object.keys(numbers).sort()).toEqual(Object.keys(USUAL).sort());
  });

  it('knows no days where no tier is chosen', () => {
    expect([daysOfTier(USUAL, 'A'), daysOfTier(USUAL, ''), daysOfTier(USUAL, null), daysOfTier(USUAL, 'Z')]).toEqual([7, null, null, null]);
  });
});

describe('what becomes due', () => {
  it.each(cases)('$name', ({ now, roles, ops, numbers, dues }) => {
    const state = fold('home', '26101', ops, { roles: new Map(Object.entries(roles)) as Roles, now });
    expect(deadlines(state, now, boundsOf(numbers))).toEqual(dues);
  });

  it.each(centers)('of a center: $name', ({ now, roles, buckets, numbers, dues }) => {
    const states = buckets.map((ops, n) => foldCenter(`c${n + 1}`, ops, new Map(Object.entries(roles)) as Roles));
    expect(duesOf(centerCauses(states, now), boundsOf(numbers))).toEqual(dues);
  });

  it('waits for the next opening, over a weekend with a holiday', () => {
    expect(nextOpening(Date.parse('2026-11-20T23:59:00+09:00'))).toBe(Date.parse('2026-11-24T08:45:00+09:00'));
    expect(nextOpening(Date.parse('2026-11-24T08:44:00+09:00'))).toBe(Date.parse('2026-11-24T08:45:00+09:00'));
    expect(nextOpening(Date.parse('2026-11-24T08:45:00+09:00'))).toBe(Date.parse('2026-11-25T08:45:00+09:00'));
  });
});
