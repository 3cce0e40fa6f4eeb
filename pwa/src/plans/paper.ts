/** What stands on the plan's paper: of the version, of the consent it rests on, and of the meeting that the person agreed to. Pure. */
import type { CollaborationEntry, CollaborationPlan, ConsentEntry, Evaluation } from '../casework/agreed-records';
import type { HouseholdState, Instant } from '../casework/records';
import { type Part, partsOf } from '../sheets/word-diff';
import { planText } from '../text/plans';
import { secretsOf, tellsSecret, toldMinutes } from './told';

export interface PaperSection { name: string; title: string; parts: Part[]; /** it holds words that are not for this paper */ withheld: boolean }

const FIRST = ['wish', 'goal_long', 'goal_short', 'issues'] as const;

export const actionLine = ({ what, who, frequency, until }: CollaborationPlan['actions'][number]): string => [what, who, frequency, until].filter(Boolean).join('　');

const textsOf = (plan: CollaborationPlan): Record<string, string> => ({ wish: plan.wish, goal_long: plan.goal_long, goal_short: plan.goal_short, issues: plan.issues.join('\n'), actions: plan.actions.map(actionLine).join('\n'), reason: plan.reason });

/** Section by section, with what changed since `before`; what was written on a basis of 法106条の6 alone is left out. */
export function sectionsOf(state: Pick<HouseholdState, 'items'>, plan: CollaborationPlan, at: Instant | null, before: CollaborationPlan | null): Record<string, PaperSection> {
  const secrets = secretsOf(state, at);
  const [is, was] = [textsOf(plan), before ? textsOf(before) : {}];
  const sections = [...FIRST, 'actions', 'reason'].map((name): PaperSection => {
    const [now, then] = [is[name] ?? '', was[name] ?? ''];
    const withheld = [now, then].some((text) => tellsSecret(text, secrets));
    const parts: Part[] = withheld ? [{ how: 'same', text: planText.page.withheld }] : before && name !== 'reason' ? partsOf(then, now) : [{ how: 'same', text: now }];
    return { name, title: planText.fields[name]!, parts, withheld };
  });
  return Object.fromEntries(sections.map((one) => [one.name, one]));
}

export const hasChanged = (sections: Record<string, PaperSection>): boolean => Object.values(sections).some(({ parts }) => parts.some(({ how }) => how !== 'same'));

/** What a look back says, as far as it may stand on this paper. */
export function toldEvaluation(state: Pick<HouseholdState, 'items'>, entry: CollaborationEntry | undefined): Evaluation | undefined {
  const last = entry?.evaluations.at(-1);
  if (!last) return undefined;
  const secrets = secretsOf(state, last.at);
  const heard = (text: string) => (tellsSecret(text, secrets) ? planText.page.withheld : text);
  return { ...last.evaluation, changes: heard(last.evaluation.changes), person_view: heard(last.evaluation.person_view) };
}

/** The consent that the version rests on, or the one by which it was decided. */
export function consentOf({ consents }: Pick<HouseholdState, 'consents'>, plan: CollaborationPlan): ConsentEntry | undefined {
  return consents.find(({ id }) => id === plan.consent) ?? consents.findLast(({ consent }) => consent.answer === 'given' && consent.purposes.includes('plan'));
}

/** Where it was decided, and what was said there, as far as the person may hear it. */
export function meetingOf(state: Pick<HouseholdState, 'items' | 'steps'>, entry: CollaborationEntry | undefined): { held_on: string; question: string; said: string } | null {
  const step = state.steps.find(({ id }) => id === entry?.decided?.step);
  const told = toldMinutes(state, step?.move.item);
  return told && { held_on: told.item.about.held_on, question: told.item.about.question, said: told.minutes?.text ?? '' };
}
