import { beforeEach, expect, it, vi } from 'vitest';
import type { HouseholdState, Summary } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { settleLeads } from './settle';
import { isLate, sidesOf, type TransferRow } from './transfer';

const TANAKA = { staff: 'tanaka', role: 'coordinator', center: '26101' };
const row = (change: Partial<TransferRow> = {}): TransferRow => ({
  id: 't1', bucket: 'b1', from_center: '26101', from_center_name: '北区', from_staff: 'sato', from_staff_name: '佐藤', to_center: '26101', to_center_name: '北区', to_staff: 'inoue', to_staff_name: '井上',
  asked_by: 'tanaka', asked_by_name: '田中', asked_at: '2026-11-24T10:00:00+09:00', state: 'asked', reason: '', decided_by: null, decided_by_name: '', decided_at: null, seq: 5, ...change,
});
const ids = (rows: TransferRow[]) => rows.map(({ id }) => id);

it('asks Inoue alone within the center, and of another center whoever answers for it', () => {
  const south = row({ id: 't2', to_center: '26107', to_staff: null });
  expect(ids(sidesOf([row(), south], { staff: 'inoue', role: 'outreach_worker', center: '26101' }).mine)).toEqual(['t1']);
  expect(ids(sidesOf([south], { staff: 'okada', role: 'coordinator', center: '26107' }).mine)).toEqual(['t2']);
  expect(ids(sidesOf([south], { staff: 'kimura', role: 'outreach_worker', center: '26107' }).mine)).toEqual([]);
  expect(ids(sidesOf([row(), south], TANAKA).ours)).toEqual(['t1', 't2']);
});

it('keeps what waits apart from what is decided, the longest waiting first', () => {
  const rows = [row({ id: 'new', asked_at: '2026-11-25T10:00:00+09:00' }), row({ id: 'old' }), row({ id: 'done', state: 'declined', decided_at: '2026-11-25T10:00:00+09:00' })];
  const { ours, decided } = sidesOf(rows, TANAKA);
  expect([ids(ours), ids(decided)]).toEqual([['old', 'new'], ['done']]);
});

it('is late after three working days, a weekend between them or not', () => {
  const at = (day: string) => new Date(`${day}T09:00:00+09:00`);
  expect(isLate(row(), at('2026-11-27'))).toBe(false);
  expect(isLate(row(), at('2026-11-28'))).toBe(true);
  const friday = row({ asked_at: '2026-11-20T17:00:00+09:00' }); // Monday was a holiday
  expect([isLate(friday, at('2026-11-26')), isLate(friday, at('2026-11-27'))]).toEqual([false, true]);
  expect(isLate(row({ state: 'accepted' }), at('2026-12-20'))).toBe(false);
});

const record = vi.fn(() => Promise.resolve({ op: 'o', kept_at: '', alert: null }));
const NOW = Date.parse('2026-11-25T12:00:00+09:00');
const taken = (change: Partial<TransferRow> = {}) => row({ state: 'accepted', decided_by: 'inoue', decided_at: '2026-11-25T11:50:00+09:00', ...change });
function book(me: { staff: string; role: string }, heads: { op: string; at: string }[] = [{ op: 'o1', at: '2026-04-01T09:00:00+09:00' }], lead: string | null = 'sato', center = '26101'): Ledger {
  const state = { fields: { lead: { value: lead, heads } } } as unknown as HouseholdState;
  return { me: { center: '26101', ...me }, summaries: [{ bucket: 'b1', center, lead } as Summary], household: () => Promise.resolve(state), record } as unknown as Ledger;
}
beforeEach(() => void record.mockClear());

it('writes the new lead into the household’s own record, in place of what stood there', async () => {
  await settleLeads(book(TANAKA), [taken()], NOW);
  expect(record).toHaveBeenCalledWith('b1', expect.objectContaining({ kind: 'fields.set', set: { lead: 'inoue' }, base: { lead: ['o1'] } }));
});

it('leaves it to whoever asked or accepted, for an hour; then anybody does it who may', async () => {
  const mori = { staff: 'mori', role: 'office' };
  await settleLeads(book(mori), [taken()], NOW);
  expect(record).not.toHaveBeenCalled();
  await settleLeads(book(mori), [taken()], NOW + 3_700_000);
  expect(record).toHaveBeenCalledOnce();
});

it('never writes over a lead that somebody named since, nor twice, nor where it may not', async () => {
  await settleLeads(book(TANAKA, [{ op: 'o2', at: '2026-11-25T11:55:00+09:00' }], 'mori'), [taken()], NOW);
  await settleLeads(book(TANAKA, undefined, 'inoue'), [taken()], NOW);
  await settleLeads(book({ staff: 'inoue', role: 'outreach_worker' }), [taken()], NOW);
  await settleLeads(book(TANAKA, undefined, 'sato', '26107'), [taken()], NOW);
  await settleLeads(book(TANAKA), [row(), taken({ state: 'declined' })], NOW);
  expect(record).not.toHaveBeenCalled();
});

it('follows the newest of several hand-overs', async () => {
  await settleLeads(book(TANAKA), [taken(), taken({ id: 't9', to_staff: 'yoshida', seq: 9 })], NOW);
  expect(record).toHaveBeenCalledWith('b1', expect.objectContaining({ set: { lead: 'yoshida' } }));
});
