/** Tanaka prepares a conference: what stands on its agenda, whom it may call, what its material freezes, and what one word of the chair approves. */
import { describe, expect, it } from 'vitest';
import type { CenterState, ItemEntry, ItemRow } from '../casework/conference-records';
import type { HouseholdState, Registers, StepEntry, Summary } from '../casework/records';
import { blankStep, moveOf, stepErrors } from '../course/steps';
import { PHASES } from '../casework/catalogue.gen';
import { aboutOf, agendaOf, approvalsOf, comingMeetings, mayCall, ofWorld, waitingFor, whyNotGiven } from './agenda';
import { type CenterRow, invitedTo, type MaterialRow, type Meeting, meetingsOf, type Member, membersOf } from './conference-row';
import { blankRole } from './decision';

const AT = '2026-11-24T10:00:00+09:00';
const fields = (set: Record<string, unknown>): Registers => Object.fromEntries(Object.entries(set).map(([name, value]) => [name, { value, heads: [{ op: `op ${name}`, value, by: 'mori', at: AT }] }]));
const center = (bucket: string, meetings: CenterState['meetings'], members: CenterState['members'] = [], of = '26101'): CenterRow => ({ bucket, center: of, meetings, members });
const meeting = (id: string, held_on: string, status = 'scheduled', begins_at = '14:00'): CenterState['meetings'][number] => ({ id, fields: fields({ kind: 'regular', held_on, status, begins_at }), approved: null });
const item = (id: string, change: Partial<ItemRow> = {}): ItemRow => ({ id, meeting: 'k1', on: '2026-12-10', basis: 'conf_106_6', question: '', invitees: 0, packet: null, minutes: 'none', ...change });
const row = (bucket: string, change: Partial<Summary> = {}): Summary => ({ bucket, kana: bucket, items: [], meeting: null, merged_into: null, phase: 'conference', ...change }) as unknown as Summary;
const member = (id: string, pledged_on = ''): Member => ({ id, bucket: 'c1', staff: id, name: id, post: '', pledged_on, fields: {} });

describe('the meetings of a center', () => {
  it('that two phones began without a signal stand in one list, those of another ward in none', () => {
    const rows = [center('c1', [meeting('k1', '2026-12-10')]), center('c2', [meeting('k2', '2026-12-24')]), center('c3', [meeting('k3', '2026-12-11')], [], '26107')];
    expect(meetingsOf(rows, '26101').map(({ id, bucket }) => [id, bucket])).toEqual([['k2', 'c2'], ['k1', 'c1']]);
    expect(meetingsOf([...rows].reverse(), '26101').map(({ id }) => id)).toEqual(['k2', 'k1']);
  });

  it('are to come until they have passed or the chair has approved them; today’s is one of them', () => {
    const found = meetingsOf([center('c1', [meeting('past', '2026-11-23'), meeting('now', '2026-11-24'), meeting('next', '2026-12-10'), { ...meeting('done', '2026-12-01'), approved: { by: 'ono', at: AT, note: '', op: 'z' } }])], '26101');
    expect(comingMeetings(found, '2026-11-24').map(({ id }) => id)).toEqual(['now', 'next']);
    expect(found.find(({ id }) => id === 'done')?.status).toBe('approved');
  });

  it('whoever has left is no member any more', () => {
    const members = [{ id: 'u1', fields: fields({ name: '辻 あかり', ended: false }) }, { id: 'u2', fields: fields({ name: '木村 亮', ended: true }) }];
    expect(membersOf([center('c1', [], members)], '26101').map(({ name }) => name)).toEqual(['辻 あかり']);
  });
});

describe('the agenda', () => {
  const rows = [row('b', { items: [item('i2', { basis: 'consent' })] }), row('a', { items: [item('i1'), item('old', { meeting: 'k0' })] }), row('c', { meeting: { id: 'k1', on: '2026-12-10' } }), row('d', { meeting: { id: 'k1', on: '2026-12-10' }, items: [item('i3', { basis: '' })] })];
  const agenda = agendaOf(rows, 'k1');

  it('is drawn from the households, and keeps the two worlds apart', () => {
    expect(agenda.map((one) => one.item.id)).toEqual(['i1', 'i2', 'i3']);
    expect(['conf_106_6', 'consent', ''].map((basis) => ofWorld(agenda, basis).map((one) => one.row.bucket))).toEqual([['a'], ['b'], ['d']]);
  });

  it('whoever was put down for it by a step waits until somebody writes what there is to talk about', () => {
    expect(waitingFor(rows, { id: 'k1' } as Meeting).map(({ bucket }) => bucket)).toEqual(['c']);
  });
});

describe('who is called', () => {
  it('to an item of 法106条の6 only who has pledged secrecy', () => {
    expect([mayCall('conf_106_6', member('kimura')), mayCall('conf_106_6', member('tsuji', '2026-04-01')), mayCall('consent', member('kimura'))]).toEqual([false, true, true]);
    const about = aboutOf({ meeting: 'k1', basis: 'conf_106_6', question: ' だれが ', invitees: ['tsuji'], withdrawn: false }, [], [member('tsuji', '2026-04-01'), member('kimura')]);
    expect(about).toMatchObject({ question: 'だれが', invitees: [{ id: 'tsuji', staff: 'tsuji', pledged_on: '2026-04-01' }] });
  });

  it.each([['no basis', '', ['2026-04-01'], 'no_basis'], ['nobody', 'consent', [], 'nobody'], ['no pledge', 'conf_106_6', [null], 'not_pledged'], ['nine at once', 'consent', Array(9).fill(null), 'most'], ['all there', 'conf_106_6', ['2026-04-01'], null]] as const)('%s', (_, basis, pledges, why) => {
    const invitees = pledges.map((pledged_on, n) => ({ id: `i${n}`, staff: `s${n}`, name: '', office: '', pledged_on }));
    expect(whyNotGiven({ about: { basis, invitees } } as unknown as ItemEntry)).toBe(why);
  });

  it('an invitation stands on 今日 until it was opened, on the list until the meeting has passed', () => {
    const given = (packet: string, held_on: string, opened: string | null, at = AT, of = packet): MaterialRow => ({ packet, item: of, household: 'b', title: packet, author: '田中 恵', at, basis: 'conf_106_6', question: '', held_on, invitees: [{ staff: 'tsuji', opened }] });
    const rows = [given('new', '2026-12-10', null), given('read', '2026-12-10', AT), given('gone', '2026-11-01', AT), given('missed', '2026-11-01', null), given('first', '2026-12-10', null, '2026-11-20T10:00:00+09:00', 'new')];
    expect(invitedTo(rows, 'tsuji', '2026-11-24').map(({ row: one, opened }) => [one.packet, opened])).toEqual([['missed', false], ['new', false], ['read', true]]);
    expect(invitedTo(rows, 'kimura', '2026-11-24')).toEqual([]);
  });
});

describe('a decision', () => {
  const c08 = PHASES.transitions.find(({ code }) => code === 'C08')!;
  const home = { bucket: 'b', fields: fields({ phase: 'conference' }), collaborations: [], items: [{ id: 'i1', about: { withdrawn: false } }] } as unknown as HouseholdState;

  it('goes along in the one step that the chair approves', () => {
    const form = { ...blankStep(home), tracks: ['outreach'], bases: { outreach: 'conf_106_6' }, roles: [{ ...blankRole(), to: 'sato', task: ' 声をかける ', due: '2026-12-20' }], settle_tier: 'A', settle_review: '2026-12-24' };
    expect(moveOf(form, home, c08)).toMatchObject({ to: 'in_support', item: 'i1', offers: [{ role: 'co', to: 'sato', agency: '', task: '声をかける', due: '2026-12-20' }], settles: { tier: 'A', review_on: '2026-12-24' } });
    expect(stepErrors(form, c08.guards, '2026-11-24')).toEqual({});
  });

  it('says which role is half filled, and which day has passed', () => {
    const form = { ...blankStep(home), tracks: ['outreach'], bases: { outreach: 'consent' }, roles: [{ ...blankRole(), to: 'other', task: 'x' }], settle_review: '2026-11-24' };
    expect(Object.keys(stepErrors(form, c08.guards, '2026-11-24'))).toEqual(['decide-to-0', 'decide-review']);
  });
});

describe('the chair’s one word', () => {
  const step = (by: string, state: StepEntry['state'] = 'asked'): StepEntry => ({ id: `step of ${by}`, by, at: AT, code: 'C08', move: { from: 'conference', to: 'in_support', reason: '', item: 'i1' }, state, missing: [], decided: null });
  const home = (by: string, steps: StepEntry[]): HouseholdState => ({ bucket: by, steps, items: [{ id: 'i1', minutes: [{ id: `minutes of ${by}`, by, at: AT, text: '', reason: '', approved: null }] }] }) as unknown as HouseholdState;
  const held = { id: 'k1', bucket: 'c1', status: 'minutes_draft' } as Meeting;

  it('approves minutes, decisions and the meeting together, but nothing of their own', () => {
    const homes = [home('tanaka', [step('tanaka')]), home('ono', [step('ono')])].map((state) => ({ state, item: 'i1' }));
    const { records, minutes, steps } = approvalsOf(held, homes, 'ono', AT);
    expect([minutes, steps]).toEqual([1, 1]);
    expect(records.map(({ bucket, payload }) => [bucket, payload.kind])).toEqual([['tanaka', 'conference.approved'], ['tanaka', 'case.decide'], ['c1', 'meeting.approved']]);
  });

  it('a decision that stands, or a meeting without minutes, asks for nothing more', () => {
    expect(approvalsOf({ ...held, status: 'held' }, [{ state: { ...home('tanaka', [step('tanaka', 'stands')]), items: [] }, item: 'i1' }], 'ono', AT).records).toEqual([]);
  });
});
