/** The last month once more: counted by hand, and against whoever would look each morning. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bounds, boundsOf, USUAL } from '../casework/bounds';
import { deadlines, type Due } from '../casework/deadlines';
import { fold } from '../casework/fold';
import type { OpenedOp, Payload } from '../casework/records';
import type { Roles } from '../casework/roles';
import { compared, type Home, monthBefore, replaying, replayingCenter, spoken, type Stretch, TRIAL_DAYS } from './trial';

const NOW = Date.parse('2026-11-27T09:00:00+09:00');
const FROM = monthBefore(NOW);
const HOUR = 3_600_000;
const ROLES: Roles = new Map([['sato', 'outreach_worker'], ['tanaka', 'coordinator'], ['mori', 'office']]) as Roles;
const ALWAYS = () => true;

/** `day`: after the month began; before it, when negative. */
class Records {
  readonly ops: OpenedOp[] = [];

  constructor(readonly bucket: string, tier = 'A', opened = -60, fields: Record<string, unknown> = {}) {
    this.add(opened, { kind: 'household.open', center: '26101', fields: { lead: 'sato', phase: 'in_support', risk_tier: tier, ...fields } }, 'tanaka');
    this.add(opened, { kind: 'person.add', person: `${bucket} p`, fields: { given_name: bucket, is_dependent: true } });
  }

  add(day: number, payload: Record<string, unknown>, staff = 'sato', arrived = day): this {
    const n = this.ops.length + 1;
    const [at, received_at] = [day, arrived].map((one) => new Date(FROM + one * 24 * HOUR).toISOString());
    this.ops.push({ id: `${this.bucket} ${n}`, bucket: this.bucket, device: `of ${staff}`, dseq: n, hlc_ms: Date.parse(at!), hlc_n: 0, staff, seq: n, received_at: received_at!, schema: 1, payload: { recorded_at: at, ...payload } as unknown as Payload });
    return this;
  }

  visit(day: number, result = 'met_person', arrived = day): this {
    const safety = result === 'met_person' ? [{ person: `${this.bucket} p`, level: 'A_seen' }] : [];
    return this.add(day, { kind: 'visit.add', visit: { occurred_at: new Date(FROM + day * 24 * HOUR).toISOString(), method: 'visit', result, staff: ['sato'], safety, observations: [] } }, 'sato', arrived);
  }

  get home() { return { bucket: this.bucket, center: '26101', ops: this.ops }; }
}

function replay(home: Records, ...others: Records[]): Stretch[] {
  return through(replaying(home.home, others.map((one) => one.home), ROLES, NOW));
}

function through(steps: Generator<void, Stretch[]>): Stretch[] {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}
const count = (rule: string, numbers: Record<string, number>, home: Records, ...others: Records[]) => spoken(replay(home, ...others), boundsOf(numbers), ALWAYS).get(rule) ?? 0;

describe('what the last month would have raised', () => {
  it('counts each stage of a cause once', () => {
    const seen = new Records('ハツ').visit(4);
    expect(count('E-T01', {}, seen)).toBe(3); // on the days 11, 14.5 and 18
    expect(count('E-T01', { 'E-T01.A': 14 }, seen)).toBe(2); // 18 and 25; twice fourteen lies on day 32
  });

  it('leaves out what had spoken before the month began', () => {
    expect(count('E-T01', {}, new Records('ケン').visit(-10))).toBe(2); // seven days were over before; ten and a half on day 0.5, fourteen on day 4
  });

  it('ends a cause with the record that ends it, from when it arrived', () => {
    const met = new Records('ヨシ').visit(0.1).visit(6).visit(12).visit(18).visit(24).visit(30);
    expect([count('E-T01', {}, met), count('E-T01', { 'E-T01.A': 5 }, met)]).toEqual([0, 5]);
    const late = new Records('オソ').visit(0.1).visit(6, 'met_person', 9).visit(12).visit(18).visit(24).visit(30);
    expect(count('E-T01', {}, late)).toBe(1); // nobody knew of it on day 7.1
  });

  it('counts attempts in vain by either number', () => {
    const tried = new Records('ミチ', 'B').visit(1).visit(5, 'absent').visit(8, 'absent').visit(11, 'no_answer_present').visit(13);
    expect(count('E-T03', {}, tried)).toBe(1);
    expect(count('E-T03', { 'E-T03.attempts': 4 }, tried)).toBe(0);
    expect(count('E-T03', { 'E-T03.attempts': 5, 'E-T03.days': 7 }, tried)).toBe(1);
  });

  it('counts a planned visit that nobody wrote of', () => {
    const at = (day: number) => new Date(FROM + day * 24 * HOUR).toISOString();
    const planned = new Records('ユミ', 'B').visit(0).add(1, { kind: 'plan.add', plan: { window_from: at(4), window_to: at(4.1), staff: ['sato'], purpose: '', required_two: false } }).add(4.6, { kind: 'plan.end', target: 'ユミ 4', status: 'cancelled', reason: '' });
    expect([count('E-T02', {}, planned), count('E-T02', { 'E-T02.hours': 6 }, planned)]).toEqual([0, 1]);
  });

  it('lets what rests be silent', () => {
    const asked = new Records('エミ').visit(0).add(1, { kind: 'role.offer', offer: { role: 'watcher', to: 'ueda', agency: '', task: '' } }, 'tanaka');
    expect([spoken(replay(asked), USUAL, ALWAYS).get('E-T07'), spoken(replay(asked), USUAL, () => false).get('E-T07')]).toEqual([1, undefined]);
  });

  it('counts whoever came with a merged household in the one that stays', () => {
    const stays = new Records('のこる').visit(1).visit(7).visit(13).visit(19).visit(25).visit(30);
    const gone = new Records('きた').visit(1).add(2, { kind: 'household.merge', merge: 'm1', into: 'のこる' }, 'tanaka');
    stays.add(2, { kind: 'household.merged', merge: 'm1', from: 'きた' }, 'tanaka');
    expect(count('E-T01', {}, stays, gone)).toBe(3);
  });

  it('puts both numbers beside each other, with the households behind them', () => {
    const [hatsu, yoshi] = [new Records('ハツ').visit(2), new Records('ヨシ').visit(0.1).visit(6).visit(12).visit(18).visit(24).visit(30)];
    const [unseen] = compared(new Map([hatsu, yoshi].map((one) => [one.bucket, replay(one)])), USUAL, boundsOf({ 'E-T01.A': 5 }), ALWAYS);
    expect(unseen).toEqual({ rule: 'E-T01', before: 3, after: 8, homes: [{ bucket: 'ハツ', before: 3, after: 3 }, { bucket: 'ヨシ', before: 0, after: 5 }] });
  });

  it('reads a household that arrived in the month, and one of which nothing can be read', () => {
    expect(count('E-T01', {}, new Records('あたらしい', 'A', 20))).toBe(2); // opened on day 20: 27 and 30.5
    expect(replay({ home: { bucket: 'x', center: '26101', ops: [] } } as unknown as Records)).toEqual([{ begins: FROM, ends: NOW + 1, first: true, causes: [] }]);
  });
});

describe('the meetings of a center', () => {
  /** Each of one regular meeting, on the day on which Mori wrote it. */
  function center(bucket: string, ...held: [name: string, held_on: string, kind?: string][]): Home {
    const said = held.map(([name, held_on, kind = 'regular']) => ({ at: `${held_on}T21:00:00+09:00`, payload: { kind: 'fields.set', entity: `meeting:${name}`, set: { kind, held_on, status: 'held' }, base: {} } }));
    const ops = [{ at: '2026-09-01T10:00:00+09:00', payload: { kind: 'center.open', center: '26101' } }, ...said].map(({ at, payload }, n) => ({
      id: `${bucket}${n}`, bucket, device: 'of mori', dseq: n + 1, hlc_ms: Date.parse(at), hlc_n: 0, staff: 'mori', seq: n + 1, received_at: at, schema: 1, payload: { recorded_at: at, ...payload } as unknown as Payload,
    }));
    return { bucket, center: '26101', ops };
  }
  const missed = (numbers: Record<string, number>, ...buckets: Home[]) => spoken(through(replayingCenter(buckets, ROLES, NOW)), boundsOf(numbers), ALWAYS).get('E-T10') ?? 0;

  it('are missed so many days after the last regular one, at the next opening', () => {
    const september = center('c', ['k1', '2026-09-20']);
    expect(missed({}, september)).toBe(1); // 4 November at night, so on the 5th; its minutes had spoken in October
    expect([missed({ 'E-T10.days': 60 }, september), missed({ 'E-T10.days': 92 }, september)]).toEqual([1, 0]);
    expect(missed({ 'E-T10.days': 92 }, center('c'))).toBe(0); // begun on 1 September
    expect(missed({ 'E-T10.days': 62 }, center('c'))).toBe(1);
  });

  it('end the waiting where one is held, whoever wrote it down and in whichever bucket', () => {
    const [first, second] = [center('c', ['k1', '2026-09-20']), center('d', ['k2', '2026-11-03'])];
    expect(missed({}, first, second)).toBe(1); // the minutes of the 3rd, on the 18th
    expect([missed({ 'E-T10.minutes_days': 31 }, first, second), missed({ 'E-T10.days': 20 }, first, second)]).toEqual([0, 2]);
    expect(missed({ 'E-T10.minutes_days': 31 }, first, center('d', ['k2', '2026-11-03', 'outside']))).toBe(1);
  });

  it('are counted where meetings are held at all', () => {
    const steps = through(replayingCenter([center('c', ['k1', '2026-09-20'])], ROLES, NOW));
    expect(spoken(steps, USUAL, (part) => part !== 'conferences').get('E-T10')).toBeUndefined();
  });
});

const nameOf = ({ rule, subject, since, stage }: Due) => [rule, subject, since, stage].join('|');

/** Looks at the last moment before each morning's records, as if nothing were kept in between. */
function eachMorning(home: Records, bounds: Bounds): Map<string, number> {
  const known = new Set<string>();
  const counts = new Map<string, number>();
  const then = fold(home.bucket, '26101', home.ops.filter((op) => Date.parse(op.received_at!) <= FROM), { roles: ROLES, now: FROM });
  const opening = new Set(deadlines(then, FROM, bounds).filter(({ due }) => due <= FROM).map((one) => nameOf(one)));
  for (let day = 0; day <= TRIAL_DAYS; day += 1) {
    const at = day === TRIAL_DAYS ? NOW : FROM + (day + 1) * 24 * HOUR - 1;
    const ops = home.ops.filter((op) => Date.parse(op.received_at!) <= at);
    if (!ops.length) continue;
    const state = fold(home.bucket, '26101', ops, { roles: ROLES, now: at });
    for (const one of deadlines(state, at, bounds)) {
      const name = nameOf(one);
      if (one.due > at || known.has(name)) continue;
      known.add(name);
      if (!opening.has(name)) counts.set(one.rule, (counts.get(one.rule) ?? 0) + 1);
    }
  }
  return counts;
}

it('comes to the same as whoever looks each morning', () => {
  const event = fc.record({ day: fc.integer({ min: -40, max: 30 }), late: fc.integer({ min: 0, max: 3 }), what: fc.constantFrom('met_person', 'absent', 'no_answer_present', 'proxy_info') });
  const number = fc.record({ a: fc.integer({ min: 1, max: 14 }), tries: fc.integer({ min: 2, max: 5 }), days: fc.integer({ min: 3, max: 31 }) });
  fc.assert(fc.property(fc.constantFrom('A', 'B', 'C'), fc.array(event, { maxLength: 12 }), number, (tier, events, { a, tries, days }) => {
    const home = new Records('ハツ', tier);
    for (const { day, late, what } of [...events].sort((one, other) => one.day - other.day)) home.visit(day, what, day + late);
    const bounds = boundsOf({ 'E-T01.A': a, 'E-T01.B': 14, 'E-T03.attempts': tries, 'E-T03.days': days });
    expect(Object.fromEntries(spoken(replay(home), bounds, ALWAYS))).toEqual(Object.fromEntries(eachMorning(home, bounds)));
  }), { numRuns: 40 });
});
