import { expect, test } from 'vitest';
import type { HouseholdState, Payload } from '../casework/records';
import { heldText } from '../text/held';
import { fieldNames } from '../text/fields';
import { linesOf, momentOfHeld } from './said';

const nameOf = (id: string) => (id === 'tanaka' ? '田中 恵' : '');
const said = (payload: object) => linesOf({ recorded_at: '2026-11-24T10:00:00+09:00', ...payload } as Payload, nameOf);
const empty = { bucket: 'b', visits: [], street: [], consultations: [], notes: [], cautions: [], plans: [], outside: [] } as unknown as HouseholdState;

test('changed fields are named in words, people by their names', () => {
  expect(said({ kind: 'fields.set', entity: 'household', set: { lead: 'tanaka', hint: '青い門' }, base: {} })).toEqual([[fieldNames.lead, '田中 恵'], [fieldNames.hint, '青い門']]);
  expect(said({ kind: 'retract', target: 'v', reason: '別の世帯の記録でした' })).toEqual([['', '別の世帯の記録でした']]);
});

test('a shared sheet says what its page says, and to whom it went', () => {
  const recipients = [{ id: 'r', name: '北診療所', office: '', basis: 'consent', word: '往診のため' }];
  const sheet = { household: 'b', number: 1, title: '森川さん宅', author: '', as_of: '', members: [], involved: [], issues: {}, sections: { tried: '三度訪ねた。' }, recipients };
  expect(said({ kind: 'sheet.version', sheet })).toEqual([[fieldNames.tried, '三度訪ねた。']]);
  expect(said({ kind: 'sheet.share', packet: 'p', number: 1, digest: '', recipients })).toEqual([['北診療所', '往診のため']]);
  expect(said({ kind: 'sheet.answered', recipient: 'r', accepted: false, note: '手がいっぱい' })).toEqual([['', '手がいっぱい']]);
});

test('a request for backup says what was asked, and what was answered', () => {
  expect(said({ kind: 'backup.ask', question: 'だれが声をかけるか', tried: '二度訪ねた', urgency: 'normal' })).toEqual([['', 'だれが声をかけるか'], ['', '二度訪ねた']]);
  expect(said({ kind: 'backup.end', target: 'q', outcome: 'settled', text: '佐藤が声をかける' })).toEqual([['', '佐藤が声をかける']]);
});

test('a record of an app not yet known says nothing rather than something wrong', () => {
  expect(said({ kind: 'of.tomorrow' })).toEqual([]);
});

test('a correction is shown at the visit it corrects', () => {
  const visit = { id: 'v', visit: { occurred_at: '2026-11-24T10:00:00+09:00' } };
  const state = { ...empty, visits: [visit] } as unknown as HouseholdState;
  expect(momentOfHeld(state, 'op', { kind: 'amend', target: 'v' } as unknown as Payload)?.id).toBe('v');
  expect(momentOfHeld(state, 'op', { kind: 'note.add', text: '' } as unknown as Payload)).toBeUndefined();
});

test('each reason the office gives for keeping a record back has words', () => {
  expect(Object.keys(heldText.reasons).sort()).toEqual(['access_ended', 'device_revoked', 'donated_no_scope', 'key_unknown', 'quota', 'unknown_schema']);
});
