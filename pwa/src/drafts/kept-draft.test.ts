import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, Ledger } from '../ledger/ledger';
import { NoKey } from '../ledger/ledger';
import { StoreFailure } from '../store/failures';
import { STORAGE_TEXT } from '../text/sync';
import { LOCKING_EVENT } from '../unlock/locking';
import { draftHref } from './draft-place';
import { findDraft, KeptDraft } from './kept-draft.svelte';
import { NotKept, whyNotKept } from './why-not-kept';

// The unit tests run without a page; the module listens for the lock when it is loaded.
const page = vi.hoisted(() => {
  const target = new EventTarget();
  globalThis.addEventListener = target.addEventListener.bind(target) as typeof globalThis.addEventListener;
  return target;
});

const PLACE = { id: 'd1', kind: 'visit', bucket: 'b1', title: '森川', started_at: '2026-11-24T13:34:00+09:00' };
const AT = '2026-11-24T13:52:08+09:00';
const found = (facts: string): Draft<{ facts: string }> => ({ ...PLACE, saved_at: AT, focus: 'facts', value: { facts } });

function ledgerWith(saveDraft: Ledger['saveDraft'], drafts: Draft[] = []): Ledger {
  return { drafts, saveDraft, dropDraft: vi.fn(() => Promise.resolve()) } as unknown as Ledger;
}
const saves = () => vi.fn((_: Omit<Draft, 'saved_at'>) => Promise.resolve(AT));
const asSave = (save: unknown) => save as Ledger['saveDraft'];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('steady typing is saved within a second, not only when it stops', async () => {
  const save = saves();
  const draft = new KeptDraft(ledgerWith(asSave(save)), PLACE, { facts: '' });
  for (let i = 0; i < 10; i += 1) {
    draft.value.facts += 'あ';
    draft.touch();
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(save).toHaveBeenCalled();
});

test('the field the person was in travels with the draft, also when only the field has changed since', async () => {
  const save = saves();
  const draft = new KeptDraft(ledgerWith(asSave(save)), PLACE, { facts: '' });
  draft.focus = 'facts';
  draft.value.facts = '戸越しに話す';
  await draft.flush();
  expect(save.mock.calls[0]![0]).toMatchObject({ id: 'd1', focus: 'facts', value: { facts: '戸越しに話す' } });
  draft.focus = 'quotes';
  await draft.flush();
  expect(save.mock.calls[1]![0]).toMatchObject({ focus: 'quotes' });
});

test('looking through an untouched form leaves no draft, and a form emptied again takes its draft away', async () => {
  const save = saves();
  const ledger = ledgerWith(asSave(save));
  const draft = new KeptDraft(ledger, PLACE, { facts: '' });
  draft.focus = 'facts';
  await draft.flush();
  expect(save).not.toHaveBeenCalled();
  draft.value.facts = 'a';
  await draft.flush();
  draft.value.facts = '';
  await draft.flush();
  expect(ledger.dropDraft).toHaveBeenCalledWith('d1');
  expect(draft.savedAt).toBeNull();
});

test('a draft that cannot be written says why, is known to lie here only, and is tried again with the next word', async () => {
  const save = vi.fn().mockRejectedValueOnce(new StoreFailure('full')).mockResolvedValue(AT);
  const draft = new KeptDraft(ledgerWith(asSave(save)), PLACE, { facts: '' });
  draft.value.facts = 'a';
  await draft.flush();
  expect([draft.trouble, draft.onlyHere, draft.savedLine]).toEqual([STORAGE_TEXT.full, true, undefined]);
  await draft.flush();
  expect([draft.trouble, draft.onlyHere]).toEqual([null, false]);
});

test('locking waits for a draft that is being written, not only for one that waits for its turn [DRAFT-2]', async () => {
  let written = () => {};
  const draft = new KeptDraft(ledgerWith(() => new Promise((done) => (written = () => done(AT)))), PLACE, { facts: '' });
  draft.value.facts = '途中';
  draft.touch();
  await vi.advanceTimersByTimeAsync(600);
  const waited: Promise<unknown>[] = [];
  page.dispatchEvent(new CustomEvent(LOCKING_EVENT, { detail: { wait: (work: Promise<unknown>) => waited.push(work) } }));
  expect(waited).toHaveLength(1);
  written();
  await Promise.all(waited);
  expect(draft.savedAt).toBe(AT);
});

test('once the record is kept nothing writes the draft again, and a failed record leaves everything as typed [DRAFT-5]', async () => {
  const save = saves();
  const ledger = ledgerWith(asSave(save));
  const draft = new KeptDraft(ledger, PLACE, { facts: '' });
  draft.value.facts = 'a';
  draft.touch();
  expect(await draft.keep(() => Promise.reject(new NoKey()))).toBeNull();
  expect([draft.trouble, draft.value.facts]).toEqual([STORAGE_TEXT.noKey, 'a']);
  expect(await draft.keep(() => Promise.resolve('op'))).toBe('op');
  draft.touch();
  await vi.advanceTimersByTimeAsync(2000);
  expect(save).not.toHaveBeenCalled();
  expect(ledger.dropDraft).toHaveBeenCalledWith('d1');
});

test('two touches of the button keep one record', async () => {
  const record = vi.fn(() => new Promise((done) => setTimeout(() => done('op'), 100)));
  const draft = new KeptDraft(ledgerWith(asSave(saves())), PLACE, { facts: 'a' });
  const both = [draft.keep(record), draft.keep(record)];
  await vi.advanceTimersByTimeAsync(200);
  expect(await Promise.all(both)).toEqual(['op', null]);
  expect(record).toHaveBeenCalledOnce();
});

test('a form that goes on as it is leaves no draft of what was kept, and keeps the next word', async () => {
  const save = saves();
  const draft = new KeptDraft(ledgerWith(asSave(save)), PLACE, { facts: '' });
  draft.value.facts = 'a@example.jp';
  await draft.keep(() => Promise.resolve('sent'), 'as_it_is');
  await draft.flush();
  expect([draft.value.facts, save.mock.calls.length, draft.savedAt]).toEqual(['a@example.jp', 0, null]);
  draft.value.facts = 'b@example.jp';
  await draft.flush();
  expect(save.mock.calls.at(-1)![0]).toMatchObject({ value: { facts: 'b@example.jp' } });
});

test('a form that goes on after its record begins empty and keeps itself again', async () => {
  const save = saves();
  const draft = new KeptDraft(ledgerWith(asSave(save)), PLACE, { facts: '' });
  draft.value.facts = '一度目';
  await draft.keep(() => Promise.resolve('op'), true);
  expect(draft.value.facts).toBe('');
  draft.value.facts = '二度目';
  await draft.flush();
  expect(save).toHaveBeenLastCalledWith(expect.objectContaining({ value: { facts: '二度目' } }));
});

test('a draft that could not be thrown away is still kept', async () => {
  const save = saves();
  const ledger = { ...ledgerWith(asSave(save)), dropDraft: () => Promise.reject(new StoreFailure('lost')) } as Ledger;
  const draft = new KeptDraft(ledger, PLACE, { facts: '' }, found('残る'));
  expect(await draft.discard()).toBe(false);
  expect(draft.trouble).toBe(STORAGE_TEXT.lost);
  draft.value.facts = '残る。続き';
  await draft.flush();
  expect(save).toHaveBeenCalledOnce();
});

test('the newest draft of this household is found, never another household’s [DRAFT-3]', () => {
  const one = (id: string, bucket: string, saved_at: string): Draft => ({ ...PLACE, id, bucket, saved_at, focus: null, value: {} });
  const ledger = ledgerWith(vi.fn(), [one('old', 'b1', '2026-11-23T10:00:00Z'), one('new', 'b1', '2026-11-24T10:00:00Z'), one('other', 'b2', '2026-11-24T11:00:00Z')]);
  expect(findDraft(ledger, 'visit', 'b1')?.id).toBe('new');
  expect(findDraft(ledger, 'visit', 'b1', 'old')?.id).toBe('old');
  expect(findDraft(ledger, 'street', 'b1')).toBeNull();
});

test('every kind of draft leads back to where it was written', () => {
  const href = (kind: string) => draftHref({ ...found(''), kind });
  expect(['caution', 'plan', 'person', 'fields'].map(href)).toEqual(['caution', 'plan', 'person', 'fields'].map((sheet) => `/households/b1?sheet=${sheet}`));
  expect([href('transfer'), href('answer:t1'), href('april')]).toEqual(['/households/b1?sheet=transfer', '/transfers?answer=t1', '/transfers/list']);
  expect(href('person:p9')).toBe('/households/b1?sheet=person&person=p9');
  expect([href('close:a1'), href('hand:a1')]).toEqual(['/a/a1?sheet=close', '/a/a1?sheet=hand']);
  expect([href('alert:a1'), href('review:v1')]).toEqual(['/a/a1?draft=d1', '/review/v1?draft=d1']);
  expect([href('issue'), href('issue:i1'), href('issue::紫野')].map(decodeURI)).toEqual(['/community?sheet=issue', '/community?sheet=issue&id=i1', '/community?sheet=issue&gakku=紫野']);
  expect([href('swap:t1:2026-11-27'), href('reply:p1:o1')]).toEqual(['/duty?sheet=swap&duty=t1&day=2026-11-27', '/sheets/p1?sheet=reply&to=o1']);
  expect([href('visit'), href('amend:v1'), href('household')]).toEqual(['/households/b1/visit?draft=d1', '/households/b1/visit?amend=v1&draft=d1', '/households/new?draft=d1']);
});

test('whatever goes wrong is said as a sentence', () => {
  const all = (['full', 'lost', 'newer', 'blocked', 'stale_head'] as const).map((code) => whyNotKept(new StoreFailure(code)));
  expect(new Set([...all, whyNotKept(new NoKey()), whyNotKept(new Error('x')), whyNotKept(new NotKept('わけ'))]).size).toBe(8);
});
