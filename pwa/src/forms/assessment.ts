/** アセスメントシート: who lives there, how, what is hard in each field and what was seen last. Pure. */
import { dayOf, formatEra } from '../casework/calendar';
import { CASE_PHASES, DWELLINGS, FIELDS, OBSERVATION_GROUPS, RELATION_STAGES, RISK_TIERS, SCHEMES } from '../casework/catalogue.gen';
import { labelOf, observationOf, type CodedRow } from '../casework/catalogue';
import { textOf, valueOf } from '../casework/registers';
import type { Registers, VisitEntry } from '../casework/records';
import { ENTITY } from '../sheets/draft';
import { livingOf, memberOf } from './application';
import { filled, type FilledForm, NOTHING, plain, type Row, type Told, type Values } from './layout';
import { consultationsOf, type Source } from './source';
import { ticked } from './teller';

const WRITTEN = ['issue_elderly_health', 'issue_disability', 'issue_child_family', 'issue_poverty_community', 'wish', 'tried', 'sticking_point'] as const;

export function assessment(source: Source): FilledForm[] {
  const { home, teller, people, nameOf, choice } = source;
  const draft = home.entities[ENTITY] ?? {};
  const lead = textOf(home.fields, 'lead');
  const entry = consultationsOf(home).find(({ id }) => id === choice.consultation);
  const values: Values = {
    boxes: {
      ...livingOf(source, entry), ...Object.fromEntries(WRITTEN.map((name) => [name, teller.field(draft, name)])), ...seenBy(source), household_no: plain(textOf(home.fields, 'household_no')), lead: plain(lead && nameOf(lead)),
      phase: plain(labelOf(CASE_PHASES, textOf(home.fields, 'phase') || 'intake')), tier: plain(labelOf(RISK_TIERS, textOf(home.fields, 'risk_tier'))), fields: names(FIELDS, home.fields, 'fields'), schemes: names(SCHEMES, home.fields, 'schemes'),
      dwelling: ticked(DWELLINGS, [textOf(home.fields, 'dwelling')]), summary: teller.field(home.fields, 'summary'),
    },
    rows: { members: people.map((one) => memberOf(source, one)), signs: signsOf(source) },
  };
  return [filled('assessment', values, () => true)];
}

function names(rows: readonly CodedRow[], registers: Registers, field: string): Told {
  const codes = valueOf(registers, field);
  return plain(Array.isArray(codes) ? codes.map((code) => labelOf(rows, String(code))).join('、') : '');
}

const standing = (visits: readonly VisitEntry[]): VisitEntry[] => visits.filter(({ retracted }) => !retracted).sort((a, b) => Date.parse(b.visit.occurred_at) - Date.parse(a.visit.occurred_at));
export const keptAt = ({ versions, recorded_at }: Pick<VisitEntry, 'versions' | 'recorded_at'>): string => versions.at(-1)?.recorded_at ?? recorded_at;

/** What whoever went there last made of it, and how near they are by now. */
function seenBy({ home, teller }: Source): Record<string, Told> {
  const visits = standing(home.visits);
  const judged = visits.find(({ visit }) => visit.assessment.trim());
  const near = visits.find(({ visit }) => visit.relation_stage !== undefined);
  const view = judged ? teller.ofVisit(judged.visit, judged.visit.assessment, keptAt(judged)) : NOTHING;
  const day = judged && view.text ? `${formatEra(dayOf(judged.visit.occurred_at))}　` : '';
  return { view: { ...view, text: day + view.text }, relation: near ? plain(labelOf(RELATION_STAGES, near.visit.relation_stage)) : NOTHING };
}

/** Signs that were there when somebody looked last; hearsay is none, unless it was asked for. */
function signsOf({ home, teller }: Source): Row[] {
  const told = new Set(home.visits.filter(({ visit }) => teller.isHearsay(visit)).map(({ id }) => id));
  return Object.entries(home.last_observations).flatMap(([code, one]): Row[] => {
    const item = observationOf(code);
    if (!item || one.value !== 'yes') return [];
    const heard = told.has(one.visit);
    const label = item.number?.measured && one.number !== undefined ? `${item.label} ${one.number}` : item.label;
    const sign = heard ? teller.heard(label, one.at) : plain(label);
    return sign.text ? [{ group: plain(labelOf(OBSERVATION_GROUPS, item.group)), sign, seen_on: plain(formatEra(dayOf(one.at), false)) }] : [];
  });
}
