/** The shapes of the generated catalogue and the small look-ups screens use. */
import type { AlertLevel, Change, SafetyLevel, TriState } from './records';
import {
  ALERT_LEVELS, CENTERS, CONTACT_RESULTS, GUIDES, OBSERVATIONS, RISK_TIERS, RULES, SAFETY_LEVELS, SAFETY_RULES, TIME_RULES,
} from './catalogue.gen';

export type Severity = 'R' | 'Y' | 'G';

/** One node or leaf of the small expression form of rules; see rules.ts. */
export interface Condition {
  any?: readonly Condition[]; all?: readonly Condition[];
  obs?: string; qualifier?: string; min?: number; measured?: boolean; person?: 'child' | 'dependent'; left?: 'dependents_only';
  result?: readonly string[]; household?: 'infant'; day_flag?: readonly string[];
  trend?: 'worse_items' | 'stage_fall' | 'number_rise' | 'worse_twice'; worry?: number; trigger?: true;
}
export interface Qualifier { code: string; label: string; severity?: Severity }
export interface NumberItem { label: string; unit: string; min: number; max: number; measured?: boolean }
export interface ObservationItem {
  code: string; identifier: string; group: string; severity: Severity; label: string; help: string;
  /** can be seen from the street */
  street?: boolean; per_person?: boolean; qualifiers?: readonly Qualifier[]; number?: NumberItem;
  yellow_when?: Condition; red_when?: Condition;
}
export interface RuleCase { level: AlertLevel; when: Condition; ack_minutes?: number | null }
export interface CatalogueRule {
  code: string; label: string; why: string; guide: string | null; to: readonly string[]; ack_minutes: number | null; act: string;
  cases: readonly RuleCase[];
}
/** What to say on the telephone; `order[0]` is the number to call first. */
export interface Guide { order: readonly string[]; say: readonly string[]; do: readonly string[] }
export interface ContactResult { code: string; label: string; contact: boolean; attempt: boolean; no_answer: boolean }
export interface SafetyItem { code: SafetyLevel; label: string; direct: boolean; help: string }
export interface Center { code: string; label: string; ward: string; jis: string; check: string; branch: boolean }
/** `by`: whose step stands at once (`lead`: the household's lead); `ask`: who may ask for it, `approve`: of whom. */
export interface Transition { code: string; from: readonly string[]; to: string; by: readonly string[]; ask: readonly string[]; approve: readonly string[]; guards: readonly string[]; label: string }
/** Which phases follow each other, and the numbers of their guards, in days. */
export interface PhaseTable { openings: readonly string[]; watch_days: number; confirmed_days: number; heavy_days: number; exempt_closures: readonly string[]; /** from when on a plan needs a consent of its own */ agreed_since: string; plan_deciders: readonly string[]; transitions: readonly Transition[] }
/** A number of a time rule that a center may set; `usual`: where none has, `early`: more of it tells sooner. */
export interface BoundRow { code: string; rule: string; label: string; unit: string; least: number; most: number; usual: number; early?: 'more' }
/** `business`: what a record is to which all of the rest apply. */
/** A business ①–⑤, or a part of one that a pilot may hold back. */
export interface RolloutPart { code: string; label: string; about: string; within?: string }
export interface BusinessRow { business: string; kind?: readonly string[]; method?: readonly string[]; track?: readonly string[]; phase?: readonly string[] }
/** A fact has for each dimension named at least one of the values. */
export type Where = Readonly<Record<string, readonly string[]>>;
/** `households`, `meetings`: each once; `share`: of those that fit `of`; `days`: the median; `sum`: of what was counted there; `taken`, `acted`: minutes until half of them, or 95 of a hundred, were. */
export interface Measure { label: string; where?: Where; count?: 'households' | 'meetings' | 'share' | 'days' | 'sum' | 'taken_half' | 'taken_most' | 'acted_half' | 'acted_most'; of?: Where }
/** Either every value of a dimension, or lines of their own. A column's measure goes before a row's. */
export interface Section { code: string; title: string; where?: Where; rows: { by: string } | readonly Measure[]; columns: { by: string } | readonly Measure[]; total?: boolean; total_column?: boolean }
export interface Report { code: string; title: string; about: string; business?: string; sections: readonly Section[] }
/** What a center hands in to the bureau each month: `sums` of which the parts make the total, and what is never less than something else. */
export interface Figures { cells: readonly (Measure & { code: string })[]; sums: readonly { total: string; parts: readonly string[] }[]; at_least: readonly { more: string; less: string }[] }
/** One box of a 個票. `size`: half a line, a whole one, or a box to write in; `data`: what of 同意 (CONSENT_DATA) opens it. */
export interface FormItem { code: string; label: string; size?: 'line' | 'box'; data?: string }
/** `wide`: against its neighbours; `blank`: so many rows stand ruled, written in or not. */
export interface FormTable { code: string; blank: number; data?: string; columns: readonly { code: string; label: string; wide?: number }[] }
/** `only`: in that edition of the sheet alone. */
export interface FormSection { code: string; title: string; only?: 'consented'; items?: readonly FormItem[]; table?: FormTable }
/** The layout of one sheet of the 個票, by fiscal year. */
export interface CaseForm { code: string; number: string; title: string; sections: readonly FormSection[] }
export interface CodedRow { readonly code: string | number; readonly label: string }
export type { AlertLevel, Change, TriState };

const byCode = <T extends CodedRow>(rows: readonly T[]) => new Map<string | number, T>(rows.map((row) => [row.code, row]));

const observations = byCode<ObservationItem>(OBSERVATIONS);
const rules = byCode<CatalogueRule>(RULES);
const timeRules = new Map([...TIME_RULES, ...SAFETY_RULES].map((rule) => [rule.code, rule]));
const results = byCode<ContactResult>(CONTACT_RESULTS);
const safety = byCode<SafetyItem>(SAFETY_LEVELS);
const tiers = byCode(RISK_TIERS);
const levels = byCode(ALERT_LEVELS);

export const observationOf = (code: string): ObservationItem | undefined => observations.get(code);
export const ruleOf = (code: string): CatalogueRule | undefined => rules.get(code);
/** Why an alert is there and what is to be done: of a sign's rule, of a deadline's or of who went out. */
export const reasonOf = (code: string): { label: string; why: string; act: string } | undefined => rules.get(code) ?? timeRules.get(code);
export const contactResultOf = (code: string): ContactResult | undefined => results.get(code);
export const safetyOf = (code: string): SafetyItem | undefined => safety.get(code);
export const tierDays = (tier: string | null): number | null => (tier === null ? null : (tiers.get(tier)?.days ?? null));
export const levelLabel = (level: AlertLevel): string => levels.get(level)?.label ?? '';

/** The label of a code in any list; the code itself when a newer app wrote one we do not know. */
export function labelOf(rows: readonly CodedRow[], code: string | number | null | undefined): string {
  return rows.find((row) => row.code === code)?.label ?? String(code ?? '');
}

/** The telephone guide of a rule, or null when no emergency call is called for. */
export function guideOf(rule: string): Guide | null {
  const name = rules.get(rule)?.guide;
  return name ? (GUIDES[name] ?? null) : null;
}

/** Minutes to acknowledge: the case's own, else the rule's; null means the next working day. */
export function ackMinutes(rule: string, level: AlertLevel): number | null {
  const found = rules.get(rule);
  const own = found?.cases.find((one) => one.level === level)?.ack_minutes;
  return own === undefined ? (found?.ack_minutes ?? null) : own;
}

/** The office of a ward: what a new household gets unless the person chooses a branch. */
export function centerOfWard(ward: string): string | null {
  return CENTERS.find((center) => center.ward === ward && !center.branch)?.code ?? null;
}
