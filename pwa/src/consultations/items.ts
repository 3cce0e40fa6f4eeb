/** The codes of a consultation in words. Pure. */
import { CHANNELS, CONCERNS, CONSULTATION_METHODS, HEALTH_INSURANCES, HOMES, PENSIONS, URGENCIES, WORK_STATES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Consultation } from '../casework/records';
import { consultationText as t } from '../text/consultations';

export const OPTIONS = { work: WORK_STATES, home: HOMES, insurance: HEALTH_INSURANCES, pension: PENSIONS } as const;

/** By which way it came, never from whom. */
export function headOf({ channel }: Consultation): string {
  if (channel === 'found') return t.found;
  return channel ? t.from(labelOf(CHANNELS, channel)) : t.plain;
}

/** ◎ stands before what worries most. */
export function concernsOf({ concerns, most_worried }: Consultation): string {
  return concerns.map((code) => `${code === most_worried ? '◎' : ''}${labelOf(CONCERNS, code)}`).join('、');
}

export const urgencyOf = ({ urgency }: Consultation): string => (urgency === 'now' || urgency === 'this_week' ? labelOf(URGENCIES, urgency) : '');

/** Everything it says, line by line. */
export function linesOf(one: Consultation): [string, string][] {
  const more = Object.entries(one.more ?? {}).map(([item, code]): [string, string] => [t.items[item] ?? item, labelOf(OPTIONS[item as keyof typeof OPTIONS] ?? [], code)]);
  return ([
    [t.worry, concernsOf(one)], [t.facts, one.facts], [t.quotes, one.quotes], [t.urgency, labelOf(URGENCIES, one.urgency)], [t.method, labelOf(CONSULTATION_METHODS, one.method)], ...more,
  ] as [string, string][]).filter(([, text]) => text);
}
