/** ふりかえり of a plan, as a form and as it is kept. Pure. */
import type { CollaborationEntry, Evaluation } from '../casework/agreed-records';
import { dayOf } from '../casework/calendar';
import type { Day } from '../casework/records';
import { consentText } from '../text/consents';
import { planText } from '../text/plans';
import { dayError, dayIn, dayShown } from './day-form';

export interface EvaluationForm { on: string; achieved: string; changes: string; person_view: string; next: string; monitor_on: Day; left_issues: string; handover: string }

export const blankEvaluation = (today: Day): EvaluationForm => ({ on: dayShown(today), achieved: '', changes: '', person_view: '', next: '', monitor_on: '', left_issues: '', handover: '' });

/** Keyed by the control that must be filled, in the order of the form. */
export function evaluationErrors(form: EvaluationForm, { decided }: Pick<CollaborationEntry, 'decided'>, today: Day): Record<string, string> {
  const [t, days] = [planText.evaluation.errors, consentText.add.errors];
  const on = dayIn(form.on);
  const wrong: [string, string | undefined | false][] = [
    ['look-on', dayError(form.on) ?? (on === null ? days.needDay : on > today ? days.future : decided !== null && on < dayOf(decided.at) && t.before)],
    ['look-achieved', !form.achieved && t.achieved], ['look-changes', !form.changes.trim() && t.changes], ['look-next', !form.next && t.next],
    ['look-monitor', form.next === 'go_on' && !(form.monitor_on > today) && t.monitor], ['look-handover', form.next === 'end' && !form.handover.trim() && t.handover],
  ];
  return Object.fromEntries(wrong.filter((one): one is [string, string] => Boolean(one[1])));
}

export function evaluationOf(form: EvaluationForm): Evaluation {
  const text = (value: string) => value.trim();
  return {
    on: dayIn(form.on) ?? '', achieved: form.achieved, changes: text(form.changes), person_view: text(form.person_view), next: form.next, left_issues: text(form.left_issues), handover: form.next === 'end' ? text(form.handover) : '',
    ...(form.next === 'go_on' ? { monitor_on: form.monitor_on } : {}),
  };
}
