import { expect, test } from 'vitest';
import type { Head, Registers } from '../casework/records';
import { birthError, birthIn, birthRead, birthShown } from './birth';
import { changeOf, correctionOf, resumedOver, touchedOnly } from './correction';
import { fieldsOfHousehold, householdForm } from './household-form';
import { blankPerson, knownFields, personErrors, personFields, personForm } from './person-form';

const AT = '2026-11-24T10:32:00+09:00';
const TODAY = '2026-11-24';
const register = (value: unknown, ...ops: string[]) => ({ value, heads: ops.map((op): Head => ({ op, value, by: 's', at: AT })) });
const morikawa: Registers = { name: register('森川', 'a'), phone: register('075', 'b', 'c'), lead: register('sato', 'a'), fields: register(['elderly_health'], 'a') };
const household = (registers = morikawa) => correctionOf(householdForm(registers), fieldsOfHousehold, registers);
const write = (correction: ReturnType<typeof household>) => changeOf('household', correction, fieldsOfHousehold, AT);

test('a form that changed nothing writes nothing', () => {
  const correction = household();
  correction.input.name = '森川 ';
  expect(write(correction)).toBeNull();
});

test('only what changed is written, and it names every value it replaces', () => {
  const correction = household();
  Object.assign(correction.input, { phone: '', town: '亀屋町', lead: 'tanaka', postal_code: '６０２－８１２５', fields: ['elderly_health', 'disability'] });
  expect(write(correction)).toEqual({
    kind: 'fields.set', entity: 'household', recorded_at: AT,
    set: { phone: null, town: '亀屋町', lead: 'tanaka', postal_code: '6028125', fields: ['elderly_health', 'disability'] },
    base: { phone: ['b', 'c'], town: [], lead: ['a'], postal_code: [], fields: ['a'] },
  });
});

test('letters stay as typed: 𠮷, 﨑, a letter with a selector, half-width kana', () => {
  const correction = household();
  const name = '𠮷﨑 葛\u{E0100}城 ﾀﾅｶ';
  correction.input.name = name;
  expect(write(correction)).toMatchObject({ set: { name } });
  const form = { ...blankPerson(), family_name: '𠮷﨑', family_kana: 'ﾖｼｻﾞｷ' };
  expect(knownFields(form)).toEqual({ family_name: '𠮷﨑', family_kana: 'ﾖｼｻﾞｷ' });
});

test('a draft taken up later replaces what Sato had seen, and never takes back what Tanaka wrote meanwhile [CONF-3]', () => {
  const draft = household();
  draft.input.hint = '青い門';
  const since: Registers = { ...morikawa, name: register('森河', 'd'), hint: register('赤い門', 'e') };
  const again = resumedOver(fieldsOfHousehold)(household(since), touchedOnly(fieldsOfHousehold)(draft));
  expect([again.input.name, again.input.hint]).toEqual(['森河', '青い門']);
  expect(write(again)).toMatchObject({ set: { hint: '青い門' }, base: { hint: [] } });
});

test('a draft holds what Sato wrote and what it replaces, and nothing else of the household', () => {
  const draft = household();
  draft.input.phone = '075-111-2222';
  expect(touchedOnly(fieldsOfHousehold)(draft)).toEqual({ shown: { phone: '075' }, input: { phone: '075-111-2222' }, base: { phone: ['b', 'c'] } });
});

test('a birth date is stored with what is known of it, and stays untouched when only the name is put right', () => {
  const registers: Registers = { family_name: register('森川', 'p'), birth_date: register('1945-05-01', 'p'), birth_precision: register('month', 'p'), estimated_age: register(80, 'p') };
  const correction = correctionOf(personForm(registers), personFields, registers);
  expect(correction.shown).toMatchObject({ birth: '昭和20年5月', estimated_age: '80' });
  correction.input.family_name = '森河';
  expect(changeOf('person:x', correction, personFields, AT)).toMatchObject({ entity: 'person:x', set: { family_name: '森河' } });
  correction.input.birth = 'S20.5.3';
  expect(changeOf('person:x', correction, personFields, AT)).toMatchObject({ set: { birth_date: '1945-05-03', birth_precision: 'day' }, base: { birth_date: ['p'], birth_precision: ['p'] } });
  correction.input.birth = '';
  expect(changeOf('person:x', correction, personFields, AT)).toMatchObject({ set: { birth_date: null, birth_precision: 'estimated' } });
});

test.each([
  ['昭和20年5月3日', '1945-05-03', 'day'], ['1945-05-03', '1945-05-03', 'day'], ['Ｓ２０．５．３', '1945-05-03', 'day'], ['昭和20年', '1945-01-01', 'year'], ['平成元年1月', '1989-01-08', 'month'],
])('%s is understood', (text, day, precision) => {
  expect(birthIn(text)).toEqual({ day, precision });
  expect(birthError(text, TODAY)).toBeUndefined();
});

test.each([
  ['昭和20年2月30日', '昭和20年2月は28日まで'], ['2024-13-01', '月は1から12まで'], ['昭和64年2月1日', '昭和は1926年12月25日から1989年1月7日まで'], ['令和9年1月1日', 'まだ来ていない日'],
  ['明治30年1月1日', '120歳をこえます'], ['むかし', '日付として読めません'], ['20.5.3', '日付として読めません'], ['2023年2月29日', '2023年2月は28日まで'], ['令和元年4月1日', '令和は2019年5月1日から'],
])('%s is refused with the rule: %s', (text, rule) => {
  expect(birthError(text, TODAY)).toContain(rule);
});

test('what was understood is said in both calendars, and only as far as it is known', () => {
  expect(birthRead('S20.5.3', TODAY)).toBe('1945年5月3日（昭和20年5月3日）・81歳 と読みました');
  expect(birthRead('昭和20年', TODAY)).toBe('1945年（昭和20年）・81歳くらい と読みました');
  expect(birthShown('1989-01-08', 'day')).toBe('平成元年1月8日');
});

test('somebody needs a name, a birth date or an age; days to come are no days gone', () => {
  expect(Object.keys(personErrors(blankPerson(), TODAY))).toEqual(['family']);
  expect(personErrors({ ...blankPerson(), birth: '昭和20年' }, TODAY)).toEqual({});
  expect(Object.keys(personErrors({ ...blankPerson(), alias: '母', estimated_age: '百', died_on: '2026-11-25', left_on: '2027-01-01' }, TODAY))).toEqual(['age', 'died-on', 'left-on']);
});
