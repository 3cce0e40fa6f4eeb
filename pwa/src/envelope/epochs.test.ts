import { beforeAll, describe, expect, test } from 'vitest';
import { fromB64u } from './bytes';
import { isOwed, whyNot } from './epochs';
import { Trust } from './trust';
import kept from '../../../tests/vectors/grants.json';

let trust: Trust;

beforeAll(async () => {
  trust = new Trust(fromB64u(kept.root_print));
  for (const [index, statement] of kept.statements.entries()) await trust.take(index + 1, statement);
});

describe('whose grant counts', () => {
  test.each(kept.grants)('$by, epoch $epoch, center $center: "$why_not"', async ({ grant, epoch, center, why_not }) => {
    if (why_not === 'no certificate') return expect(trust.readGrant(grant)).rejects.toThrow();
    const read = await trust.readGrant(grant);
    expect([read.epoch, read.n]).toEqual([epoch, 9]);
    expect(whyNot(read, trust, center)).toBe(why_not);
  });
});

describe('when a new key is owed', () => {
  test.each(kept.owed)('granted by $by at $n, center $center: $owed', ({ signer, n, center, wrote, owed }) => {
    expect(isOwed({ signer, n }, trust, center, new Set(wrote))).toBe(owed);
  });
});
