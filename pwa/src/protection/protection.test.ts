import { expect, test } from 'vitest';
import type { SealedPlace } from '../casework/protection-records';
import type { HouseholdState, PersonState } from '../casework/records';
import type { Me } from '../ledger/ledger';
import { blankNamed, markErrors, markForm, type MarkForm, protectionOf } from './mark-form';
import { mayMark } from './may-mark';
import { resumedSealed, sealedChanges, sealedForm, sealedLines, storedSealed } from './sealed-form';
import { tellsPlace, wordsIn } from './tells-place';

const AT = '2026-11-27T09:00:00+09:00';
const register = (value: unknown, op = 'o1') => ({ value, heads: [{ op }] }) as never;
const aki = { id: 'p1', fields: { family_name: register('里中'), given_name: register('アキ') } } as unknown as PersonState;
const household = { bucket: 'b', fields: { name: register('里中') }, persons: [aki], merged_into: null, merged_from: [] } as unknown as HouseholdState;
const tanaka = { staff: 'tanaka', name: '田中', role: 'coordinator' } as Me;
const place: SealedPlace = { bucket: 'b', fields: { town: register('紫野雲林院町'), banchi: register('9-4') }, persons: { p1: { phone: register('090-0000-5678', 'o2') } }, reach: { p1: { school: register('第三保育所', 'o3') } }, around: {}, openings: [] };

const whole = (): MarkForm => ({ ...markForm(null, 'tanaka', '2026-11-27'), persons: ['p1'], basis: 'registry', called: 'あじさい', people: [{ ...blankNamed(), staff: 'inoue', basis: 'consent' }] });

test('a mark names whom it protects, until when, what lists say, and one more person beside Tanaka', () => {
  expect(Object.keys(markErrors(markForm(null, 'tanaka', '2026-11-27'), household))).toEqual(['protect-who', 'protect-basis', 'protect-called', 'protect-staff-0', 'protect-why-0']);
  expect(markErrors(whole(), household)).toEqual({});
  expect(markErrors({ ...whole(), called: '里中の世帯' }, household)['protect-called']).toBeTruthy();
  expect(markErrors({ ...whole(), until: '2026-11-01' }, household)['protect-until']).toBeTruthy();
  const twice = whole();
  expect(Object.keys(markErrors({ ...twice, people: [...twice.people, { ...twice.people[0]!, id: 'x' }] }, household))).toEqual(['protect-staff-1']);
});

test('it becomes a record that names Tanaka and Inoue, each with a basis', () => {
  const said = protectionOf(whole(), household, tanaka, [{ id: 'inoue', name: '井上', kana: '', role: '', center: '' }]);
  expect(said).toMatchObject({ persons: ['p1'], since: '2026-11-27', until: '2027-11-26', called: 'あじさい' });
  expect(said.people).toEqual([{ staff: 'tanaka', name: '田中', basis: 'internal_use' }, { staff: 'inoue', name: '井上', basis: 'consent' }]);
  const again = markForm({ ...said, id: 'm', by: 'tanaka', at: AT }, 'tanaka', '2027-10-30');
  expect(again).toMatchObject({ since: '2026-11-27', until: '2027-11-26' === again.until ? '' : '2028-11-25', people: [{ staff: 'inoue', basis: 'consent' }] });
});

test('nobody hides a household that is one with another, and only those who may', () => {
  expect(mayMark('coordinator', household)).toBe(true);
  expect(mayMark('outreach_worker', household)).toBe(false);
  expect(mayMark('coordinator', { ...household, merged_from: [{}] } as unknown as HouseholdState)).toBe(false);
});

test('what is hidden reads as lines, and a correction writes only what was touched, each in its own place', () => {
  expect(sealedLines(place, [aki], false).map(([, line]) => line)).toEqual(['紫野雲林院町 9-4', '090-0000-5678', '第三保育所']);
  const form = sealedForm(place, [aki]);
  expect(sealedChanges(form, AT)).toEqual([]);
  form.household.input.room = '203';
  form.others['reach:p1']!.input.school = '第五保育所';
  const draft = storedSealed(form);
  expect(JSON.stringify(draft)).not.toContain('紫野雲林院町');
  expect(sealedChanges(resumedSealed(sealedForm(place, [aki]), draft), AT)).toEqual([
    { kind: 'fields.set', entity: 'household', set: { room: '203' }, base: { room: [] }, recorded_at: AT },
    { kind: 'fields.set', entity: 'reach:p1', set: { school: '第五保育所' }, base: { school: ['o3'] }, recorded_at: AT },
  ]);
});

test.each(['北区紫野雲林院町9-4に移った', '０９０－００００－５６７８にかける', '烏丸今出川上る', '〒603', '3丁目のアパート', '203号室'])('「%s」 is cautioned', (text) => {
  expect(tellsPlace(text)).toBe(true);
});

test.each(['顔色がよい。朝9時に来た', '2026-11-27に電話する', '町内会の3人と話した', '1日2回', ''])('「%s」 is not', (text) => {
  expect(tellsPlace(text)).toBe(false);
});

test('times and ids of a form are nobody’s words', () => {
  expect(wordsIn({ a: ['話', { b: '2026-11-27T09:00:00+09:00' }], c: crypto.randomUUID(), d: 3, e: null })).toEqual(['話']);
});
