import { describe, expect, test } from 'vitest';
import type { Visit } from '../casework/records';
import { absentVisit, blankAbsent, contradicts } from './absent';
import { fieldErrors } from './visit-errors';
import { blankInput, inputOf, observationsOf, toVisit, uncheckedIn } from './visit-input';
import { tickedIn, watchedVisit } from './watched';

const SATO = '0f000000-0000-4000-8000-000000000001';
const HATSU = '0f000000-0000-4000-8000-000000000011';
const MAKOTO = '0f000000-0000-4000-8000-000000000012';
const NOW = new Date('2026-11-24T13:52:00+09:00');

function written() {
  const input = blankInput(SATO, NOW);
  input.result = 'spoke_through_door';
  return input;
}

describe('what Sato writes becomes a visit', () => {
  test('a fresh form is now, by Sato, with everything unlooked', () => {
    const input = blankInput(SATO, NOW);
    expect(input.occurred_at).toBe('2026-11-24T13:52');
    expect(uncheckedIn(input.signs, Object.keys(input.signs))).toBe(Object.keys(input.signs).length);
    expect(toVisit(input, NOW).observations).toEqual([]);
  });

  test('a sign not looked at is not recorded, なし is', () => {
    const input = written();
    input.signs.OUT01!.value = 'no';
    expect(toVisit(input, NOW).observations).toEqual([{ code: 'OUT01', value: 'no' }]);
  });

  test('a sign seen on two people is two observations', () => {
    const input = written();
    Object.assign(input.signs.BOD02!, { value: 'yes', persons: [HATSU, MAKOTO], change: 'worse' });
    expect(observationsOf(input.signs)).toEqual([{ code: 'BOD02', value: 'yes', person: HATSU, change: 'worse' }, { code: 'BOD02', value: 'yes', person: MAKOTO, change: 'worse' }]);
  });

  test('a room that was not rated is not rated zero', () => {
    const input = written();
    input.signs.LIV05!.numbers = { kitchen: '5', bedroom: '' };
    expect(observationsOf(input.signs)).toEqual([{ code: 'LIV05', value: 'yes', number: 5, qualifier: 'kitchen' }]);
  });

  test('only sight and voice count as met', () => {
    const input = written();
    input.safety = { [HATSU]: 'C_cohabitant', [MAKOTO]: 'B_voice' };
    const visit = toVisit(input, NOW);
    expect(visit.met_persons).toEqual([MAKOTO]);
    expect(visit.safety).toHaveLength(2);
  });

  test('times are Japan time with their offset', () => {
    expect(toVisit(written(), NOW).occurred_at).toBe('2026-11-24T13:52:00+09:00');
  });

  test('a kept visit opened for correction and kept again says the same', () => {
    const visit: Visit = {
      occurred_at: '2026-11-20T14:05:00+09:00', method: 'visit', result: 'spoke_through_door', staff: [SATO], accompanied: ['地域包括'], met_persons: [MAKOTO], presence_signs: ['light'],
      safety: [{ person: MAKOTO, level: 'B_voice' }], observations: [{ code: 'OUT01', value: 'yes', note: '3日分' }, { code: 'LIV01', value: 'yes', number: 2 }], facts: '戸越しに話す', quotes: '「寝てる」', assessment: '', third_party: [{ source: '隣の方', text: '物音' }], promises: '', letter_left: 'other:お手紙', relation_stage: 0, worry: { level: 3, note: '' },
    };
    expect(toVisit(inputOf(visit), NOW)).toEqual(visit);
  });
});

describe('what has to be put right', () => {
  test('only the result is asked for', () => {
    expect(Object.keys(fieldErrors(blankInput(SATO, NOW), NOW, false))).toEqual(['result']);
    expect(fieldErrors(written(), NOW, false)).toEqual({});
  });

  test('a time that has not come, an end before the start, a next day in the past', () => {
    const input = { ...written(), occurred_at: '2026-11-24T15:00', ended_at: '2026-11-24T14:00', next_on: '2026-11-23' };
    expect(Object.keys(fieldErrors(input, NOW, false)).sort()).toEqual(['ended_at', 'next_on', 'occurred_at']);
  });

  test('hearsay names its source, a correction its reason', () => {
    const input = { ...written(), third_party: [{ source: '', text: '物音がした' }] };
    expect(Object.keys(fieldErrors(input, NOW, true)).sort()).toEqual(['reason', 'third-0-source']);
  });

  test('days without food are a sensible number', () => {
    const input = written();
    Object.assign(input.signs.LIV01!, { value: 'yes', numbers: { '': '90' } });
    expect(fieldErrors(input, NOW, false)).toHaveProperty('sign-LIV01-number');
  });
});

describe('a wrong touch can be taken back', () => {
  test('it takes back only that touch', () => {
    const input = written();
    Object.assign(input.signs.BOD04!, { value: 'yes', qualifiers: ['head_face'] });
    expect(tickedIn(input)).toEqual(['result:spoke_through_door', 'sign:BOD04', 'sign:BOD04:head_face']);
    watchedVisit(() => input, () => { throw new Error('not needed'); }).untick(['sign:BOD04:head_face']);
    expect(input.signs.BOD04).toMatchObject({ value: 'yes', qualifiers: [] });
  });
});

describe('an absence in three touches', () => {
  test('a sign of somebody at home contradicts 不在', () => {
    expect(contradicts({ ...blankAbsent(NOW), result: 'absent', presence_signs: ['light'] })).toBe(true);
    expect(contradicts({ ...blankAbsent(NOW), result: 'no_answer_present', presence_signs: ['light'] })).toBe(false);
  });

  test('it is a visit with nobody met and fulfils the plan', () => {
    const visit = absentVisit({ ...blankAbsent(NOW), result: 'letter_left', letter: 'missed_you' }, SATO, 'plan-1', NOW);
    expect(visit).toMatchObject({ method: 'letter', result: 'letter_left', met_persons: [], safety: [], letter_left: 'missed_you', plan: 'plan-1' });
  });
});
