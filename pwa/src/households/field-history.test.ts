/** Of what two people wrote differently, whatever was not chosen stays readable; 支援措置 hides it here as everywhere. */
import { expect, test } from 'vitest';
import type { OpenedOp, Payload } from '../casework/records';
import { writtenOf } from './field-history';

const SATO = 'sato';
const TANAKA = 'tanaka';
const ROLES = new Map([[SATO, 'outreach_worker'], [TANAKA, 'coordinator']]);
let made = 0;

function op(staff: string, at: string, payload: object): OpenedOp {
  made += 1;
  const recorded_at = `2026-11-${at}+09:00`;
  return { id: `op${made}`, bucket: 'home', device: staff, dseq: made, hlc_ms: Date.parse(recorded_at), hlc_n: 0, staff, seq: made, received_at: recorded_at, schema: 1, payload: { ...payload, recorded_at } as unknown as Payload };
}

const open = op(SATO, '20T10:00:00', { kind: 'household.open', center: '26101', fields: { hint: '門', phone: '075-000-0101' } });
const hers = op(SATO, '21T10:00:00', { kind: 'fields.set', entity: 'household', set: { hint: '青い門' }, base: { hint: [open.id] } });
const theirs = op(TANAKA, '21T10:05:00', { kind: 'fields.set', entity: 'household', set: { hint: '青い門の右どなり', phone: '075-000-0102' }, base: { hint: [open.id], phone: [open.id] } });
const settled = op(SATO, '22T10:00:00', { kind: 'fields.set', entity: 'household', set: { hint: '青い門の右どなり' }, base: { hint: [hers.id, theirs.id] } });
const told = (ops: OpenedOp[]) => writtenOf(ops, ROLES).map(({ field, value, by, stands }) => [field, value, by, stands]);

test('both values of a difference stand until it is settled, and are read afterwards, newest first [CONF-2 I7]', () => {
  const hints = (ops: OpenedOp[]) => told(ops).filter(([field]) => field === 'hint');
  expect(hints([open, hers, theirs])).toEqual([['hint', '青い門の右どなり', TANAKA, true], ['hint', '青い門', SATO, true], ['hint', '門', SATO, false]]);
  expect(hints([open, hers, theirs, settled])).toEqual([
    ['hint', '青い門の右どなり', SATO, true], ['hint', '青い門の右どなり', TANAKA, false], ['hint', '青い門', SATO, false], ['hint', '門', SATO, false],
  ]);
});

test('what was written once is no history, and no order of arrival changes it', () => {
  expect(told([open])).toEqual([]);
  expect(told([settled, theirs, open, hers])).toEqual(told([open, hers, theirs, settled]));
});

test('under 支援措置 no former place or telephone is told', () => {
  const mark = op(TANAKA, '23T10:00:00', { kind: 'protection.set', protection: { persons: [], since: '2026-11-23', until: '', basis: 'dv', called: '', people: [], told: '' } });
  expect(told([open, hers, theirs, settled]).map(([field]) => field)).toContain('phone');
  expect(told([open, hers, theirs, settled, mark])).toEqual([]);
});

test('a damaged or foreign write breaks nothing', () => {
  const strange = op(SATO, '24T10:00:00', { kind: 'fields.set', entity: 'household', set: { hint: { deep: [1] } }, base: { hint: 'x' } });
  expect(() => writtenOf([open, hers, strange, op(SATO, '24T11:00:00', { kind: 'visit.film' })], ROLES)).not.toThrow();
});
