import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldSheet } from '../casework/fold-sheets';
import type { HouseholdState, OpenedOp, Recipient, Registers, Sheet } from '../casework/records';
import type { Colleague } from '../ledger/ledger';
import { digestOf } from './digest';
import { blankRecipient, fieldsOfSheet, MOST_STAFF, nextNumber, OTHER, recipientOf, shareErrors, sheetForm, sheetOf } from './draft';
import { versionBefore } from './opened-sheet.svelte';
import { hasChanged, pageOf } from './page';
import { mayReceive } from './recipients';
import { rowOf, type SheetRow, waitingFor } from './sheet-row';
import { type Part, partsOf } from './word-diff';

const TSUJI: Colleague = { id: 'tsuji', name: '辻 あかり', kana: 'つじ あかり', role: 'outreach_worker', center: '26102' };
const to = (more: Partial<Recipient> = {}): Recipient => ({ id: 'r1', staff: 'tsuji', name: '辻 あかり', office: '', basis: 'consent', word: '続けて関わるため', ...more });
const version = (number = 1, more: Partial<Sheet> = {}): Sheet => ({
  household: 'b1', number, title: '森川さん宅', author: '田中 恵', as_of: '2026-11-24T10:00:00+09:00', members: ['森川 ハツ（84歳・母）'], involved: [], issues: { elderly_health: '食事がとれていない' },
  sections: { tried: '三度訪ねた。' }, recipients: [to()], ...more,
});
const row = (more: Partial<SheetRow> = {}): SheetRow => ({ packet: 'p1', household: 'b1', number: 1, title: '森川さん宅', author: '田中 恵', by: 'tanaka', at: '2026-11-24T10:00:00+09:00', asks: false, recipients: [{ id: 'r1', staff: 'tsuji', name: '辻 あかり', opened: null, answer: null }], ...more });

describe('word by word', () => {
  const shown = (parts: readonly Part[]) => parts.map(({ how, text }) => (how === 'same' ? text : how === 'add' ? `[+${text}]` : `[-${text}]`)).join('');

  it('what was added and cut stands where it was', () => {
    expect(shown(partsOf('三度訪ねた。', '三度訪ねた。窓ごしに手を振った。'))).toBe('三度訪ねた。[+窓ごしに手を振った。]');
    expect(shown(partsOf('受診は年に一度', '受診は年に二度'))).toBe('受診は年に[-一度][+二度]');
    expect(shown(partsOf('消えたことば', ''))).toBe('[-消えたことば]');
    expect(shown(partsOf('同じ', '同じ'))).toBe('同じ');
    expect(partsOf('', '')).toEqual([]);
  });

  it('both texts can be read out of the parts, however they differ', () => {
    const texts = ['', 'あ', '電気が止まった。', '止まった電気。\n夜は暗い。', '電気が、また止まった。夜は暗い。'.repeat(40)];
    for (const was of texts) {
      for (const is of texts) {
        const parts = partsOf(was, is);
        expect(parts.filter(({ how }) => how !== 'add').map(({ text }) => text).join('')).toBe(was);
        expect(parts.filter(({ how }) => how !== 'cut').map(({ text }) => text).join('')).toBe(is);
      }
    }
  });

  it('texts of any length are compared in a moment', () => {
    const long = Array.from({ length: 900 }, (_, n) => `${n}日目に訪ねた。`).join('');
    expect(shown(partsOf(long, long.replace('7日目に訪ねた。', '')))).toBe(long.replace('7日目に訪ねた。', '[-7日目に訪ねた。]'));
    expect(partsOf('あ'.repeat(3000), 'い'.repeat(3000))).toHaveLength(2);
  });
});

describe('the draft', () => {
  it('each section is a register of its own, and an empty one is no section of the page', () => {
    const registers = { tried: { value: '三度訪ねた。', heads: [] }, issue_child_family: { value: ' ', heads: [] }, wish: { value: 7, heads: [] } } as Registers;
    const form = sheetForm(registers);
    expect(fieldsOfSheet(form)).toMatchObject({ tried: '三度訪ねた。', issue_child_family: '', wish: '', consent_state: '' });
    const sheet = sheetOf({ bucket: 'b1', sheets: [{ number: 2 }] } as unknown as HouseholdState, form, { title: '森川さん宅', author: '田中 恵', members: [], involved: [], recipients: [] }, version().as_of);
    expect(sheet).toMatchObject({ household: 'b1', number: 3, issues: {}, sections: { tried: '三度訪ねた。' } });
  });

  it('of two who shared the same version at once the next is one more', () => {
    expect(nextNumber({ sheets: [] })).toBe(1);
    expect(nextNumber({ sheets: [{ number: 2 }, { number: 2 }, { number: 1 }] } as HouseholdState)).toBe(3);
  });
});

describe('whom it is given to', () => {
  const filled = (n: number) => ({ id: `r${n}`, to: `s${n}`, agency: '', basis: 'consent', word: 'わけ' });

  it('nobody without a name, a basis and a word why, and nobody twice', () => {
    expect(Object.keys(shareErrors([blankRecipient()]))).toEqual(['share-to-0', 'share-basis-0', 'share-word-0']);
    expect(Object.keys(shareErrors([{ ...filled(1), to: OTHER, agency: ' ' }]))).toEqual(['share-agency-0']);
    expect(Object.keys(shareErrors([filled(1), { ...filled(2), to: 's1' }]))).toEqual(['share-to-1']);
    expect(shareErrors([filled(1), { ...filled(2), to: OTHER, agency: '診療所' }, { ...filled(3), to: OTHER, agency: '学校' }])).toEqual({});
  });

  it('as many as one record can carry', () => {
    expect(shareErrors(Array.from({ length: MOST_STAFF }, (_, n) => filled(n)))).toEqual({});
    expect(Object.keys(shareErrors(Array.from({ length: MOST_STAFF + 1 }, (_, n) => filled(n))))).toEqual([`share-to-${MOST_STAFF}`]);
  });

  it('is written down as they are called today', () => {
    expect(recipientOf({ ...filled(1), to: 'tsuji' }, [TSUJI])).toMatchObject({ staff: 'tsuji', name: '辻 あかり', office: '上京区役所・地域あんしん支援員' });
    expect(recipientOf({ ...filled(1), to: OTHER, agency: ' 北診療所 ' }, [TSUJI])).toEqual({ id: 'r1', name: '北診療所', office: '', basis: 'consent', word: 'わけ' });
  });

  it('nobody whose work needs no content', () => {
    expect(['vault', 'recovery', 'administrator', 'bureau', 'auditor'].filter(mayReceive)).toEqual([]);
    expect(['outreach_worker', 'coordinator', 'office', 'manager', 'center_head', 'community_coordinator', 'agency'].every(mayReceive)).toBe(true);
  });
});

describe('what waits on today', () => {
  it('until it was opened, and answered where something was asked', () => {
    const opened = { id: 'r1', staff: 'tsuji', name: '', opened: '2026-11-24T11:00:00+09:00', answer: null } as const;
    const said = (one: SheetRow) => waitingFor([one], 'tsuji').map(({ what }) => what);
    expect(said(row())).toEqual(['open']);
    expect(said(row({ recipients: [opened] }))).toEqual([]);
    expect(said(row({ asks: true, recipients: [opened] }))).toEqual(['answer']);
    expect(said(row({ asks: true, recipients: [{ ...opened, answer: 'no' }] }))).toEqual([]);
    expect(waitingFor([row()], 'kimura')).toEqual([]);
  });

  it('the newest version that came to me asks in the place of the older ones', () => {
    const next = row({ packet: 'p2', number: 2 });
    expect(waitingFor([row(), next], 'tsuji').map((one) => one.row.packet)).toEqual(['p2']);
    const notMine = row({ packet: 'p3', number: 3, recipients: [] });
    expect(waitingFor([row(), notMine], 'tsuji').map((one) => one.row.packet)).toEqual(['p1']);
  });
});

describe('the page', () => {
  it('has no mark without a version before it, and says of each section what changed', () => {
    expect(hasChanged(pageOf(version(), null))).toBe(false);
    expect(hasChanged(pageOf(version(2), version()))).toBe(false);
    const sections = pageOf(version(2, { sections: { tried: '三度訪ねた。', wish: '家で' }, issues: {} }), version());
    expect(sections.map(({ name, parts }) => [name, parts.map(({ how }) => how).join()])).toEqual([
      ['members', 'same'], ['issue elderly_health', 'cut'], ['tried', 'same'], ['wish', 'add'],
    ]);
  });

  it('is compared with the newest older version that came to this person', () => {
    const rows = [row(), row({ packet: 'p2', number: 2 }), row({ packet: 'p4', number: 4 }), row({ packet: 'q', household: 'b2', number: 3 })];
    expect(versionBefore(rows, 'p4')?.packet).toBe('p2');
    expect(versionBefore(rows, 'p1')).toBeNull();
  });
});

describe('frozen', () => {
  const cases = JSON.parse(readFileSync(new URL('../../../tests/vectors/sheets.json', import.meta.url), 'utf8')) as { name: string; roles: Record<string, string>; ops: OpenedOp[]; digest: string | null }[];

  it('what the household keeps of a version is the same in both engines', async () => {
    for (const one of cases) {
      const { sheet } = foldSheet('p', one.ops, one.roles);
      expect(sheet ? await digestOf(sheet) : null, one.name).toBe(one.digest);
    }
    expect(await digestOf(version(1, { author: '別の人' }))).not.toBe(await digestOf(version()));
  });

  it('a packet in which nobody who may has shared anything has no row', () => {
    expect(rowOf(foldSheet('p', []))).toBeNull();
  });
});
