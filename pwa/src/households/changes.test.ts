import { expect, test } from 'vitest';
import type { HouseholdState, Observation } from '../casework/records';
import { changesSince } from './changes';
import { conflictsOf, settle } from './conflicts';
import { blankHousehold, householdErrors, householdFields, peopleOf } from './new-household';
import { blankPerson } from './person-form';
import { streetReading } from './reading';
import { masked, titleOf } from './register';

const visit = (occurred_at: string, observations: Observation[]) => ({ retracted: null, visit: { occurred_at, observations } });
const stateOf = (visits: unknown[], street: unknown[] = []) => ({ visits, street }) as unknown as HouseholdState;

test('a new sign, a worse one and a better one are told apart; the rest is counted', () => {
  const state = stateOf([
    visit('2026-11-20T14:05:00+09:00', [{ code: 'OUT01', value: 'yes' }, { code: 'BOD02', value: 'yes', change: 'worse' }, { code: 'LIV03', value: 'no' }, { code: 'OUT03', value: 'no' }]),
    visit('2026-11-13T14:05:00+09:00', [{ code: 'OUT01', value: 'no' }, { code: 'BOD02', value: 'yes' }, { code: 'LIV03', value: 'yes' }, { code: 'OUT03', value: 'no' }]),
  ]);
  const { lines, same } = changesSince(state);
  expect(lines.map((line) => [line.code, line.way])).toEqual([['OUT01', 'new'], ['BOD02', 'worse'], ['LIV03', 'better']]);
  expect(same).toBe(1);
});

test('what was not looked at last time says nothing about today', () => {
  const state = stateOf([visit('2026-11-20T14:05:00+09:00', [{ code: 'OUT02', value: 'no' }]), visit('2026-11-13T14:05:00+09:00', [{ code: 'OUT01', value: 'yes' }])]);
  expect(changesSince(state)).toEqual({ lines: [], same: 0 });
});

test('one record alone has nothing to be compared with', () => {
  expect(changesSince(stateOf([visit('2026-11-20T14:05:00+09:00', [{ code: 'OUT01', value: 'yes' }])]))).toEqual({ lines: [], same: 0 });
});

test('a look from the street after the visit goes before what the visit said', () => {
  const street = [{ retracted: null, observation: { occurred_at: '2026-11-22T18:00:00+09:00', observations: [{ code: 'OUT01', value: 'yes' }] } }];
  const state = stateOf([visit('2026-11-20T14:05:00+09:00', [{ code: 'OUT01', value: 'no' }]), visit('2026-11-13T14:05:00+09:00', [{ code: 'OUT01', value: 'no' }])], street);
  expect(changesSince(state).lines[0]).toMatchObject({ code: 'OUT01', way: 'new' });
});

test('settling a conflict names every value it replaces [CONF-4]', () => {
  const heads = [{ op: 'o1', value: '075-000-0101', by: 's1', at: '2026-11-20T10:00:00Z' }, { op: 'o2', value: '075-000-0102', by: 's2', at: '2026-11-21T10:00:00Z' }];
  const state = { conflicts: [{ entity: 'household', field: 'phone' }], fields: { phone: { value: heads[1]!.value, heads } }, persons: [], entities: {} } as unknown as HouseholdState;
  const [conflict] = conflictsOf(state, false);
  expect(settle(conflict!, heads[0]!, 'now')).toMatchObject({ kind: 'fields.set', set: { phone: '075-000-0101' }, base: { phone: ['o1', 'o2'] } });
});

test('a household without a name is provisional, and one hint is enough to make it', () => {
  const input = blankHousehold('北区');
  expect(householdErrors(input, '2026-11-24')).toHaveProperty('hint');
  input.hint = '2階の方';
  expect(householdErrors(input, '2026-11-24')).toEqual({});
  expect(householdFields(input, 'sato')).toMatchObject({ hint: '2階の方', provisional: true, lead: 'sato', phase: 'intake' });
});

test('a row of a person left empty is nobody; an age in full-width digits is an age', () => {
  const input = { ...blankHousehold('北区'), name: '森川', persons: [blankPerson(), { ...blankPerson(), given_name: 'ハツ', estimated_age: '８４' }] };
  expect(householdErrors(input, '2026-11-24')).toEqual({});
  expect(peopleOf(input)).toEqual([{ given_name: 'ハツ', estimated_age: 84, birth_precision: 'estimated' }]);
});

test('the street is read out in kana', () => {
  expect(streetReading('智恵光院通上立売上る')).toBe('ちえこういんどおり かみだちうり あがる');
});

test('in privacy mode only the first letter stands; 氏名不詳 stays as it is', () => {
  expect(masked('森川 ハツ')).toBe('森○ ハ○');
  expect(titleOf({ title: '森川' }, true)).toBe('森○さん宅');
  expect(titleOf({ title: '氏名不詳（2階の方）' }, true)).toBe('氏名不詳（2階の方）');
});
