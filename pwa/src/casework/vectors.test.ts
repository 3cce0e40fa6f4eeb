/** The phone's casework answers every shared vector exactly as the vault's does. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as calendar from './calendar';
import { fold } from './fold';
import { overdue } from './fold-alerts';
import { foldCommunity } from './fold-community';
import { foldCenter, foldMaterial } from './fold-conferences';
import { stateOn } from './fold-consents';
import { foldInformant } from './fold-consultations';
import { planRow } from './fold-plans';
import { sealedOf } from './fold-protection';
import { foldSheet } from './fold-sheets';
import { gathered } from './gathered';
import { courseOf } from './outreach';
import { judge, redSigns } from './rules';
import { contactsOf, homesOf, judgementsOf, unmet, withdrawnPerson } from './schemes';
import { dueAfter, MINUTE, openBetween } from './opening';
import { matches, search, searchKey } from './search';
import { summarise } from './summary';
import type { HouseholdState, MatchedRule, OpenedOp, SheetState, Summary } from './records';

interface Case { name: string; now: string; roles?: Record<string, string> | null; ops: OpenedOp[]; expect: Record<string, unknown> }
interface RuleCase extends Case { target: string; day_flags: string[]; rules: MatchedRule[]; red: string[] }

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../../tests/vectors/${name}.json`, import.meta.url), 'utf8')) as T;
}

const folds = read<(Case & { state: HouseholdState })[]>('fold');
const courses = read<(Case & { state: Record<string, unknown> })[]>('course');
const sheets = read<(Case & { state: SheetState })[]>('sheets');
const consultations = read<(Case & { state: Record<string, unknown> })[]>('consultations');
const conferences = read<(Case & { state: Record<string, unknown> })[]>('conferences');
const timers = read<(Case & { state: Record<string, unknown> })[]>('timers');
const outreach = read<(Case & { target: string; state: Record<string, unknown> })[]>('outreach');
const outings = read<(Case & { state: Record<string, unknown> })[]>('outings');
const backups = read<(Case & { state: Record<string, unknown> })[]>('backup');
const clocks = read<{ due: [string, number, string][]; waited: [string, string, number][] }>('opening');
const participation = read<(Case & { state: Record<string, unknown> })[]>('participation');
const plans = read<(Case & { state: Record<string, unknown> })[]>('plans');
const protections = read<(Case & { state: Record<string, unknown> })[]>('protection');
const rules = read<RuleCase[]>('rules');
const summaries = read<(Case & { summary: Summary })[]>('summary');
const merges = read<{ name: string; now: string; roles: Record<string, string>; households: { bucket: string; ops: OpenedOp[] }[]; shown: string[]; expect: Record<string, unknown>; rows: Summary[] }[]>('merges');
const searches = read<{ keys: [string, string][]; households: (Case & { found: string[]; missing: string[] })[] }>('search');
const dates = read<{
  parse: [string, string, string][]; refuse: string[]; era: [string, string][]; moments: [string, string, string][];
  fiscal: [string, number][]; ages: [string, string, number][]; attains: [string, number, string][];
}>('calendar');

const BUCKET = '00000000-0000-7000-8000-0000000000b1';
const stateOf = ({ ops, roles, now }: Case, delivered = ops) => fold(BUCKET, '26101', delivered, { ...(roles ? { roles } : {}), now });

function at(state: unknown, path: string): unknown {
  return path.split('/').reduce<unknown>((value, part) => (part === '#' ? (value as unknown[]).length : (value as Record<string, unknown> | undefined)?.[part]), state) ?? null;
}

describe('fold', () => {
  it.each(folds)('$name [I7 I16]', (one) => {
    const state = stateOf(one);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
  });

  it('any order and any repetition fold equal [I3 CONF-6]', () => {
    const delivery = fc.constantFrom(...folds.filter((one) => one.ops.length)).chain((one) => {
      const unnumbered = one.ops.map((op) => ({ ...op, seq: null, received_at: null }));
      const again = fc.array(fc.constantFrom(...one.ops, ...unnumbered), { maxLength: 12 });
      return again.chain((more) => fc.shuffledSubarray([...one.ops, ...more], { minLength: one.ops.length + more.length })).map((ops) => ({ one, ops }));
    });
    fc.assert(fc.property(delivery, ({ one, ops }) => { expect(stateOf(one, ops)).toEqual(one.state); }), { numRuns: 200 });
  });
});

describe('the way through the phases', () => {
  it.each(courses)('$name', (one) => {
    const state = stateOf(one) as unknown as Record<string, unknown>;
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(Object.fromEntries(Object.keys(one.state).map((part) => [part, state[part]]))).toEqual(one.state);
  });
});

describe('a shared sheet', () => {
  it.each(sheets)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => foldSheet('00000000-0000-7000-8000-0000000000c1', ops, one.roles ?? undefined);
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('a consultation, and who told it', () => {
  it.each(consultations)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const roles = one.roles ?? undefined;
      const household = ops.filter(({ bucket }) => bucket === BUCKET);
      const packet = ops.filter(({ bucket }) => bucket !== BUCKET);
      const { unanswered: waiting } = summarise(stateOf(one, household), one.now);
      return { consultations: stateOf(one, household).consultations, waiting, informant: foldInformant('p1', packet, roles), sheet: foldSheet('p1', packet, roles) };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('支援措置, and what it hides', () => {
  it.each(protections)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const all = stateOf(one, ops);
      const { protection, openings, fields, persons, entities, conflicts, proposals, unknown } = all;
      return { state: { protection, openings, fields, persons, entities, conflicts, proposals, unknown }, row: summarise(all, one.now), sealed: sealedOf(BUCKET, ops, one.roles ?? undefined) };
    };
    expect(folded(one.ops)).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('a deadline', () => {
  it.each(timers)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const { alerts, timers: due, proposals, unknown } = stateOf(one, ops);
      return { alerts, timers: due, proposals, unknown, due: overdue(due, Date.parse(one.now)).map(({ id }) => id) };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('a conference', () => {
  it.each(conferences)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const roles = one.roles ?? undefined;
      const [home, packet, center] = [BUCKET, 'p1', 'c1'].map((bucket) => ops.filter((op) => op.bucket === bucket)) as [OpenedOp[], OpenedOp[], OpenedOp[]];
      const state = stateOf(one, home);
      const { items, meeting, since } = summarise(state, one.now);
      return { items: state.items, proposals: state.proposals, rows: { items, meeting, since }, material: foldMaterial('p1', packet, roles), sheet: foldSheet('p1', packet, roles), center: foldCenter('c1', center, roles) };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('participation', () => {
  it.each(participation)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const state = stateOf(one, ops.filter((op) => op.bucket === BUCKET));
      const { wishes, matches } = summarise(state, one.now);
      return { wishes: state.wishes, matches: state.matches, proposals: state.proposals, unknown: state.unknown, rows: { wishes, matches }, shelf: foldCommunity('s1', ops.filter((op) => op.bucket === 's1'), one.roles ?? undefined) };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('outreach', () => {
  it.each(outreach)('$name', (one) => {
    const seen = (ops: OpenedOp[]) => {
      const state = stateOf(one, ops);
      const person = withdrawnPerson(state);
      return {
        course: courseOf(state), homes: homesOf(state), judgements: judgementsOf(state), person, rules: judge(state, one.target, one.now), proposals: state.proposals,
        unmet: person === null ? null : unmet(state, person, one.now), contacts: person === null ? [] : contactsOf(state, person),
      };
    };
    const state = seen(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(seen([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('who is out until when', () => {
  it.each(outings)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const all = stateOf(one, ops);
      const { outings, incidents, alerts, timers, proposals, unknown } = all;
      return { outings, incidents, alerts, timers, proposals, unknown, rows: summarise(all, one.now).outings };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('a request for backup, what is done, and the meetings of others', () => {
  it.each(backups)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const all = stateOf(one, ops);
      const { requests, tasks, outside, items, steps, proposals, unknown } = all;
      const row = summarise(all, one.now);
      return { requests, tasks, outside, items, steps, proposals, unknown, rows: { requests: row.requests, tasks: row.tasks, phase: row.phase } };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });

  it('counts the time of an answer while the office is open', () => {
    expect(clocks.due.map(([from, minutes]) => dueAfter(from, minutes))).toEqual(clocks.due.map(([, , due]) => Date.parse(due)));
    expect(clocks.waited.map(([from, to]) => openBetween(from, to) / MINUTE)).toEqual(clocks.waited.map(([, , minutes]) => minutes));
  });
});

describe('a consent and a plan', () => {
  it.each(plans)('$name', (one) => {
    const folded = (ops: OpenedOp[]) => {
      const state = stateOf(one, ops);
      const { fields, team, steps, consents, collaborations, proposals, unknown } = state;
      return {
        fields, team, steps, consents, collaborations, proposals, unknown, states: consents.map((entry) => stateOn(consents, entry, one.now.slice(0, 10))), row: planRow(collaborations),
        unconsented: Object.fromEntries(state.items.map(({ id, unconsented }) => [id, unconsented])),
      };
    };
    const state = folded(one.ops);
    expect(Object.fromEntries(Object.keys(one.expect).map((path) => [path, at(state, path)]))).toEqual(one.expect);
    expect(state).toEqual(one.state);
    expect(folded([...one.ops].reverse().concat(one.ops))).toEqual(one.state);
  });
});

describe('rules', () => {
  it.each(rules)('$name [I16]', (one) => {
    const state = stateOf(one);
    const found = judge(state, one.target, one.now, one.day_flags);
    expect(Object.fromEntries(found.map((rule) => [rule.rule, rule.level]))).toEqual(one.expect);
    expect(found).toEqual(one.rules);
    expect(redSigns(state, one.target, one.now, one.day_flags).map((item) => item.code)).toEqual(one.red);
  });

  it('a record is judged alike before and after it is folded in', () => {
    for (const one of rules) {
      const target = one.ops.find((op) => op.id === one.target);
      if (target?.payload.kind !== 'visit.add') continue;
      const before = stateOf(one, one.ops.filter((op) => op !== target));
      expect(judge(before, target.payload.visit, one.now, one.day_flags)).toEqual(one.rules);
    }
  });
});

describe('summary', () => {
  it.each(summaries)('$name', (one) => {
    const summary = summarise(stateOf(one), one.now);
    expect(summary).toMatchObject(one.expect);
    expect(summary).toEqual(one.summary);
  });
});

describe('merged households', () => {
  it.each(merges)('$name', ({ households, roles, now, shown, expect: expected, rows: wanted }) => {
    const rows = households.map(({ bucket, ops }) => summarise(fold(bucket, '26101', ops, { roles, now }), now));
    const found = gathered(rows);
    expect(found.map((row) => row.bucket)).toEqual(shown);
    expect(Object.fromEntries(Object.keys(expected).map((path) => [path, at(found, path)]))).toEqual(expected);
    expect(found).toEqual(wanted);
    expect(gathered([...rows].reverse())).toEqual([...wanted].reverse());
  });
});

describe('search', () => {
  it('keys', () => {
    expect(searches.keys.map(([text]) => [text, searchKey(text)])).toEqual(searches.keys);
  });

  it.each(searches.households)('finds by kana, kanji, address and telephone', (one) => {
    const summary = summarise(stateOf(one), 0);
    expect([...one.found, ...one.missing].filter((query) => matches(summary, query))).toEqual(one.found);
    expect(search([summary], '高崎 075')).toEqual([summary]);
  });
});

describe('calendar', () => {
  it('reads and refuses typed dates', () => {
    for (const [text, day, precision] of dates.parse) expect(calendar.parseDate(text), text).toEqual({ day, precision });
    expect(dates.refuse.filter((text) => calendar.parseDay(text))).toEqual([]);
  });

  it('writes 和暦, wall-clock words in Japan and fiscal years', () => {
    expect(dates.era.map(([day]) => [day, calendar.formatEra(day)])).toEqual(dates.era);
    expect(dates.moments.map(([moment]) => [moment, calendar.formatMoment(moment), calendar.dayOf(moment)])).toEqual(dates.moments);
    expect(dates.fiscal.map(([day]) => [day, calendar.fiscalYear(day)])).toEqual(dates.fiscal);
  });

  it('reckons ages by the law', () => {
    expect(dates.ages.map(([birth, on]) => [birth, on, calendar.ageOn(birth, on)])).toEqual(dates.ages);
    expect(dates.attains.map(([birth, age]) => [birth, age, calendar.attainsOn(birth, age)])).toEqual(dates.attains);
  });
});
