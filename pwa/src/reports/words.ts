/** What the values of a dimension are called: code lists in their order, people as they are named. */
import { labelOf, type CodedRow } from '../casework/catalogue';
import { ALERT_LEVELS, CASE_PHASES, CHANNELS, CLOSURE_REASONS, CONCERNS, CONTACT_METHODS, CONTACT_RESULTS, FIELDS, HOME_STATES, MEETING_BASES, PROGRAMS, RELATION_STAGES, RESOURCE_KINDS, RISK_TIERS, RULES, SAFETY_RULES, TIME_RULES } from '../casework/catalogue.gen';
import { inKanaOrder } from '../text/kana-order';
import { reportText as t } from '../text/reports';
import type { Words } from './tabulate';

const ofText = (labels: Record<string, string>): CodedRow[] => Object.entries(labels).map(([code, label]) => ({ code, label }));
const NONE: CodedRow = { code: 'none', label: t.noneOf };
const LISTS: Record<string, readonly CodedRow[]> = {
  method: CONTACT_METHODS, result: CONTACT_RESULTS, business: PROGRAMS, agreed: ofText(t.agreed), channel: CHANNELS, concern: CONCERNS, field: FIELDS, tier: RISK_TIERS, stage: RELATION_STAGES,
  closure: CLOSURE_REASONS, basis: MEETING_BASES, phase: CASE_PHASES, wish: RESOURCE_KINDS, overdue: ofText(t.overdue), milestone: ofText(t.milestones), level: ALERT_LEVELS, judged: HOME_STATES,
};

/** So many that only those that occurred have a line. */
const SPARSE: Record<string, readonly CodedRow[]> = { rule: [...RULES, ...TIME_RULES, ...SAFETY_RULES].map(({ code, label }) => ({ code, label: `${label}（${code}）` })) };

/** A value that no list knows keeps its line: nothing that was recorded falls out of a report. */
export function wordsFor(nameOf: (staff: string) => string): Words {
  return (dimension, present) => {
    if (dimension === 'staff') return [...present].map((code) => ({ code, label: nameOf(code) || t.noneOf })).sort((a, b) => inKanaOrder(a.label, b.label));
    const sparse = SPARSE[dimension]?.filter((row) => present.has(String(row.code)));
    const known = (sparse ?? LISTS[dimension] ?? []).map(({ code, label }) => ({ code: String(code), label }));
    const others = [...present].filter((code) => !known.some((one) => one.code === code)).sort();
    return [...known, ...others.map((code) => ({ code, label: code === 'none' ? NONE.label : t.unknown }))];
  };
}

export const fieldName = (code: string): string => labelOf([...FIELDS, NONE], code);
