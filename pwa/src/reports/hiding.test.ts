/** What leaves the center points at nobody: asked of every way in which the figures could be, not of the rule that hides them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGURES } from '../casework/catalogue.gen';
import { exposed, FEWEST, hide, type Rules, type Told } from './hiding';

const SMALL: Rules = { sums: [{ total: 'all', parts: ['a', 'b', 'c'] }, { total: 'a', parts: ['x', 'y'] }], at_least: [{ more: 'a', less: 'h' }] };
const LEAVES = ['x', 'y', 'b', 'c', 'h'] as const;
const MOST = 24;

const whole = ({ x, y, b, c, h }: Record<(typeof LEAVES)[number], number>) => ({ x, y, b, c, h, a: x + y, all: x + y + b + c });

/** Every figure's possible values: by trying all numbers, as somebody with patience would. */
function possible(told: Told): Map<string, Set<number>> {
  const found = new Map(Object.keys(told).map((code) => [code, new Set<number>()]));
  const range = (code: string): number[] => (told[code] === null ? Array.from({ length: MOST }, (_, n) => n + 1) : [told[code]!]);
  const agrees = (code: string, value: number) => (told[code] === null ? value > 0 : value === told[code]);
  for (const x of range('x')) for (const y of range('y')) {
    if (!agrees('a', x + y)) continue;
    for (const b of range('b')) {
      // The last part follows from the total, where that is told.
      const c = told.all === null || told.all === undefined ? range('c') : [told.all - x - y - b].filter((value) => agrees('c', value));
      for (const one of c) for (const h of [range('h')[0]!, range('h').at(-1)!, Math.min(range('h').at(-1)!, x + y)]) {
        if (h > x + y || !agrees('h', h)) continue;
        for (const [code, value] of Object.entries(whole({ x, y, b, c: one, h }))) found.get(code)!.add(value);
      }
    }
  }
  return found;
}

const few = fc.integer({ min: 0, max: 9 });
const figures = fc.record({ x: few, y: few, b: few, c: few, share: fc.integer({ min: 0, max: 100 }) })
  .map(({ x, y, b, c, share }) => whole({ x, y, b, c, h: x + y === 0 ? 0 : Math.max(1, Math.ceil(((x + y) * share) / 100)) }));

describe('what a center hands in', () => {
  it('nothing hidden can be reckoned back, whatever the figures are', () => {
    fc.assert(fc.property(figures, (counted) => {
      const told = hide(counted, SMALL);
      const values = possible(told);
      for (const [code, value] of Object.entries(told)) {
        if (value === null) expect([code, values.get(code)!.size > 1]).toEqual([code, true]);
        else expect(value).toBe(counted[code as keyof typeof counted]);
        expect(value !== null && value > 0 && value < FEWEST).toBe(false);
      }
    }), { numRuns: 400 });
  });

  it('hiding the small ones alone would not do: the test finds what could be reckoned', () => {
    const counted = whole({ x: 3, y: 9, b: 8, c: 7, h: 6 });
    const naive = Object.fromEntries(Object.entries(counted).map(([code, value]) => [code, value > 0 && value < FEWEST ? null : value]));
    expect(possible(naive).get('x')).toEqual(new Set([3]));
    expect(exposed(naive, SMALL)).toEqual(['x']);
    expect(hide(counted, SMALL)).toMatchObject({ x: null, y: null, a: 12, all: 27 });
  });

  it('two ones that make two are not left to be reckoned, nor one of which the households tell how many', () => {
    expect(exposed({ x: null, y: null, b: 9, c: 9, h: 0, a: 2, all: 20 }, SMALL)).toEqual(['x', 'y']);
    for (const counted of [whole({ x: 1, y: 1, b: 9, c: 9, h: 1 }), whole({ x: 1, y: 7, b: 0, c: 0, h: 7 }), whole({ x: 0, y: 1, b: 0, c: 0, h: 1 })]) expect(exposed(hide(counted, SMALL), SMALL)).toEqual([]);
  });

  it('the real layout: nothing small is told, nothing exposed, and nothing is hidden without need', () => {
    const one = fc.integer({ min: 0, max: 60 });
    const real = fc.record({ ma: fc.tuple(one, one), out: fc.tuple(one, one), cc: one, pa: one, cb: one, cut: fc.integer({ min: 1, max: 100 }) }).map(({ ma, out, cc, pa, cb, cut }) => {
      const [multi, outreach] = [ma[0] + ma[1], out[0] + out[1]];
      const part = (value: number) => Math.ceil((value * cut) / 100);
      return {
        records: cc + multi + outreach + pa + cb, 'records.comprehensive_consultation': cc, 'records.multi_agency': multi, 'records.outreach': outreach, 'records.participation': pa, 'records.community_building': cb,
        'multi_agency.before': ma[0], 'multi_agency.after': ma[1], 'outreach.before': out[0], 'outreach.after': out[1],
        'households.comprehensive_consultation': part(cc), 'households.multi_agency': part(multi), 'households.outreach': part(outreach), 'households.participation': part(pa), opened: part(cc), closed: Math.min(part(multi), 3), watched: Math.min(part(multi), 6),
      };
    });
    fc.assert(fc.property(real, (counted) => {
      expect(Object.keys(counted).sort()).toEqual(FIGURES.cells.map(({ code }) => code).sort());
      const told = hide(counted, FIGURES);
      expect(exposed(told, FIGURES)).toEqual([]);
      for (const [code, value] of Object.entries(counted)) {
        if (value > 0 && value < FEWEST) expect(told[code]).toBeNull();
        if (value === 0) expect(told[code]).toBe(0);
      }
      if (Object.values(counted).every((value) => value === 0 || value >= FEWEST)) expect(told).toEqual(counted);
    }), { numRuns: 300 });
  });
});
