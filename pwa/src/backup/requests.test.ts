/** Sato asks, Mori answers, Tanaka decides: what waits, for how long, and what one decision writes. */
import { describe, expect, it } from 'vitest';
import type { ItemEntry } from '../casework/conference-records';
import type { RequestEntry, RequestRow, TaskRow } from '../casework/backup-records';
import type { HouseholdState, Payload, Summary } from '../casework/records';
import { askPayloads, askStep, askedBy, endErrors, endPayloads, endStep, type EndForm, inboxOf, standOf, stageOf, tasksOf, unansweredFor, waitOf } from './requests';

const AT = '2026-11-24T10:00:00+09:00';
const NOW = new Date(AT);
const SATO = { staff: 'sato', role: 'outreach_worker' };
const MORI = { staff: 'mori', role: 'office' };
const TANAKA = { staff: 'tanaka', role: 'coordinator' };
const one = (id: string, change: Partial<RequestRow> = {}): RequestRow => ({ id, by: 'sato', at: AT, received_at: AT, question: '', urgency: 'normal', due_ms: Date.parse('2026-11-26T10:00:00+09:00'), taken: null, answered: null, ended: null, ...change });
const entry = (id: string, change: Partial<RequestEntry> = {}): RequestEntry => ({ ...one(id), tried: '', taken: null, answered: null, words: [], ends: [], ended: null, ...change });
const row = (bucket: string, requests: RequestRow[], tasks: TaskRow[] = []): Summary => ({ bucket, requests, tasks }) as unknown as Summary;
const home = (phase: string, change: Partial<HouseholdState> = {}): HouseholdState => ({ bucket: 'b', fields: { phase: { value: phase, heads: [] }, lead: { value: 'sato', heads: [] } }, steps: [], items: [], requests: [], tasks: [], ...change }) as unknown as HouseholdState;
const form = (outcome: string, change: Partial<EndForm> = {}): EndForm => ({ outcome, text: ' 佐藤が声をかける ', meeting: '', question: 'だれが声をかけるか', ...change });
const kinds = (payloads: Payload[]) => payloads.map(({ kind }) => kind);
const ending = (state: HouseholdState, outcome: string, me = TANAKA, change: Partial<EndForm> = {}) => endPayloads({ state, request: entry('q1'), form: form(outcome, change), me, held_on: '2026-12-10', item: 'fresh', recorded_at: AT });

describe('the inbox', () => {
  const late = one('late', { due_ms: Date.parse('2026-11-24T09:00:00+09:00') });
  const rows = [row('a', [one('q1'), one('q2', { answered: AT })]), row('b', [late, one('q3', { ended: { outcome: 'settled', at: '2026-11-20T10:00:00+09:00' } }), one('old', { ended: { outcome: 'settled', at: '2026-09-20T10:00:00+09:00' } })])];

  it('has the one that is due first on top, and leaves out what ended long ago', () => {
    const { waiting, talking, ended } = inboxOf(rows, NOW);
    expect([waiting, talking, ended].map((list) => list.map(({ one: { id } }) => id))).toEqual([['late', 'q1'], ['q2'], ['q3']]);
  });

  it('counts for the office what nobody has answered, for Sato nothing, and for nobody what they asked themselves', () => {
    expect([unansweredFor(rows, MORI), unansweredFor(rows, SATO), unansweredFor([row('a', [one('q1', { by: 'tanaka' })])], TANAKA)]).toEqual([2, 0, 0]);
  });

  it('shows Sato what she asked until a week after it ended', () => {
    expect(askedBy(rows, 'sato', NOW).map(({ one: { id } }) => id)).toEqual(['late', 'q1', 'q2', 'q3']);
    expect(askedBy(rows, 'inoue', NOW)).toEqual([]);
  });
});

describe('how a request stands', () => {
  it('is told no further than this device knows', () => {
    expect([one('q', { received_at: null }), one('q'), one('q', { taken: 'mori' }), one('q', { taken: 'mori', answered: AT })].map(stageOf)).toEqual(['here', 'sent', 'taken', 'answered']);
    expect(standOf(one('q', { answered: AT, ended: { outcome: 'returned', at: AT } }))).toBe('差し戻し');
  });

  it.each([
    ['2026-11-24T10:00:00+09:00', '返事の目安まで 2開庁日', false], ['2026-11-25T12:00:00+09:00', '返事の目安まで 6時間', false], ['2026-11-24T14:00:00+09:00', '返事の目安まで 1開庁日と4時間', false],
    ['2026-11-26T10:20:00+09:00', '返事の目安を 20分すぎています', true], ['2026-11-28T12:00:00+09:00', '返事の目安を 1開庁日と7時間すぎています', true],
  ])('at %s the wait says %s', (at, words, late) => {
    expect(waitOf(one('q'), new Date(at))).toEqual({ words, late });
  });
});

describe('asking', () => {
  const asked = { question: ' だれが声をかけるか ', tried: '', urgency: 'normal' };

  it('takes the step along where the sheet was shared, and only there', () => {
    expect(kinds(askPayloads(asked, home('sheet_shared'), SATO, AT))).toEqual(['backup.ask', 'case.move']);
    expect(kinds(askPayloads(asked, home('in_support'), SATO, AT))).toEqual(['backup.ask']);
    expect(askPayloads(asked, home('in_support'), SATO, AT)[0]).toMatchObject({ question: 'だれが声をかけるか' });
  });

  it('says whether the step stands at once, and asks for none beside another that waits', () => {
    expect([askStep(home('sheet_shared'), SATO), askStep(home('sheet_shared'), { ...SATO, staff: 'inoue' })]).toEqual(['now', 'ask']);
    expect(askStep(home('sheet_shared', { steps: [{ state: 'asked' }] as never }), SATO)).toBeNull();
  });
});

describe('the decision', () => {
  it('settles it, and takes the household back to the field where it was in backup', () => {
    expect(kinds(ending(home('backup_support'), 'settled'))).toEqual(['backup.end', 'case.move']);
    expect(ending(home('backup_support'), 'settled')[1]).toMatchObject({ move: { from: 'backup_support', to: 'field_support', outcome: { kind: 'settled', text: '佐藤が声をかける' } } });
    expect(kinds(ending(home('in_support'), 'settled'))).toEqual(['backup.end']);
  });

  it('sends it back to where the sheet was shared', () => {
    expect(ending(home('backup_support'), 'returned')[1]).toMatchObject({ move: { to: 'sheet_shared', outcome: { kind: 'returned' } } });
  });

  it('puts it on the agenda first, and names the item', () => {
    const written = ending(home('in_support'), 'to_conference', TANAKA, { meeting: 'k1' });
    expect(kinds(written)).toEqual(['conference.item', 'backup.end', 'case.move']);
    expect(written[1]).toMatchObject({ item: 'fresh', text: '佐藤が声をかける' });
    expect(written[2]).toMatchObject({ move: { to: 'conference', meeting: 'k1', meeting_on: '2026-12-10', reason: '佐藤が声をかける' } });
  });

  it('uses the item that is on this agenda already, and begins another one for another meeting', () => {
    const items = [{ id: 'i1', about: { meeting: 'k1', withdrawn: false } }] as unknown as ItemEntry[];
    expect(ending(home('intake', { items }), 'to_conference', TANAKA, { meeting: 'k1' })).toEqual([expect.objectContaining({ kind: 'backup.end', item: 'i1' })]);
    expect(kinds(ending(home('intake', { items }), 'to_conference', TANAKA, { meeting: 'k2' }))).toEqual(['conference.item', 'backup.end']);
  });

  it('leaves the step to the last one while another request is open', () => {
    const both = home('backup_support', { requests: [entry('q1'), entry('q2')] });
    expect(kinds(ending(both, 'settled'))).toEqual(['backup.end']);
    expect(endStep(both, entry('q1'), 'settled', TANAKA)).toBeNull();
    expect(endStep(home('backup_support'), entry('q1'), 'to_conference', MORI)?.may).toBe('ask');
  });

  it('is none without a choice, words, and for a conference a meeting', () => {
    expect(Object.keys(endErrors(form('', { text: '' })))).toEqual(['end-outcome-settled', 'end-text']);
    expect(Object.keys(endErrors(form('to_conference', { question: ' ' })))).toEqual(['end-meeting', 'end-question']);
    expect(endErrors(form('settled'))).toEqual({});
  });
});

it('my tasks stand together, the soonest first and those without a day last', () => {
  const task = (id: string, due: string | null, to = 'sato'): TaskRow => ({ id, by: 'mori', at: AT, text: '', to, agency: '', due, request: null });
  expect(tasksOf([row('a', [], [task('t1', null), task('t2', '2026-12-01')]), row('b', [], [task('t3', '2026-11-25'), task('t4', '2026-11-20', 'inoue')])], 'sato').map(({ one: { id } }) => id)).toEqual(['t3', 't2', 't1']);
});
