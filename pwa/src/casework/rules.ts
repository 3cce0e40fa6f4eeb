/** The escalation rules read from the catalogue: which of them a record meets, how urgent, and because of what. Twin of server/casework/rules.py. */
import { contactResultOf, observationOf, type Condition, type Severity } from './catalogue';
import { OBSERVATIONS, RULES } from './catalogue.gen';
import { momentMs, type Moment } from './calendar';
import { ageOf, isChild, isDependent, isPresent } from './clocks';
import { compareText } from './order';
import { valueOf } from './registers';
import { previousNumber, previousStage, previousValue, worsened, type Look } from './trends';
import type { AlertLevel, HouseholdState, MatchedRule, Observation, PersonState, StreetObservation, Uuid, Visit } from './records';

export type Target = Uuid | Visit | StreetObservation;
const INFANT_AGE = 6;

/** Everything a condition may ask of one record and the household around it. */
export interface Case {
  state: HouseholdState; record: Visit | StreetObservation; observations: readonly Observation[];
  earlier: readonly Look[]; now: Moment; dayFlags: readonly string[];
}

/** The record itself, whether it is already folded in or just being written. */
export function caseOf(state: HouseholdState, target: Target, now: Moment, dayFlags: readonly string[] = []): Case | null {
  const looks: Look[] = [
    ...state.visits.filter((entry) => !entry.retracted).map((entry) => ({ id: entry.id, record: entry.visit })),
    ...state.street.filter((entry) => !entry.retracted).map((entry) => ({ id: entry.id, record: entry.observation })),
  ].sort((a, b) => momentMs(b.record.occurred_at) - momentMs(a.record.occurred_at) || compareText(b.id, a.id));
  const own = looks.find((look) => (typeof target === 'string' ? look.id === target : look.record === target));
  const record = typeof target === 'string' ? own?.record : target;
  if (!record) return null;
  const at = momentMs(record.occurred_at);
  const earlier = looks.filter((look) => look !== own && momentMs(look.record.occurred_at) <= at && (!own || momentMs(look.record.occurred_at) < at || look.id < own.id));
  return { state, record, observations: record.observations ?? [], earlier, now, dayFlags };
}

const present = (one: Case): PersonState[] => one.state.persons.filter((person) => isPresent(person.fields));

/** The person the worker chose, or, when none was chosen, anyone at home. */
function concerns(one: Case, observation: Observation, kind: 'child' | 'dependent'): boolean {
  const test = kind === 'child' ? isChild : isDependent;
  const persons = observation.person ? one.state.persons.filter((person) => person.id === observation.person) : present(one);
  return persons.some((person) => test(person.fields, one.now));
}

function leavesDependentsOnly(one: Case, observation: Observation): boolean {
  const others = present(one).filter((person) => person.id !== observation.person);
  const able = others.filter((person) => !isDependent(person.fields, one.now)).length;
  return others.length > able && able <= (observation.person ? 0 : 1);
}

function observed(when: Condition, one: Case): boolean {
  return one.observations.some((item) => {
    if (item.code !== when.obs) return false;
    const measured = when.measured === true && item.value !== 'unchecked' && item.number !== undefined;
    if (item.value !== 'yes' && !measured) return false;
    if (when.qualifier !== undefined && item.qualifier !== when.qualifier) return false;
    if (when.min !== undefined && (item.number ?? -1) < when.min) return false;
    if (when.person !== undefined && !concerns(one, item, when.person)) return false;
    return when.left === undefined || leavesDependentsOnly(one, item);
  });
}

function trend(when: Condition, one: Case): string[] | null {
  const min = when.min ?? 0;
  switch (when.trend) {
    case 'worse_items': {
      const codes = new Set(one.observations.filter((item) => worsened(item, one.earlier)).map((item) => item.code));
      return codes.size >= min ? [...codes] : null;
    }
    case 'number_rise': {
      const risen = one.observations.some((item) => {
        const before = item.code === when.obs && item.value !== 'unchecked' ? previousNumber(item, one.earlier) : null;
        return before !== null && (item.number ?? 0) - before >= min;
      });
      return risen ? [when.obs ?? ''] : null;
    }
    case 'worse_twice': {
      const twice = one.observations.some((item) => {
        const before = item.code === when.obs && item.value === 'yes' && item.change === 'worse' ? previousValue(item, one.earlier) : null;
        return before?.value === 'yes' && before.change === 'worse';
      });
      return twice ? [when.obs ?? ''] : null;
    }
    case 'stage_fall': {
      const before = previousStage(one.earlier);
      const stage = 'relation_stage' in one.record ? one.record.relation_stage : undefined;
      return before !== null && stage !== undefined && before - stage >= min ? ['relation_stage'] : null;
    }
    default: return null;
  }
}

interface Trigger { id: string; level: AlertLevel; evidence: string[] }

/** 介入のきっかけ this record meets. */
function triggersMet(one: Case): Trigger[] {
  const seen = new Set(one.observations.filter((item) => item.value === 'yes').map((item) => item.code));
  return Object.entries(one.state.entities).flatMap(([name, fields]) => {
    const codes = valueOf(fields, 'codes');
    if (!name.startsWith('trigger:') || valueOf(fields, 'ended') === true || !Array.isArray(codes)) return [];
    const met = codes.filter((code): code is string => seen.has(code as string));
    const level = valueOf(fields, 'level');
    return met.length ? [{ id: name, level: (typeof level === 'number' && level >= 1 && level <= 4 ? level : 3) as AlertLevel, evidence: [...met, name] }] : [];
  });
}

/** The evidence when the condition holds, null when it does not. */
export function evaluate(when: Condition, one: Case): string[] | null {
  if (when.any) {
    const found = when.any.map((part) => evaluate(part, one)).filter((evidence) => evidence !== null);
    return found.length ? found.flat() : null;
  }
  if (when.all) {
    const found = when.all.map((part) => evaluate(part, one));
    return found.every((evidence) => evidence !== null) ? found.flat() as string[] : null;
  }
  if (when.trend) return trend(when, one);
  if (when.obs) return observed(when, one) ? [when.obs] : null;
  return context(when, one);
}

function context(when: Condition, one: Case): string[] | null {
  const visit = 'result' in one.record ? one.record : null;
  if (when.result) return visit && when.result.includes(visit.result) ? [`result:${visit.result}`] : null;
  if (when.worry) return visit?.worry?.level === when.worry ? ['worry'] : null;
  if (when.day_flag) return when.day_flag.find((flag) => one.dayFlags.includes(flag)) ? when.day_flag.filter((flag) => one.dayFlags.includes(flag)).map((flag) => `day:${flag}`) : null;
  if (when.household) return present(one).some((person) => (ageOf(person.fields, one.now) ?? 99) < INFANT_AGE) ? ['household:infant'] : null;
  if (when.trigger) {
    const met = triggersMet(one);
    return met.length ? met.flatMap((trigger) => trigger.evidence) : null;
  }
  return null;
}

/** Every rule the record meets, in the catalogue's order, each at its most urgent case. */
export function judge(state: HouseholdState, target: Target, now: Moment, dayFlags: readonly string[] = []): MatchedRule[] {
  const one = caseOf(state, target, now, dayFlags);
  if (!one) return [];
  const matched: MatchedRule[] = [];
  for (const rule of RULES) {
    for (const { level, when } of rule.cases) {
      const evidence = evaluate(when, one);
      if (!evidence) continue;
      const levels = when.trigger ? triggersMet(one).map((trigger) => trigger.level) : [level];
      matched.push({ rule: rule.code, level: Math.min(...levels) as AlertLevel, evidence: [...new Set(evidence)].sort(compareText) });
      break;
    }
  }
  return matched;
}

/** The most urgent level of a verdict; null when nothing matched. */
export function levelOf(rules: readonly MatchedRule[]): AlertLevel | null {
  return rules.length ? (Math.min(...rules.map((rule) => rule.level)) as AlertLevel) : null;
}

/** How serious one sign is in this record; null when it was not seen. */
export function severityOf(one: Case, observation: Observation): Severity | null {
  const item = observationOf(observation.code);
  if (!item || observation.value === 'unchecked') return null;
  if (observation.value === 'no' && !item.number?.measured) return null;
  const alone: Case = { ...one, observations: one.observations.filter((other) => other === observation || other.code !== observation.code) };
  if (item.red_when && evaluate(item.red_when, alone)) return 'R';
  if (item.yellow_when && evaluate(item.yellow_when, alone)) return 'Y';
  return item.severity;
}

/** The red signs of a record, in the catalogue's order: what opens the emergency sheet. */
export function redSigns(state: HouseholdState, target: Target, now: Moment, dayFlags: readonly string[] = []): Observation[] {
  const one = caseOf(state, target, now, dayFlags);
  if (!one) return [];
  const place = new Map<string, number>(OBSERVATIONS.map((item, index) => [item.code, index]));
  return one.observations.filter((item) => severityOf(one, item) === 'R').sort((a, b) => (place.get(a.code) ?? 0) - (place.get(b.code) ?? 0));
}

const TREND_WORDS: Record<string, string> = { relation_stage: '関係の段階が下がった', worry: '「心配」が押された', 'household:infant': '赤ちゃん・幼児がいる', 'day:heat_alert': '熱中症警戒アラートの日', 'day:cold_warning': '厳しい寒さの日' };

/** One piece of evidence in words. */
export function evidenceLabel(evidence: string): string {
  if (evidence.startsWith('result:')) return contactResultOf(evidence.slice(7))?.label ?? evidence;
  if (evidence.startsWith('trigger:')) return '決めておいた「きっかけ」';
  return observationOf(evidence)?.label ?? TREND_WORDS[evidence] ?? evidence;
}
