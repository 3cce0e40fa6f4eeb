import { describe, expect, it } from 'vitest';

import type { AlertRow } from '../ledger/ledger';
import { progressOf } from './progress';

const TANAKA = 'tanaka';
const nameOf = () => '田中 恵';

function alert(changes: Partial<AlertRow>): AlertRow {
  return {
    id: 'a', bucket: 'b', level: 1, state: 'open', trigger_op: 'o', raised_by: 'sato', observed_at: '2026-11-24T01:00:00Z', accepted_at: '2026-11-24T01:01:00Z',
    owner: null, acked_at: null, closed_at: null, outcome: null, mine: false, local: false,
    recipients: [{ staff: TANAKA, reason: 'coordinator', told_at: '2026-11-24T01:01:00Z', reached_at: null, seen_at: null }], ...changes,
  };
}

const states = (row: AlertRow) => progressOf(row, nameOf, null).map(({ label, state }) => `${label} ${state}`);

describe('the raiser’s phone claims no more than the server confirmed', () => {
  it('says only 端末に保存 while nobody else knows', () => {
    expect(states(alert({ local: true, accepted_at: null, recipients: [] }))).toEqual(['端末に保存 done', 'サーバー受付 now', '端末に届いた later', '対応開始 later']);
  });

  it('does not take "sent" for 端末に届いた', () => {
    expect(states(alert({}))).toEqual(['端末に保存 done', 'サーバー受付 done', '端末に届いた now', '対応開始 later']);
  });

  it('says 端末に届いた once a phone gave its receipt, and by whose', () => {
    const recipients = [{ staff: TANAKA, reason: 'coordinator', told_at: '2026-11-24T01:01:00Z', reached_at: '2026-11-24T01:02:00Z', seen_at: null }];
    const steps = progressOf(alert({ recipients }), nameOf, null);
    expect(steps.map(({ state }) => state)).toEqual(['done', 'done', 'done', 'now']);
    expect(steps[2]!.lines).toEqual(['田中 恵　10:02 に届いた']);
  });

  it('says 対応開始 only when somebody owns it', () => {
    expect(states(alert({ state: 'acked', acked_at: '2026-11-24T01:03:00Z' }))[3]).not.toBe('対応開始 done');
    expect(states(alert({ state: 'acked', acked_at: '2026-11-24T01:03:00Z', owner: TANAKA }))[3]).toBe('対応開始 done');
  });
});
