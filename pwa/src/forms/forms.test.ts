/** 個票: what comes into which box, what stays a ruled box, and what never reaches any sheet. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CollaborationEntry, Consent, ConsentEntry, Evaluation } from '../casework/agreed-records';
import type { ItemEntry } from '../casework/conference-records';
import { fold } from '../casework/fold';
import type { ConsultationEntry, HouseholdState, PersonState, Register, StepEntry, Visit, VisitEntry } from '../casework/records';
import { formText } from '../text/forms';
import { formsOf } from './forms';
import { type FilledForm, type FormCode, FORMS, type Told } from './layout';
import { mayPrintForms } from './printers';
import { type Choice, choiceErrors, firstChoice, gathered, peopleOf } from './source';

const NOW = new Date('2026-11-27T12:00:00+09:00');
const KEPT = '2026-11-25T10:00:00+09:00';
const CLOSED = '近所の方が見た朝の様子を、ふみさんに知らせずにどう確かめるか';
const HEARSAY = '夜中に大きな声がすると聞いた';
const ALL = FORMS.map(({ code }) => code);
const said = (by = 'ono') => ({ by, at: KEPT, note: '', op: 'd1' });
const register = (value: unknown, at = KEPT): Register => ({ value, heads: [{ op: 'o1', value, by: 'sato', at }] });
const registers = (fields: Record<string, unknown>) => Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, register(value)]));

const fumi: PersonState = {
  id: 'fumi', clock: { counts: true, last_direct_at: null, last_level: null, last_any_at: null, last_visit: null },
  fields: registers({ family_name: '堀', given_name: 'ふみ', family_kana: 'ほり', given_kana: 'ふみ', birth_date: '1942-04-03', birth_precision: 'day', sex: '2', phone: '075-000-1111', support_needs: 'ゆっくり話す', key_person: true }),
};
const visit = (id: string, more: Partial<Visit> = {}, entry: Partial<VisitEntry> = {}): VisitEntry => ({
  id, by: 'sato', recorded_at: KEPT, received_at: KEPT, versions: [], retracted: null, alert: null, verdict: null, review: { state: 'unreviewed', by: null, at: null, comment: '', version: null, history: [] },
  visit: { occurred_at: '2026-11-20T10:00:00+09:00', method: 'visit', result: 'met_person', staff: ['sato'], accompanied: [], met_persons: ['fumi'], presence_signs: [], safety: [], observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '', ...more }, ...entry,
});
const consultation = (id: string, more: Partial<ConsultationEntry['consultation']> = {}): ConsultationEntry => ({
  id, by: 'sato', recorded_at: KEPT, received_at: KEPT, versions: [], retracted: null,
  consultation: { received_at: '2026-11-10T09:00:00+09:00', method: 'phone', channel: 'person', concerns: ['health', 'care'], most_worried: 'care', facts: '朝の買いものがつらい', quotes: '「猫が心配や」', urgency: 'this_week', received_by: 'sato', informant: 'packet-of-who', more: { work: 'pension', insurance: 'late_elderly' }, ...more },
});
const consent = (id: string, more: Partial<Consent> = {}): ConsentEntry => ({
  id, by: 'sato', at: KEPT, withdrawals: [], consent: { person: 'fumi', answer: 'given', purposes: ['plan', 'sharing'], data: ['living', 'contact'], orgs: ['鴨川診療所'], method: 'oral', obtained_on: '2026-11-15', until: '2027-03-31', by: 'sato', words: '「ええよ」', capacity_note: '', ...more },
});
const plan = (more: Partial<CollaborationEntry['plan']> = {}, entry: Partial<CollaborationEntry> = {}): CollaborationEntry => ({
  id: 'v1', by: 'mori', at: KEPT, state: 'active', decided: { ...said(), step: 'm1' }, monitor_on: '2027-01-20', evaluations: [],
  plan: { number: 1, title: '堀さん宅', author: '森 由紀', as_of: KEPT, members: [], wish: '「この家で、猫と」', goal_long: '冬を越す', goal_short: '受診する', issues: ['通院が途切れている'], actions: [{ what: '朝に訪ねる', who: '佐藤', frequency: '週に一度' }], monitor_on: '2027-01-20', outreach: true, participation: false, reason: '', consent: 'c1', ...more }, ...entry,
});
const looked = (more: Partial<Evaluation> = {}): Evaluation => ({ on: '2026-11-26', achieved: 'most', changes: '散歩に出ている', person_view: '「ええ感じや」', next: 'go_on', left_issues: '', handover: '', monitor_on: '2027-02-01', ...more });
const item = (basis: string, question: string, text = ''): ItemEntry => ({
  id: `i ${basis}`, by: 'tanaka', at: '2026-11-01T10:00:00+09:00', about: { meeting: 'k1', held_on: '2026-11-20', basis, question, invitees: [], withdrawn: false }, unconsented: basis === 'conf_106_6', materials: [],
  minutes: text ? [{ id: 'n1', by: 'mori', at: '2026-11-20T15:00:00+09:00', text, reason: '', approved: said() }] : [],
});
const step = (id: string, to: string, more: Partial<StepEntry['move']> = {}): StepEntry => ({ id, by: 'tanaka', at: KEPT, code: null, move: { from: 'intake', to, reason: CLOSED, ...more }, state: 'stands', missing: [], decided: said() });
const home = (more: Partial<HouseholdState> = {}): HouseholdState => ({
  ...fold('b1', '26101', []), opened_at: '2026-11-01T09:00:00+09:00', persons: [fumi], fields: registers({ household_no: 'R8-26101-0008', ward: '北区', town: '紫野雲林院町', banchi: '9-4', postal_code: '6038214', lead: 'sato', summary: 'ひとり暮らし' }), ...more,
});
const make = (state: HouseholdState, more: Partial<Choice> = {}, hidden = false, merged: HouseholdState[] = []): FilledForm[] =>
  formsOf(state, merged, { choice: { ...firstChoice(gathered(state, merged), peopleOf(state, merged), NOW), forms: ALL, ...more }, nameOf: (id) => ({ sato: '佐藤 みさき', mori: '森 由紀', ono: '大野 節子', tanaka: '田中 恵' })[id] ?? id, now: NOW, hidden });
const only = (state: HouseholdState, code: FormCode, more: Partial<Choice> = {}): FilledForm => make(state, { ...more, forms: [code] })[0]!;
const box = (form: FilledForm, code: string): Told => form.sections.flatMap(({ boxes }) => boxes).find((one) => one.code === code)!;
const rowsOf = (form: FilledForm, code: string) => form.sections.find((one) => one.code === code)!.grid!.rows.map((row) => row.map(({ text }) => text));
const marked = ({ marks }: Told) => marks!.filter(({ mark }) => mark && mark !== '☐').map(({ label, mark }) => mark + label);

describe('what comes into the boxes', () => {
  test('every form of the year is made, and each of its boxes stands there though nobody wrote a word', () => {
    const empty = make(home({ fields: {}, persons: [] }));
    expect(empty.map(({ code }) => code)).toEqual(ALL);
    for (const form of empty) {
      const layout = FORMS.find(({ code }) => code === form.code)!;
      const asked = layout.sections.filter(({ only: edition }) => !edition).flatMap(({ items }) => items?.map(({ code }) => code) ?? []);
      expect(form.sections.flatMap(({ boxes }) => boxes.map(({ code }) => code))).toEqual(asked);
      for (const { grid } of form.sections) if (grid && !grid.withheld) expect(grid.blank).toBeGreaterThan(0);
    }
  });

  test('an item of the layout that nothing fills is none: each has its words somewhere', () => {
    const state = home({ consents: [consent('c1', { data: ['living', 'contact', 'health', 'money', 'family', 'history'] })], consultations: [consultation('s1')], collaborations: [plan({ reason: 'かわった' }, { evaluations: [{ id: 'e1', by: 'sato', at: KEPT, evaluation: looked({ left_issues: '食事', handover: '民生委員' }) }] })], items: [item('consent', '冬をどう越すか', '朝に訪ねる')], steps: [step('m1', 'in_support', { item: 'i consent' })],
      visits: [visit('a', { assessment: '疲れている', relation_stage: 3, facts: '玄関で話した' })], entities: { sheet: registers({ issue_elderly_health: 'あ', issue_disability: 'い', issue_child_family: 'う', issue_poverty_community: 'え', wish: 'お', tried: 'か', sticking_point: 'き' }) },
      fields: registers({ household_no: '1', ward: '北区', town: '町', postal_code: '6038214', lead: 'sato', summary: 'く', risk_tier: 'B', fields: ['disability'], schemes: ['hikikomori'], dwelling: 'rental' }), persons: [{ ...fumi, fields: { ...fumi.fields, ...registers({ language: 'やさしい日本語' }) } }] });
    const bare = make(state).flatMap((form) => form.sections.flatMap(({ boxes }) => boxes.filter(({ text, marks }) => !text && !marks).map(({ code }) => `${form.code} ${code}`)));
    expect(bare.filter((one) => !one.endsWith('sign_name'))).toEqual([]);
  });

  test('相談受付・申込票 of Fumi, who said yes: what she came with, what she agreed to, to whom, and until when', () => {
    const form = only(home({ consents: [consent('c1')], consultations: [consultation('s1')] }), 'application');
    expect([form.edition, box(form, 'name').text, box(form, 'kana').text, box(form, 'came').text]).toEqual(['consented', '堀 ふみ', 'ほり ふみ', 'ご本人']);
    expect([box(form, 'birth').text, box(form, 'address').text, box(form, 'received_by').text]).toEqual(['昭和17年4月3日　84歳', '北区 紫野雲林院町 9-4', '佐藤 みさき']);
    expect(marked(box(form, 'concerns'))).toEqual(['○病気や健康、障害', '◎介護']);
    expect(marked(box(form, 'work'))).toEqual(['☑年金生活']);
    expect(box(form, 'insurance').withheld).toBe('consent'); // health was not in what she agreed to
    expect(rowsOf(form, 'consent')).toEqual([['堀 ふみ', '同意する', '令和8年11月15日(日)', '口頭', '多機関協働プランをつくる、関係機関で相談する\n伝えてよいこと：暮らしの様子、住所・連絡先', '鴨川診療所', '令和9年3月31日(水)']]);
    expect(form.sections.map(({ code }) => code)).toContain('sign');
  });

  test('a newer consultation goes first, one that was taken back is none, and the newest version counts', () => {
    const state = home({ consultations: [consultation('s1'), consultation('s2', { received_at: '2026-11-20T09:00:00+09:00', facts: '灯りがつかない' }), { ...consultation('s3', { received_at: '2026-11-24T09:00:00+09:00' }), retracted: { by: 'tanaka', at: KEPT, reason: '別のお宅' } }], consents: [consent('c1')] });
    expect(box(only(state, 'application'), 'facts').text).toBe('灯りがつかない');
    expect(box(only(state, 'application', { consultation: 's1' }), 'facts').text).toBe('朝の買いものがつらい');
  });

  test('プラン and 評価: the version that runs, what a meeting with her yes decided, and each look back on a sheet of its own', () => {
    const state = home({ consents: [consent('c1')], collaborations: [plan({}, { evaluations: [{ id: 'e1', by: 'sato', at: KEPT, evaluation: looked() }, { id: 'e2', by: 'sato', at: KEPT, evaluation: looked({ next: 'end', handover: '民生委員' }) }] })], items: [item('consent', '冬をどう越すか', '朝に訪ねる')], steps: [step('m1', 'in_support', { item: 'i consent' })] });
    const form = only(state, 'plan');
    expect([box(form, 'number').text, box(form, 'chair').text, box(form, 'question').text, box(form, 'said').text]).toEqual(['第1版', '大野 節子', '冬をどう越すか', '朝に訪ねる']);
    expect(rowsOf(form, 'actions')).toEqual([['朝に訪ねる', '佐藤', '週に一度', '']]);
    expect(form.sections.find(({ code }) => code === 'actions')!.grid!.blank).toBe(3);
    const sheets = make(state, { forms: ['evaluation'] });
    expect(sheets.map((one) => marked(box(one, 'next')))).toEqual([['☑このまま続ける'], ['☑プランを終える']]);
    expect(new Set(sheets.map(({ key }) => key)).size).toBe(2);
  });

  test('経過一覧: the newest last, of the chosen days alone, with 延べ at the end', () => {
    const state = home({ visits: [visit('b', { occurred_at: '2026-11-20T10:00:00+09:00', facts: '後' }), visit('a', { occurred_at: '2026-11-05T10:00:00+09:00', facts: '先', result: 'absent' }), visit('p', { occurred_at: '2026-11-06T10:00:00+09:00', method: 'phone', result: 'phone_reached' }), visit('old', { occurred_at: '2026-10-31T23:59:00+09:00' }), visit('x', { facts: '取り消し' }, { retracted: { by: 't', at: KEPT, reason: '' } })], consultations: [consultation('s1')] });
    const form = only(state, 'course', { from: '2026-11-01', to: '2026-11-20' });
    expect(rowsOf(form, 'entries').map((row) => row[4])).toEqual(['先', '', '朝の買いものがつらい\n「猫が心配や」', '後']);
    expect(['all', 'visit', 'phone', 'met', 'letter', 'consultation'].map((one) => box(form, `count_${one}`).text)).toEqual(['3回', '2回', '1回', '1回', '0回', '1回']);
  });

  test('what was put into the household comes along, each person once', () => {
    const other = { ...home({ visits: [visit('m', { facts: 'まとめた世帯の記録' })], persons: [{ ...fumi, id: 'fumi2' }] }), bucket: 'b2' };
    const forms = make(home({ visits: [visit('a', { facts: 'もとの記録' })] }), {}, false, [other]);
    expect(rowsOf(forms.find(({ code }) => code === 'course')!, 'entries')).toHaveLength(2);
    expect(rowsOf(forms.find(({ code }) => code === 'assessment')!, 'members')).toHaveLength(1);
  });

  test('a code of a newer app is ticked as one, and a value of another kind breaks nothing', () => {
    const state = home({ consultations: [consultation('s1', { concerns: ['from_2031'], more: { work: 'from_2031' } })], persons: [{ ...fumi, fields: { family_name: register({ not: 'a name' }), birth_date: register(7), sex: register(['2']) } }], fields: { fields: register('x'), postal_code: register(3) } });
    const form = only({ ...state, consents: [consent('c1')] }, 'application');
    expect(marked(box(form, 'concerns'))).toEqual([`○${formText.newer}`]);
    expect(marked(box(form, 'work'))).toEqual([`☑${formText.newer}`]);
    expect(() => make(state)).not.toThrow();
  });

  test('a choice says what it lacks, and only those print who take lists out too', () => {
    const first = firstChoice(home(), [fumi], NOW);
    const errors = (more: Partial<Choice>) => choiceErrors({ ...first, ...more }, { none: 'n', day: 'd', order: 'o' });
    expect([errors({}), errors({ forms: [] }), errors({ forms: ['course'], from: '', to: '' }), errors({ forms: ['course'], from: '2026-11-02', to: '2026-11-01' }), errors({ from: '' })]).toEqual([{}, { 'form-which': 'n' }, { 'form-from': 'd', 'form-to': 'd' }, { 'form-to': 'o' }, {}]);
    expect(['coordinator', 'office', 'manager', 'center_head', 'outreach_worker', 'agency', 'bureau', 'auditor', 'from_2031'].map(mayPrintForms)).toEqual([true, true, true, true, false, false, false, false, false]);
  });
});

describe('what never reaches a sheet', () => {
  test('without her yes the sheet is 同意なし, and what only a consent opens is shut, written or not', () => {
    for (const consents of [[], [consent('c1', { answer: 'explained', data: [], orgs: [] })], [consent('c1', { until: '2026-11-20' })], [{ ...consent('c1'), withdrawals: [{ by: 'sato', at: KEPT, op: 'w', on: '2026-11-20', who: 'ふみさん', how: '玄関で' }] }]]) {
      const form = only(home({ consents, consultations: [consultation('s1')] }), 'application');
      expect(form.edition).toBe('unconsented');
      for (const code of ['postal_code', 'phone', 'address', 'facts', 'quotes', 'work', 'pension']) expect(box(form, code)).toMatchObject({ text: '', withheld: 'consent' });
      const written = JSON.stringify(form);
      for (const word of ['紫野', '075-000', '買いもの', '猫', '鴨川診療所', '年金生活', '署名']) expect(written).not.toContain(word);
      expect(box(form, 'name').text).toBe('堀 ふみ');
    }
  });

  test('the yes of somebody else of the household opens nothing of hers', () => {
    const ren = { ...fumi, id: 'ren', fields: registers({ given_name: '蓮' }) };
    const state = home({ persons: [fumi, ren], consents: [consent('c1', { person: 'ren' })], consultations: [consultation('s1')] });
    expect([only(state, 'application').edition, only(state, 'application', { person: 'fumi' }).edition]).toEqual(['consented', 'unconsented']);
  });

  test('what others told is not on it, then marked where somebody chose so, and who told it never', () => {
    const state = home({ consents: [consent('c1')], consultations: [consultation('s1', { channel: 'neighbour', facts: HEARSAY, quotes: '' })], visits: [visit('a', { third_party: [{ source: '隣の川端さん', text: HEARSAY }] }), visit('b', { result: 'proxy_info', facts: HEARSAY })] });
    const plainly = make(state);
    expect(JSON.stringify(plainly)).not.toContain('大きな声');
    expect([marked(box(plainly[0]!, 'concerns')), marked(box(plainly[0]!, 'work')), box(plainly[0]!, 'came').text]).toEqual([[], [], '']);
    expect(JSON.stringify(plainly)).not.toContain('近隣');
    const chosen = make(state, { third: true });
    expect(box(chosen[0]!, 'facts').text).toBe(`${formText.thirdMark}${HEARSAY}`);
    expect(chosen.filter(({ third }) => third).map(({ code }) => code)).toEqual(['application', 'assessment', 'course']);
    expect(JSON.stringify(chosen)).not.toContain('川端');
    expect(JSON.stringify(chosen)).not.toMatch(/近所|packet-of-who/);
  });

  test('that it came before a conference is told only where none was held without her; why, never', () => {
    const with106 = only(home({ items: [item('conf_106_6', CLOSED)], steps: [step('m0', 'conference'), step('m1', 'in_support')] }), 'course');
    expect(rowsOf(with106, 'entries').map((row) => row[4])).toEqual(['支援中']);
    const open = only(home({ items: [item('consent', '冬をどう越すか')], steps: [step('m0', 'conference')] }), 'course');
    expect(rowsOf(open, 'entries').map((row) => row[4])).toEqual(['重層支援会議']);
    const shared = (basis: string) => home({ sheets: [{ id: 'h', by: 'sato', at: KEPT, packet: 'k', number: 1, digest: '', recipients: [{ id: 'r', staff: null, name: '鴨川診療所', office: '', basis, word: '' }] }] });
    expect([shared('consent'), shared('conf_106_6')].map((state) => rowsOf(only(state, 'course'), 'entries').length)).toEqual([1, 0]);
  });

  test('a protected household is called by no name, and neither its place nor a word that leads there is on paper', () => {
    const protection = { id: 'p', by: 'tanaka', at: KEPT, persons: ['fumi'], since: '2026-11-01', until: '2027-11-01', basis: 'registry', called: 'あじさい', people: [], told: '' };
    const state = home({ protection, consents: [consent('c1', { data: ['living', 'contact', 'health', 'money', 'family', 'history'] })], consultations: [consultation('s1', { facts: '紫野雲林院町9-4から電話' })], visits: [visit('a', { facts: 'ふみさんは、堀さんの名で 075-000-1111 に出る' }), visit('b', { facts: 'ふみさんと話した' })], collaborations: [plan()] });
    const written = JSON.stringify(make(state, { third: true }));
    for (const word of ['ふみ', '堀', 'ほり', '紫野', '雲林院', '075-000', '6038214', '1942', '昭和17']) expect(written).not.toContain(word);
    expect(written).toContain('対象者さんと話した');
  });

  test('no word of a 支援会議 alone, of whoever told, or of a third one, wherever it was written', () => {
    const places: ((text: string) => Partial<HouseholdState>)[] = [
      (text) => ({ visits: [visit('a', { facts: text })] }), (text) => ({ visits: [visit('a', { assessment: text, promises: text, quotes: text, next_note: text, accompanied: [text] })] }), (text) => ({ consultations: [consultation('s1', { facts: text, quotes: text })] }), (text) => ({ fields: registers({ summary: text }) }),
      (text) => ({ entities: { sheet: registers({ issue_disability: text, wish: text, tried: text, sticking_point: text }) } }), (text) => ({ persons: [{ ...fumi, fields: { ...fumi.fields, ...registers({ support_needs: text, language: text, care_level: text, insurance: text, guardian: text }) } }] }),
      (text) => ({ collaborations: [plan({ wish: text, goal_long: text, goal_short: text, issues: [text], reason: text, actions: [{ what: text, who: text, frequency: text }] })] }), (text) => ({ consents: [consent('c1', { method: 'proxy', proxy: text, orgs: [text] })] }),
      (text) => ({ collaborations: [plan({}, { evaluations: [{ id: 'e', by: 'sato', at: KEPT, evaluation: looked({ changes: text, person_view: text, left_issues: text, handover: text }) }] })] }),
    ];
    fc.assert(fc.property(fc.constantFrom(...places), fc.constantFrom('', '聞いた話では、', '※ '), fc.constantFrom('', 'とのこと'), fc.boolean(), fc.boolean(), (put, before, after, third, agreed) => {
      const state = home({ items: [item('conf_106_6', CLOSED)], consents: agreed ? [consent('c1', { data: ['living', 'contact', 'health', 'money', 'family', 'history'] })] : [], visits: [visit('z', { third_party: [{ source: '隣の川端さん', text: HEARSAY }] })], consultations: [consultation('s0', { channel: 'neighbour', facts: HEARSAY })], ...put(before + CLOSED + after) });
      const written = JSON.stringify(make(state, { third }));
      expect(written).not.toContain('知らせずに');
      expect(written).not.toMatch(/川端|packet-of-who/);
      if (!third) expect(written).not.toContain('大きな声');
    }), { numRuns: 150 });
  });
});
