import { describe, expect, it } from 'vitest';
import type { Consultation, Summary } from '../casework/records';
import { blankConsultation, consultationErrors, consultationOf, inputOf, resumedConsultation, toldIn } from './consultation-input';
import { concernsOf, headOf, linesOf } from './items';
import { waitingIn } from './waiting';

const NOW = new Date('2026-11-24T10:00:00+09:00');
const fresh = (ward: string | null = '北区') => blankConsultation(NOW, 'sato', ward);
const one: Consultation = { received_at: '2026-11-24T09:00:00+09:00', method: 'phone', channel: 'neighbour', concerns: ['no_food', 'health'], most_worried: 'health', facts: '三日見ない', quotes: '', urgency: 'now', received_by: 'sato', more: { work: 'pension' } };

describe('taking a consultation', () => {
  it('asks for nothing but where and what worries', () => {
    expect(Object.keys(consultationErrors(fresh(), false, NOW)).sort()).toEqual(['facts', 'hint']);
    const enough = fresh();
    enough.home!.hint = '青い門';
    enough.concerns = ['health'];
    expect(consultationErrors(enough, false, NOW)).toEqual({});
    expect(consultationErrors({ ...fresh(null), quotes: '声がしない' }, false, NOW)).toEqual({});
  });

  it('does not believe a time that has not come, and asks why something is put right', () => {
    expect(consultationErrors({ ...fresh(null), facts: 'あ', received_at: '2026-11-24T12:00' }, true, NOW)).toHaveProperty('received_at');
    expect(consultationErrors({ ...fresh(null), facts: 'あ' }, true, NOW)).toHaveProperty('reason');
  });

  it('keeps who told apart from what was told', () => {
    const input = { ...fresh(null), facts: 'あ', told: { name: ' 川端 ', relation: '', tel: '', may_be_named: 'no' as const } };
    expect(JSON.stringify(consultationOf(input, NOW, 'p1'))).not.toContain('川端');
    expect(consultationOf(input, NOW, 'p1').informant).toBe('p1');
    expect(toldIn(input)).toMatchObject({ name: '川端', may_be_named: 'no' });
    expect(toldIn(fresh())).toBeNull();
  });

  it('lets ◎ go with the worry it stood at, and what is not known stays unsaid', () => {
    const input = { ...fresh(null), concerns: ['health'], most_worried: 'no_food', more: { work: '', home: 'owned' } };
    expect(consultationOf(input, NOW)).not.toHaveProperty('most_worried');
    expect(consultationOf(input, NOW).more).toEqual({ home: 'owned' });
  });

  it('comes back into the form as it was kept', () => {
    const input = inputOf({ id: 'c', by: 'sato', recorded_at: '', received_at: null, consultation: one, versions: [], retracted: null }, 'tanaka');
    expect(consultationOf(input, NOW)).toEqual({ ...one, received_at: expect.any(String) as string });
  });

  it('takes up a draft of an older app', () => {
    const { more: _, ...old } = fresh();
    expect(resumedConsultation(fresh(), old as never).more).toEqual({});
  });
});

describe('reading one', () => {
  it('says by which way it came, and marks what worries most', () => {
    expect(headOf(one)).toBe('相談を受けた：近所の方から');
    expect(headOf({ ...one, channel: 'found' })).toBe('相談を受けた：職員が気づいた');
    expect(concernsOf(one)).toBe('食べるものがない、◎病気や健康、障害');
    expect(linesOf(one)).toContainEqual(['仕事', '年金生活']);
  });

  it('shows first what is needed at once, then what waits longest', () => {
    const row = (bucket: string, urgency: string | null, since = '2026-11-20T09:00:00+09:00') => ({ bucket, unanswered: urgency && { consultation: bucket, urgency, since } }) as Summary;
    const rows = [row('a', 'this_week', '2026-11-10T09:00:00+09:00'), row('b', null), row('c', 'now', '2026-11-22T09:00:00+09:00'), row('d', 'now')];
    expect(waitingIn(rows).map(({ row: { bucket } }) => bucket)).toEqual(['d', 'c', 'a']);
  });
});
