/** つながり, against the vectors its twin made (tests/vectors/make_ties.py). */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fold } from './fold';
import { sealedOf } from './fold-protection';
import { summarise } from './summary';
import type { OpenedOp } from './records';

interface Case { name: string; now: string; roles: Record<string, string>; ops: OpenedOp[]; state: Record<string, unknown> }
const cases = JSON.parse(readFileSync(new URL('../../../tests/vectors/ties.json', import.meta.url), 'utf8')) as Case[];
const BUCKET = '00000000-0000-7000-8000-0000000000b1';

describe('who is around a household, and what there is between them', () => {
  it.each(cases)('$name', ({ ops, roles, now, state }) => {
    const folded = (delivered: OpenedOp[]) => {
      const all = fold(BUCKET, '26101', delivered, { roles, now });
      const { around, ties, conflicts, proposals, unknown } = all;
      return { around, ties, conflicts, proposals, unknown, row: summarise(all, now), sealed: { around: sealedOf(BUCKET, delivered, roles).around } };
    };
    expect(folded(ops)).toEqual(state);
    expect(folded([...ops].reverse().concat(ops))).toEqual(state);
  });
});
