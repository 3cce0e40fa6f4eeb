import { describe, expect, it } from 'vitest';
import type { AlertEntry } from '../casework/alert-records';
import type { AlertRow, Unsent } from '../ledger/ledger';
import { closeErrors, handOverRefused, inboxOf, ownPending, standingOf, successors } from './inbox';
import { toldLines } from './told';

const TANAKA = 'tanaka';
const MORI = 'mori';
const SATO = 'sato';

function row(change: Partial<AlertRow>): AlertRow {
  return {
    id: 'a', bucket: 'b', level: 2, state: 'open', trigger_op: 'o', raised_by: SATO, observed_at: '2026-11-24T01:00:00Z', accepted_at: null, owner: null,
    acked_at: null, closed_at: null, outcome: null, mine: false, recipients: [], local: false, ...change,
  };
}
function entry(change: Partial<AlertEntry> = {}): AlertEntry {
  return { id: 'a', target: 'v', level: 2, rules: [], note: '', raised_at: '2026-11-24T10:00:00+09:00', raised_by: SATO, acks: [], closed: null, ...change };
}

describe('要確認', () => {
  it('puts what is addressed to Tanaka first, 緊急 before 至急, the longest waiting first', () => {
    const inbox = inboxOf([
      row({ id: 'theirs', level: 1 }), row({ id: 'late', mine: true, observed_at: '2026-11-24T03:00:00Z' }),
      row({ id: 'early', mine: true }), row({ id: 'red', mine: true, level: 1, observed_at: '2026-11-24T04:00:00Z' }),
    ], TANAKA);
    expect(inbox.mine.map((one) => one.id)).toEqual(['red', 'early', 'late']);
    expect(inbox.others.map((one) => one.id)).toEqual(['theirs']);
  });

  it('keeps what somebody took, and what ended, apart', () => {
    const inbox = inboxOf([row({ id: 'taken', state: 'acked', owner: MORI, mine: true }), row({ id: 'closed', state: 'closed' }), row({ id: 'back', state: 'withdrawn' })], TANAKA);
    expect(inbox.mine).toEqual([]);
    expect(inbox.taken.map((one) => one.id)).toEqual(['taken']);
    expect(inbox.ended).toHaveLength(2);
  });

  it('shows Sato her own alert among hers even before anybody was told', () => {
    expect(inboxOf([row({ local: true })], SATO).mine).toHaveLength(1);
  });
});

describe('an act of one’s own', () => {
  const ack = { by: TANAKA, how: 'taking' as const, to: null, note: '', at: '2026-11-24T10:20:00+09:00' };
  const unsent: Unsent = { op: 'x', dseq: 1, bucket: 'b', title: '', kind: 'alert.ack', queued_at: '2026-11-24T01:20:00.412Z', held: null, last_error: null };

  it('is shown as 送信待ち while it lies here only, and no longer once it left', () => {
    expect(ownPending(entry({ acks: [ack] }), [unsent], TANAKA)).toMatchObject({ how: 'taking', held: false });
    expect(ownPending(entry({ acks: [ack] }), [], TANAKA)).toBeNull();
  });

  it('does not take another alert’s waiting act for its own', () => {
    expect(ownPending(entry({ acks: [ack] }), [{ ...unsent, queued_at: '2026-11-24T02:20:00Z' }], TANAKA)).toBeNull();
  });

  it('tells Tanaka when Mori was faster, and that she helps once she joined', () => {
    const taken = row({ state: 'acked', owner: MORI });
    expect(standingOf(taken, entry(), TANAKA)).toBe('theirs');
    expect(standingOf(taken, entry({ acks: [ack] }), TANAKA)).toBe('joined');
    expect(standingOf(taken, entry(), MORI)).toBe('mine');
  });
});

it('hands over only to people who can open the household and may answer', () => {
  const people = [
    { id: SATO, name: '佐藤', kana: 'さとう', role: 'outreach_worker', center: '26101' }, { id: MORI, name: '森', kana: 'もり', role: 'office', center: '26101' },
    { id: 'kimura', name: '木村', kana: 'きむら', role: 'coordinator', center: '26107' }, { id: TANAKA, name: '田中', kana: 'たなか', role: 'coordinator', center: '26101' },
  ];
  const among = (told: string[] | null, working: string[] = []) => successors(people, TANAKA, '26101', { told: told && new Set(told), working: new Set(working) }).map((one) => one.id);
  expect(among(null)).toEqual([MORI]);
  expect(among(null, ['kimura', SATO])).toEqual(['kimura', MORI]);
  expect(among(['kimura', SATO, TANAKA])).toEqual(['kimura']);
});

describe('a hand-over that the office did not take', () => {
  const given = { by: TANAKA, how: 'handed_over' as const, to: MORI, note: '', at: '2026-11-24T10:20:00+09:00' };
  const heard = { pending: false, last_sync_at: '2026-11-24T01:21:00Z' };
  const mori = { staff: MORI, reason: 'role', told_at: '2026-11-24T01:00:00Z', reached_at: null, seen_at: null };

  it('is told to Tanaka once her record is out and the alert names somebody else or nobody', () => {
    expect(handOverRefused(row({}), entry({ acks: [given] }), TANAKA, heard)).toBe(MORI);
    expect(handOverRefused(row({ owner: TANAKA, state: 'acked', recipients: [mori] }), entry({ acks: [given] }), TANAKA, heard)).toBe(MORI);
  });

  it('is not claimed before the office was heard, after it worked, nor when somebody acted since', () => {
    expect(handOverRefused(row({}), entry({ acks: [given] }), TANAKA, { ...heard, pending: true })).toBeNull();
    expect(handOverRefused(row({}), entry({ acks: [given] }), TANAKA, { ...heard, last_sync_at: '2026-11-24T01:19:00Z' })).toBeNull();
    expect(handOverRefused(row({ owner: MORI, state: 'acked' }), entry({ acks: [given] }), TANAKA, heard)).toBeNull();
    expect(handOverRefused(row({}), entry({ acks: [given, { ...given, by: MORI, how: 'taking', to: null }] }), TANAKA, heard)).toBeNull();
    expect(handOverRefused(row({ recipients: [mori] }), entry({ acks: [given] }), TANAKA, heard), 'a worse sign began the ladder anew').toBeNull();
    expect(handOverRefused(row({}), entry({ acks: [given] }), MORI, heard)).toBeNull();
  });
});

it('ends no alert without an outcome and a word', () => {
  const words = { outcome: '結果', note: 'ひとこと' };
  expect(closeErrors('', ' ', words)).toEqual(words);
  expect(closeErrors('resolved', '会えた', words)).toEqual({});
});

it('says of each person only what is known, and of another day which day', () => {
  const told = { staff: MORI, reason: 'center_manager', told_at: '2026-11-24T01:00:00Z', reached_at: null, seen_at: null };
  const at = (recipient: typeof told | Record<string, unknown>, now: string) => toldLines(row({ recipients: [recipient as typeof told] }), [], () => '森', new Date(now))[0]!;
  const evening = '2026-11-24T09:00:00Z';
  expect(at(told, evening)).toMatchObject({ name: '森', state: 'later', lines: ['10:00 に知らせた', 'まだ端末に届いていません'] });
  const seen = { ...told, reached_at: told.told_at, seen_at: '2026-11-24T15:04:00Z' };
  expect(at(seen, evening)).toMatchObject({ state: 'done' });
  expect(at(seen, '2026-11-24T23:00:00Z').lines).toEqual(['昨日 10:00 に知らせた', '昨日 10:00 に端末に届いた', '0:04 に開いた']);
  expect(at(told, '2026-12-01T00:00:00Z').lines[0]).toBe('11月24日(火) 10:00 に知らせた');
});
