import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, Ledger } from '../ledger/ledger';
import { findDraft, KeptDraft } from './visit-draft.svelte';

const PLACE = { id: 'd1', kind: 'visit', bucket: 'b1', title: '森川', started_at: '2026-11-24T13:34:00+09:00' };

function ledgerWith(saveDraft: Ledger['saveDraft'], drafts: Draft[] = []): Ledger {
  return { drafts, saveDraft, dropDraft: vi.fn(() => Promise.resolve()) } as unknown as Ledger;
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('steady typing is saved within a second, not only when it stops', async () => {
  const save = vi.fn(() => Promise.resolve('2026-11-24T13:52:08+09:00'));
  const draft = new KeptDraft(ledgerWith(save), PLACE, { facts: '' });
  for (let i = 0; i < 10; i += 1) {
    draft.value.facts += 'あ';
    draft.touch();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).toHaveBeenCalled();
});

test('the field the person was in travels with the draft', async () => {
  const save = vi.fn((_: Omit<Draft, 'saved_at'>) => Promise.resolve('2026-11-24T13:52:08+09:00'));
  const draft = new KeptDraft(ledgerWith(save as unknown as Ledger['saveDraft']), PLACE, { facts: '' });
  draft.focus = 'facts';
  draft.value.facts = '戸越しに話す';
  await draft.flush();
  expect(save.mock.calls[0]![0]).toMatchObject({ id: 'd1', focus: 'facts', value: { facts: '戸越しに話す' } });
});

test('a failed save is told and tried again with the next word', async () => {
  const save = vi.fn().mockRejectedValueOnce(new Error('full')).mockResolvedValue('2026-11-24T13:52:08+09:00');
  const draft = new KeptDraft(ledgerWith(save), PLACE, { facts: '' });
  draft.value.facts = 'a';
  await draft.flush();
  expect(draft.failed).toBe(true);
  await draft.flush();
  expect(draft.failed).toBe(false);
});

test('once the record is kept nothing writes the draft again', async () => {
  const save = vi.fn(() => Promise.resolve('x'));
  const draft = new KeptDraft(ledgerWith(save), PLACE, { facts: '' });
  draft.value.facts = 'a';
  draft.touch();
  await draft.end();
  await vi.advanceTimersByTimeAsync(2000);
  expect(save).not.toHaveBeenCalled();
});

test('the newest draft of this household is found, never another household’s', () => {
  const one = (id: string, bucket: string, saved_at: string): Draft => ({ ...PLACE, id, bucket, saved_at, focus: null, value: {} });
  const ledger = ledgerWith(vi.fn(), [one('old', 'b1', '2026-11-23T10:00:00Z'), one('new', 'b1', '2026-11-24T10:00:00Z'), one('other', 'b2', '2026-11-24T11:00:00Z')]);
  expect(findDraft(ledger, 'visit', 'b1')?.id).toBe('new');
  expect(findDraft(ledger, 'visit', 'b1', 'old')?.id).toBe('old');
  expect(findDraft(ledger, 'street', 'b1')).toBeNull();
});
