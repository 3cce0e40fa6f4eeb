/** The phone says of every record the same business as the vault. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type BusinessRecord, businessRecords } from './business';
import { fold } from './fold';
import type { OpenedOp } from './records';

interface Case { name: string; now: string; roles?: Record<string, string> | null; ops: OpenedOp[]; records: BusinessRecord[]; expect: Record<string, string> }
const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), 'utf8')) as T;
const { cases, borrowed } = read<{ cases: Case[]; borrowed: Record<string, BusinessRecord[][]> }>('business');
const recordsOf = ({ ops, roles, now }: Case, delivered = ops) => businessRecords(fold('00000000-0000-7000-8000-0000000000b1', '26101', delivered, { ...(roles ? { roles } : {}), now }));

describe('to which business a record belongs', () => {
  it.each(cases)('$name', (one) => {
    const found = recordsOf(one);
    const said = new Map(found.map(({ id, business, agreed }) => [id, `${business} ${agreed ? 'after' : 'before'}`]));
    expect(Object.fromEntries(Object.keys(one.expect).map((id) => [id, said.get(id)]))).toEqual(one.expect);
    expect(found).toEqual(one.records);
    expect(recordsOf(one, [...one.ops].reverse().concat(one.ops))).toEqual(one.records);
  });

  it.each(Object.keys(borrowed))('and of the households of %s', (name) => {
    expect(read<Case[]>(name).map((one) => recordsOf(one))).toEqual(borrowed[name]);
  });
});
