import { describe, expect, it } from 'vitest';
import type { HouseholdState, Observation, Visit, VisitEntry } from '../casework/records';
import { compareSigns } from './compare';
import { diffVisits } from './diff';
import { mayReview } from './verdict';
import { filtered, isOverdue, type LogRow, NO_FILTER, rowsOf, step } from './rows';

const SATO = 'sato';
const MORI = 'mori';
const sign = (code: string, value: Observation['value'], more: Partial<Observation> = {}): Observation => ({ code, value, ...more });

function visit(at: string, observations: Observation[] = [], more: Partial<Visit> = {}): Visit {
  return { occurred_at: at, method: 'visit', result: 'met_person', staff: [SATO], accompanied: [], met_persons: [], presence_signs: [], safety: [], observations, facts: '', quotes: '', assessment: '', third_party: [], promises: '', ...more };
}
function entry(id: string, one: Visit, more: Partial<VisitEntry> = {}): VisitEntry {
  return {
    id, by: SATO, recorded_at: one.occurred_at, received_at: one.occurred_at, visit: one, retracted: null, alert: null, verdict: null,
    versions: [{ op: id, by: SATO, recorded_at: one.occurred_at, received_at: null, reason: '', visit: one }], review: { state: 'unreviewed', by: null, at: null, comment: '', version: null, history: [] }, ...more,
  };
}
function household(visits: VisitEntry[]): HouseholdState {
  return { bucket: 'b', center: '26101', opened_at: null, protection: null, openings: [], fields: {}, persons: [], visits, street: [], consultations: [], notes: [], cautions: [], plans: [], photos: [], alerts: [], timers: [], team: [], steps: [], sheets: [], items: [], requests: [], tasks: [], outside: [], outings: [], incidents: [], consents: [], collaborations: [], wishes: [], matches: [], around: [], ties: [], merged_into: null, merged_from: [], late: [], last_observations: {}, conflicts: [], entities: {}, proposals: [], unknown: [], last_op_at: null };
}
const summary = { title: '森川', kana: 'もりかわ', ward: '北区', town: '紫野' };
const row = (change: Partial<LogRow>): LogRow => ({
  bucket: 'b', visit: 'v', title: '森川', kana: 'もりかわ', area: '紫野', by: SATO, staff: [SATO], occurred_at: '2026-11-20T14:05:00+09:00', received_at: '2026-11-20T14:31:00+09:00', recorded_at: '2026-11-20T14:22:00+09:00',
  result: 'met_person', signs: [], state: 'unreviewed', level: null, versions: 1, key: '', ...change,
});

describe('the visit log', () => {
  it('shows Mori what waits, the urgent first, and finds words of the facts', () => {
    const rows = rowsOf(household([entry('a', visit('2026-11-20T10:00:00+09:00', [], { facts: '郵便受けに新聞' })), entry('b', visit('2026-11-19T10:00:00+09:00'), { verdict: { level: 1, rules: [] } })]), summary);
    expect(filtered(rows, NO_FILTER).map((one) => one.visit)).toEqual(['b', 'a']);
    expect(filtered(rows, { ...NO_FILTER, query: '新聞' }).map((one) => one.visit)).toEqual(['a']);
  });

  it('leaves out what was withdrawn', () => {
    expect(rowsOf(household([entry('a', visit('2026-11-20T10:00:00+09:00'), { retracted: { by: SATO, at: '', reason: '' } })]), summary)).toEqual([]);
  });

  it('narrows by worker, area, result, sign, days and state together', () => {
    const rows = [row({ visit: '1', signs: ['OUT01'] }), row({ visit: '2', staff: [MORI], by: MORI }), row({ visit: '3', occurred_at: '2026-11-01T10:00:00+09:00', state: 'returned' })];
    expect(filtered(rows, { ...NO_FILTER, by: SATO, sign: 'OUT01', area: '紫野', result: 'met_person', from: '2026-11-20', to: '2026-11-20' }).map((one) => one.visit)).toEqual(['1']);
    expect(filtered(rows, { ...NO_FILTER, state: 'returned' }).map((one) => one.visit)).toEqual(['3']);
    expect(filtered(rows, { ...NO_FILTER, state: 'all' })).toHaveLength(3);
  });

  it('counts working days only: Friday’s record is not late on Tuesday, it is on Thursday', () => {
    expect(isOverdue(row({}), new Date('2026-11-26T17:00:00+09:00'))).toBe(false); // Monday was a holiday
    expect(isOverdue(row({}), new Date('2026-11-26T18:00:00+09:00'))).toBe(true);
    expect(isOverdue(row({ level: 1 }), new Date('2026-11-20T19:00:00+09:00'))).toBe(true);
    expect(isOverdue(row({ received_at: null }), new Date('2026-12-26T10:00:00+09:00'))).toBe(false);
  });

  it('stays at the ends when j or k is held', () => {
    const rows = [row({ visit: '1' }), row({ visit: '2' })];
    expect([step(rows, '2', 1)?.visit, step(rows, '1', -1)?.visit, step(rows, null, 1)?.visit, step([], null, 1)]).toEqual(['2', '1', '1', null]);
  });
});

describe('signs beside last time', () => {
  const last = entry('a', visit('2026-11-13T10:00:00+09:00', [sign('OUT01', 'no'), sign('LIV03', 'yes'), sign('BOD02', 'yes', { person: 'h' }), sign('LIV05', 'yes', { qualifier: 'kitchen', number: 4 })]));
  const now = entry('b', visit('2026-11-20T10:00:00+09:00', [sign('OUT01', 'yes'), sign('LIV03', 'no'), sign('BOD02', 'yes', { person: 'h', change: 'worse' }), sign('LIV05', 'yes', { qualifier: 'kitchen', number: 4 }), sign('OUT02', 'unchecked')]));

  it('tells new, worse, better and same, and never calls unchecked a なし', () => {
    const compared = compareSigns(household([now, last]), now);
    expect(compared.rows.map((one) => [one.code, one.way])).toEqual([['OUT01', 'new'], ['BOD02', 'worse'], ['LIV03', 'better']]);
    expect(compared.same.map((one) => one.code)).toEqual(['LIV05']);
    expect(compared.unchecked).toContain('同じ洗濯物が干したまま');
  });

  it('does not compare with what came later', () => {
    expect(compareSigns(household([now, last]), last).before_at).toBeNull();
  });
});

it('shows the corrected fields and nothing else', () => {
  const before = visit('2026-11-20T14:05:00+09:00', [sign('OUT01', 'yes'), sign('OUT02', 'no')], { facts: '新聞が2日分' });
  const after = visit('2026-11-20T14:05:00+09:00', [sign('OUT01', 'yes', { note: '3日分' }), sign('OUT02', 'no')], { facts: '新聞が3日分' });
  const diffs = diffVisits(before, after, { staff: (id) => id, person: (id) => id });
  expect(diffs.map((one) => one.field)).toEqual(['observations', 'facts']);
  expect(diffs[0]!.is).toBe('新聞・郵便が数日分たまっている あり（3日分）');
  expect(diffs[1]).toEqual({ field: 'facts', was: '新聞が2日分', is: '新聞が3日分' });
});

it('lets Mori check Sato’s record, not Sato herself, and nobody their own', () => {
  expect(mayReview('office', MORI, SATO)).toBe('yes');
  expect(mayReview('outreach_worker', SATO, 'inoue')).toBe('role');
  expect(mayReview('office', MORI, MORI)).toBe('own');
});
