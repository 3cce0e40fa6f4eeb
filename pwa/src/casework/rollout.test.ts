/** The phone lets the same parts rest as the vault. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ROLLOUT_PARTS } from './catalogue.gen';
import { readable, runs } from './rollout';

interface Case { name: string; given: unknown; day: string; expect: string[] }
const cases = JSON.parse(readFileSync(new URL('../../../tests/vectors/rollout.json', import.meta.url), 'utf8')) as Case[];

describe('what a center runs on a day', () => {
  it.each(cases)('$name', ({ given, day, expect: rests }) => {
    expect(ROLLOUT_PARTS.map(({ code }) => code).filter((part) => !runs(given, part, day))).toEqual(rests);
  });

  it.each(cases)('and a screen that shows $name says the same', ({ given, day, expect: rests }) => {
    expect(ROLLOUT_PARTS.map(({ code }) => code).filter((part) => !runs(readable(given), part, day))).toEqual(rests);
  });
});
