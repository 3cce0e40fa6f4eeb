/** how long people waited until somebody took an alert and until somebody went, counted by hand. */
import { expect, it } from 'vitest';
import { REPORTS } from '../casework/catalogue.gen';
import { fold } from '../casework/fold';
import type { OpenedOp, Payload, Uuid } from '../casework/records';
import { reportText } from '../text/reports';
import { waitedOf } from './alert-facts';
import { factsOf } from './facts';
import { cellWords, sheetsOf } from './paper';
import { tablesOf } from './tabulate';
import { wordsFor } from './words';

const NOW = Date.parse('2026-11-27T09:00:00+09:00');
const id = (n: number): Uuid => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = (time: string, day = 20) => `2026-11-${day}T${time}:00+09:00`;

function home(payloads: readonly [staff: string, payload: Payload][]) {
  const begun: [string, Payload] = ['tanaka', { kind: 'household.open', center: '26101', recorded_at: '2026-10-01T09:00:00+09:00', fields: { fields: [] } }];
  const roles: Record<string, string> = { tanaka: 'coordinator', sato: 'outreach_worker', vault: 'vault' };
  const ops = [begun, ...payloads].map(([staff, payload], n): OpenedOp => ({ id: id(1000 + n), bucket: id(1), device: id(2), dseq: n, hlc_ms: 1_790_000_000_000 + n, hlc_n: 0, staff, role: roles[staff], seq: n, received_at: null, schema: 1, payload }) as OpenedOp);
  return fold(id(1), '26101', ops);
}

const raised = (n: number, time: string, level: 1 | 2 | 3, rule: string): [string, Payload] => ['sato', { kind: 'alert.raised', alert: id(n), target: id(9), level, rules: [{ rule, level, evidence: [] }], catalogue: '2026.1', note: '', recorded_at: at(time) }];
const taken = (n: number, time: string): [string, Payload] => ['tanaka', { kind: 'alert.ack', alert: id(n), how: 'taking', note: '', recorded_at: at(time) }];
const closed = (n: number, time: string): [string, Payload] => ['tanaka', { kind: 'alert.closed', alert: id(n), outcome: 'resolved', note: '', recorded_at: at(time) }];
const visit = (time: string): [string, Payload] => ['sato', { kind: 'visit.add', recorded_at: at(time), visit: { occurred_at: at(time), method: 'visit', result: 'absent', staff: ['sato'], accompanied: [], met_persons: [], presence_signs: [], safety: [], observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '' } }];

const STATE = home([
  raised(11, '10:00', 1, 'E-O01'), taken(11, '10:04'), visit('10:40'),
  raised(12, '12:00', 1, 'E-O01'), taken(12, '12:20'), closed(12, '13:00'),
  raised(13, '14:00', 2, 'E-O04'),
  raised(14, '15:00', 3, 'E-O12'), taken(14, '18:30'),
]);
const waits = (n: number) => waitedOf(STATE, NOW).find(({ entry }) => entry.id === id(n))!;

it('counts from when it rang to whoever took it, and to the next visit or its end', () => {
  expect([waits(11).taken, waits(11).acted, waits(11).missed]).toEqual([4, 40, false]);
  expect([waits(12).taken, waits(12).acted, waits(12).missed]).toEqual([20, 60, true]);
});

it('calls missed what nobody took in its time, and nothing that is asked for by the next day', () => {
  expect([waits(13).taken, waits(13).acted, waits(13).missed]).toEqual([null, null, true]);
  expect([waits(14).taken, waits(14).missed]).toEqual([210, null]);
});

it('does not call missed what has only just rung', () => {
  expect(waitedOf(STATE, Date.parse(at('14:10'))).find(({ entry }) => entry.id === id(13))!.missed).toBeNull();
});

it('waits for no deadline that is still to come', () => {
  const timer = { alert: id(20), chain: id(20), rule: 'E-T01', subject: '', target: '', since: at('09:00'), due_at: at('09:00', 26), level: 3 as const };
  const state = home([['vault', { kind: 'timers.set', timers: [timer, { ...timer, alert: id(21), due_at: at('09:00', 28) }], recorded_at: at('09:00') } as Payload]]);
  expect(waitedOf(state, NOW).map(({ entry }) => entry.id)).toEqual(state.timers.length ? [id(20)] : []);
  expect(state.timers).toHaveLength(2);
});

it('fills the report by level and by rule, with the middle and the 95th of a hundred', () => {
  const report = REPORTS.find(({ code }) => code === 'R-07')!;
  const tables = tablesOf(report, factsOf(STATE, id(1), '2026-11-27', NOW).filter(({ kind }) => kind === 'alert'), wordsFor(() => ''), { line: '合計', column: '合計' });
  const [levels, rules] = tables;
  const line = (table: typeof levels, label: string) => table!.lines.find((one) => one.label === label)!.cells.map(cellWords);
  expect(line(levels, '緊急')).toEqual(['2', '1', '2', '4分', '20分', '40分', '1時間', '1']);
  expect(line(levels, '合計')).toEqual(['4', '1', '3', '20分', '3時間30分', '40分', '1時間', '2']);
  expect(rules!.lines.map(({ label }) => label)).toEqual(['生命の危険（E-O01）', '虐待の疑い（E-O04）', expect.stringContaining('（E-O12）'), '合計']);
  expect(sheetsOf(tables)[0]!.head).toContain(reportText.inMinutes('受けるまで・まん中'));
  expect(sheetsOf(tables)[0]!.rows[0]!.slice(0, 5)).toEqual(['緊急', 2, 1, 2, 4]);
});
