import { expect, it } from 'vitest';
import type { Summary } from '../casework/records';
import { sixDigits } from '../admin/doors';
import { mayAdmit } from '../admin/waiters.svelte';
import { dueInCenter, duties, overdue, tierLines } from './center';

const NOW = new Date('2026-11-24T10:32:00+09:00');
const household = (change: Partial<Summary>): Summary => ({
  bucket: 'b', center: '26101', title: '森川', kana: 'もりかわ', protected: false, provisional: false, area: '', ward: '北区', town: '', gakku: '', phone_digits: '', risk_tier: 'A', phase: 'monitoring', lead: null, persons: 1,
  last_direct_at: '2026-11-13T15:20:00+09:00', worst_person: null, limit_days: 7, last_contact_at: null, last_result: null, attempts_without_contact: 0, next_plan: null, hazards: [], conflicts: 0,
  open_alerts: [], clocks: [], place: { postal_code: '', street_name: '', banchi: '', building: '', room: '' }, merged_into: null, merged_from: [], late: 0, phase_since: null, asked_step: null, offers: [], watch: null, meeting: null, items: [], requests: [], tasks: [], wishes: [], matches: [], outings: [], since: null, collaboration: null, unanswered: null, unreviewed: 0, returned: [], search_key: '', last_op_at: null, ...change,
});

it('counts households over, near and within their limit, each tier by itself', () => {
  const rows = [household({}), household({ bucket: 'c', risk_tier: 'B', limit_days: 14 }), household({ bucket: 'd', phase: 'closed' })];
  expect(tierLines(rows, NOW).slice(0, 2)).toMatchObject([{ over: 1, near: 0, within: 0 }, { over: 0, near: 0, within: 1 }]);
  expect(overdue(rows, NOW).map(({ row }) => row.bucket)).toEqual(['b']);
});

it('lists the visits of today and those missed, not tomorrow’s', () => {
  const plan = (day: string) => ({ id: day, window_from: `${day}T13:00:00+09:00`, window_to: `${day}T14:00:00+09:00`, required_two: false, staff: [], purpose: '' });
  const rows = [household({ bucket: 'today', next_plan: plan('2026-11-24') }), household({ bucket: 'missed', next_plan: plan('2026-11-23') }), household({ bucket: 'later', next_plan: plan('2026-11-25') })];
  expect(dueInCenter(rows, NOW).map((row) => row.bucket)).toEqual(['missed', 'today']);
});

it('adds up what waits for the office', () => {
  expect(duties([household({ unreviewed: 2 }), household({ returned: [{ visit: 'v', by: 'sato' }] })])).toEqual({ unreviewed: 2, returned: 1 });
});

it('takes six digits however they are typed, and nothing else', () => {
  expect([sixDigits('１２３ 456'), sixDigits('12345'), sixDigits('')]).toEqual(['123456', null, null]);
  expect([mayAdmit('coordinator'), mayAdmit('office'), mayAdmit('outreach_worker')]).toEqual([true, false, false]);
});
