import { describe, expect, test } from 'vitest';
import type { CollaborationEntry, CollaborationPlan, Consent, ConsentEntry } from '../casework/agreed-records';
import type { ItemEntry } from '../casework/conference-records';
import type { HouseholdState, PersonState, StepEntry, Summary } from '../casework/records';
import { fold } from '../casework/fold';
import { consentText } from '../text/consents';
import { planText } from '../text/plans';
import { answersOf, backErrors, blankConsent, consentErrors, consentOf, type ConsentForm } from './consent';
import { dayError, dayIn } from './day-form';
import { blankEvaluation, evaluationErrors, evaluationOf } from './evaluation';
import { monitorsOf } from './monitoring';
import { meetingOf, sectionsOf, toldEvaluation } from './paper';
import { blankAction, decidedPlan, OTHER, planErrors, planForm, planOf, type PlanForm } from './plan';
import { mayBeTold, secretsOf, tellsSecret } from './told';

const TODAY = '2026-11-26';
const NOW = '2026-11-26T10:00:00+09:00';
const NEIGHBOUR = '朝になっても雨戸が開かず、郵便がたまっていると近所の方から聞いた';
const word = { by: 'ono', at: NOW, note: '', op: 'd1' };
const hana: PersonState = { id: 'hana', fields: {}, clock: { counts: true, last_direct_at: null, last_level: null, last_any_at: null, last_visit: null } };

const item = (id: string, basis: string, question: string, said: string, more: Partial<ItemEntry> = {}): ItemEntry => ({
  id, by: 'tanaka', at: '2026-11-01T10:00:00+09:00', about: { meeting: 'k1', held_on: '2026-11-20', basis, question, invitees: [], withdrawn: false }, unconsented: basis === 'conf_106_6', materials: [],
  minutes: said ? [{ id: `m ${id}`, by: 'mori', at: '2026-11-20T15:00:00+09:00', text: said, reason: '', approved: word }] : [], ...more,
});
const plan = (more: Partial<CollaborationPlan> = {}): CollaborationPlan => ({
  number: 1, title: '堀さん宅', author: '森', as_of: NOW, members: ['堀 ふみ'], wish: '「猫と、この家で」', goal_long: '冬を越す', goal_short: '受診する', issues: ['通院が途切れている'], monitor_on: '2027-01-20', outreach: true, participation: false, reason: '',
  actions: [{ what: '朝に訪ねる', who: '佐藤', to: 'sato', frequency: '週に一度', until: '2026-12-20' }, { what: '往診', who: '鴨川診療所', frequency: '' }], ...more,
});
const version = (id: string, more: Partial<CollaborationEntry> = {}): CollaborationEntry => ({ id, by: 'mori', at: NOW, plan: plan(), state: 'proposed', decided: null, monitor_on: null, evaluations: [], ...more });
const consent = (id: string, more: Partial<Consent> = {}): ConsentEntry => ({
  id, by: 'sato', at: NOW, withdrawals: [], consent: { person: 'hana', answer: 'given', purposes: ['plan'], data: ['living'], orgs: ['鴨川診療所'], method: 'oral', obtained_on: '2026-11-01', by: 'sato', words: '', capacity_note: '', ...more },
});
const home = (more: Partial<HouseholdState> = {}): HouseholdState => ({ ...fold('b1', '26101', []), persons: [hana], ...more });
const answered = (more: Partial<ConsentForm> = {}): ConsentForm => ({ ...blankConsent(home(), TODAY), answer: 'given', data: ['living'], orgs: '鴨川診療所\n\n 民生委員の方 ', method: 'oral', ...more });
const form = (more: Partial<PlanForm> = {}): PlanForm => ({
  ...planForm(undefined), wish: '「猫と」', goal_long: '冬を越す', monitor_on: '2027-01-20', actions: [{ ...blankAction(), what: '往診', to: OTHER, agency: '鴨川診療所' }], ...more,
});
const none: ReadonlySet<string> = new Set();

describe('a consent', () => {
  test('a day is read in 和暦 and 西暦, and one that the calendar does not have is refused with the rule it breaks', () => {
    expect(['令和8年11月26日', 'R8.11.26', '2026/11/26', '令和８年１１月２６日'].map(dayIn)).toEqual(Array(4).fill(TODAY));
    expect(dayError('令和8年2月30日')).toContain('28日まで');
    expect(dayError('R8.13.1')).toBe('月は1から12までです');
    expect(dayError('令和8年11月')).toBe(consentText.add.errors.whole);
    expect([dayError(''), dayError('R8.11.26')]).toEqual([undefined, undefined]);
  });

  test('one person of the house needs no choosing, and what a yes lacks is named at its place', () => {
    expect(consentErrors(answered(), TODAY)).toEqual({});
    expect(Object.keys(consentErrors({ ...blankConsent(home({ persons: [hana, { ...hana, id: 'ren' }] }), TODAY), purposes: [], obtained_on: '' }, TODAY))).toEqual(['consent-person', 'consent-answer', 'consent-purposes', 'consent-method', 'consent-on']);
    expect(Object.keys(consentErrors(answered({ data: [], orgs: ' \n', method: 'proxy' }), TODAY))).toEqual(['consent-data', 'consent-orgs', 'consent-proxy']);
  });

  test('a day to come, and a last day that has passed or lies before it, are refused', () => {
    const says = (more: Partial<ConsentForm>) => Object.values(consentErrors(answered(more), TODAY));
    const t = consentText.add.errors;
    expect(says({ obtained_on: '2026-11-27' })).toEqual([t.future]);
    expect(says({ obtained_on: '2026-11-01', until: 'R8.11.25' })).toEqual([t.passed]);
    expect(says({ obtained_on: '2026-11-20', until: '2026-11-10' })).toEqual([t.before]);
    expect(says({ until: '2026-11-31' })[0]).toContain('30日まで');
    expect(says({ until: TODAY })).toEqual([]);
  });

  test('a no and an explanation carry no yes with them', () => {
    expect(consentOf(answered({ answer: 'refused', purposes: [], until: '2027-01-01' }), 'sato')).toEqual({
      person: 'hana', answer: 'refused', purposes: [], data: [], orgs: [], method: 'oral', obtained_on: TODAY, by: 'sato', words: '', capacity_note: '',
    });
    expect(consentErrors(answered({ answer: 'refused', purposes: [], data: [], orgs: '' }), TODAY)).toEqual({});
    expect(consentOf(answered({ until: 'R9.3.31' }), 'sato')).toMatchObject({ orgs: ['鴨川診療所', '民生委員の方'], until: '2027-03-31' });
  });

  test('what stands is shown apart from what was, and its end when it is near', () => {
    const all = [consent('c1', { until: '2026-12-10' }), consent('c2', { until: '2026-11-25' }), consent('c3', { until: '2027-11-25' })];
    const { stand, past } = answersOf(all, TODAY);
    expect(stand.map(({ entry, left }) => [entry.id, left])).toEqual([['c3', null], ['c1', 14]]);
    expect(past.map(({ entry, state }) => [entry.id, state])).toEqual([['c2', 'expired']]);
  });

  test('it is taken back by somebody, somehow, not before it was given', () => {
    expect(Object.keys(backErrors({ on: '2026-10-31', who: '', how: ' ' }, consent('c1'), TODAY))).toEqual(['back-on', 'back-who', 'back-how']);
    expect(backErrors({ on: TODAY, who: '花さん', how: '電話で' }, consent('c1'), TODAY)).toEqual({});
  });
});

describe('a plan', () => {
  test('it begins with her own words, and says at its place what it lacks', () => {
    expect(planErrors(form(), 1, TODAY, none)).toEqual({});
    expect(planErrors({ ...planForm(undefined) }, 1, TODAY, none)).toMatchObject({ 'plan-wish': planText.write.errors.wish, 'plan-what-0': planText.write.errors.actions });
    expect(Object.keys(planErrors({ ...planForm(undefined) }, 1, TODAY, none))[0]).toBe('plan-wish');
    const half = form({ actions: [{ ...blankAction(), what: '往診' }, { ...blankAction(), what: '訪ねる', to: OTHER }, blankAction()], monitor_on: TODAY });
    expect(Object.keys(planErrors(half, 1, TODAY, none))).toEqual(['plan-to-0', 'plan-agency-1', 'plan-monitor']);
    expect(Object.keys(planErrors(form(), 2, TODAY, none))).toEqual(['plan-reason']);
  });

  test('the next version begins from the last, is numbered after it, and an untouched form is one', () => {
    const state = home({ collaborations: [version('v1'), version('v2', { plan: plan({ number: 4 }) })], consents: [consent('c1')] });
    const next = planForm(state.collaborations.at(-1));
    expect(JSON.stringify(planForm(state.collaborations.at(-1)))).toBe(JSON.stringify(next));
    expect(next).toMatchObject({ base: 'v2', reason: '', issues: '通院が途切れている', actions: [{ to: 'sato', agency: '' }, { to: OTHER, agency: '鴨川診療所' }] });
    const kept = planOf(state, { ...next, reason: 'かわったので', actions: [...next.actions, blankAction()] }, { title: '堀さん宅', author: '森', members: [], nameOf: () => '佐藤 みさき' }, NOW, TODAY);
    expect(kept).toMatchObject({ number: 5, consent: 'c1', actions: [{ who: '佐藤 みさき', to: 'sato' }, { who: '鴨川診療所' }] });
    expect(kept.actions).toHaveLength(2);
  });

  test('a conference decides on a version with every role it names, of the item that she agreed to', () => {
    const state = home({ collaborations: [version('v1'), version('v2')], items: [item('i1', 'consent', '', ''), item('i2', 'conf_106_6', '', '')] });
    expect(decidedPlan(state, '')).toEqual({
      plan: 'v2', item: 'i1', offers: [{ role: 'co', to: 'sato', agency: '', task: '朝に訪ねる（週に一度）', due: '2026-12-20' }, { role: 'external', agency: '鴨川診療所', task: '往診' }],
    });
    expect(decidedPlan(state, 'v1').plan).toBe('v1');
    expect(decidedPlan(home({ collaborations: [version('v1', { state: 'ended' })] }), 'v1')).toEqual({ offers: [] });
  });

  test('its lead is told a week before, and in words when the day has passed', () => {
    const row = (bucket: string, lead: string, monitor_on: string | null) => ({ bucket, lead, collaboration: monitor_on ? { id: `v ${bucket}`, number: 1, state: 'active', monitor_on } : null }) as unknown as Summary;
    const due = monitorsOf([row('a', 'sato', '2026-12-03'), row('b', 'sato', '2026-11-23'), row('c', 'ito', TODAY), row('d', 'sato', '2026-12-04'), row('e', 'sato', null), row('f', 'sato', TODAY)], 'sato', TODAY);
    expect(due.map(({ plan: id, word: { text, late } }) => [id, text, late])).toEqual([['v b', '3日過ぎています', true], ['v f', '今日です', false], ['v a', 'あと 7日', false]]);
  });

  test('a look back says what changed and what comes next, after it was decided and not before', () => {
    const blank = blankEvaluation(TODAY);
    expect(Object.keys(evaluationErrors(blank, { decided: null }, TODAY))).toEqual(['look-achieved', 'look-changes', 'look-next']);
    const said = { ...blank, achieved: 'most', changes: '受診できた', next: 'end' };
    expect(Object.keys(evaluationErrors(said, { decided: null }, TODAY))).toEqual(['look-handover']);
    expect(Object.keys(evaluationErrors({ ...said, next: 'go_on', on: 'R8.11.25' }, { decided: { ...word, step: 'm2' } }, TODAY))).toEqual(['look-on', 'look-monitor']);
    expect(evaluationOf({ ...said, handover: '地域包括', monitor_on: '2027-01-01' })).toMatchObject({ on: TODAY, next: 'end', handover: '地域包括' });
    expect(evaluationOf({ ...said, next: 'go_on', handover: 'x', monitor_on: '2027-01-01' })).toMatchObject({ handover: '', monitor_on: '2027-01-01' });
  });
});

describe('the paper that goes to her', () => {
  const step = (of: string): StepEntry => ({ id: 'm2', by: 'tanaka', at: NOW, code: 'C08', move: { from: 'conference', to: 'in_support', reason: '', item: of, plan: 'v1' }, state: 'stands', missing: [], decided: word });
  const entry = version('v1', { decided: { ...word, step: 'm2' }, state: 'active' });
  const closed = item('i1', 'conf_106_6', NEIGHBOUR, 'まず佐藤が、声をかけずに様子だけを見る');
  const open = item('i2', 'consent', '冬をどう越すか', 'ふみさんの「猫と」を大切にする');

  test('it tells what was said with her yes, and nothing of a 支援会議', () => {
    expect(meetingOf({ items: [closed, open], steps: [step('i2')] }, entry)).toEqual({ held_on: '2026-11-20', question: '冬をどう越すか', said: 'ふみさんの「猫と」を大切にする' });
    expect(meetingOf({ items: [closed, open], steps: [step('i1')] }, entry)).toBeNull();
  });

  test('an item that was once one of a 支援会議 stays untold when it is called by another name', () => {
    const turned: ItemEntry = { ...closed, about: { ...closed.about, basis: 'consent' } };
    expect([closed, turned, open, item('i3', '', '', '')].map(mayBeTold)).toEqual([false, false, true, false]);
    expect(meetingOf({ items: [turned], steps: [step('i1')] }, entry)).toBeNull();
  });

  test('minutes that nobody approved are not told', () => {
    expect(meetingOf({ items: [{ ...open, minutes: [{ ...open.minutes[0]!, approved: null }] }], steps: [step('i2')] }, entry)?.said).toBe('');
  });

  test('words of a 支援会議 are no words for it: neither proposed nor printed', () => {
    const quoted = `近所の話では、${NEIGHBOUR}とのこと`;
    const secrets = secretsOf({ items: [closed, open] }, null);
    expect(tellsSecret(quoted, secrets)).toBe(true);
    expect(planErrors(form({ issues: quoted }), 1, TODAY, secrets)).toEqual({ 'plan-issues': planText.write.errors.told });
    expect(planErrors(form({ issues: '雨戸を開けるのがつらい' }), 1, TODAY, secrets)).toEqual({});
    const sections = sectionsOf({ items: [closed, open] }, plan({ issues: [quoted] }), NOW, null);
    expect([sections.issues!.parts[0]!.text, sections.issues!.withheld]).toEqual([planText.page.withheld, true]);
    expect(JSON.stringify(sections)).not.toContain('雨戸');
  });

  test('what she agreed to have talked over, or what was written there only afterwards, is hers to read', () => {
    const both = item('i2', 'consent', NEIGHBOUR, '');
    expect(secretsOf({ items: [closed, both] }, NOW)).toEqual(secretsOf({ items: [item('i1', 'conf_106_6', '', closed.minutes[0]!.text)] }, NOW));
    expect(secretsOf({ items: [closed] }, '2026-10-01T10:00:00+09:00').size).toBe(0);
  });

  test('nor does a look back tell them', () => {
    const said = { on: TODAY, achieved: 'most', changes: `${NEIGHBOUR}ことは、なくなった`, person_view: '「猫も元気や」', next: 'end', left_issues: '', handover: '' };
    const looked = { ...entry, evaluations: [{ id: 'l1', by: 'sato', at: NOW, evaluation: said }] };
    expect(toldEvaluation({ items: [closed] }, looked)).toEqual({ ...said, changes: planText.page.withheld });
    expect(toldEvaluation({ items: [open] }, looked)).toEqual(said);
  });

  test('a revised version shows what changed, word for word', () => {
    const { goal_short, wish } = sectionsOf({ items: [] }, plan({ goal_short: '月に一度、受診する' }), NOW, plan());
    expect(goal_short!.parts.some(({ how, text }) => how === 'add' && text.includes('月に一度'))).toBe(true);
    expect(wish!.parts.map(({ how }) => how)).toEqual(['same']);
  });
});
