/** 多機関協働プラン as a form, as a frozen version, and what still stands in its way. Pure. */
import type { Action, CollaborationEntry, CollaborationPlan } from '../casework/agreed-records';
import { isUndecided, offerOf } from '../casework/fold-plans';
import { standing } from '../casework/fold-consents';
import type { Day, HouseholdState, Instant, Offer, Uuid } from '../casework/records';
import { planText } from '../text/plans';
import { linesOf } from './consent';
import { daysUntil } from './day-form';
import { tellsSecret } from './told';

export interface ActionForm { id: Uuid; what: string; to: string; agency: string; until: Day; frequency: string }
export interface PlanForm {
  wish: string; goal_long: string; goal_short: string; issues: string; actions: ActionForm[]; monitor_on: Day; outreach: boolean; participation: boolean; reason: string;
  /** the version it was begun from */
  base: Uuid;
}
export const OTHER = 'other';

export const blankAction = (): ActionForm => ({ id: crypto.randomUUID(), what: '', to: '', agency: '', until: '', frequency: '' });

/** From the version before, or empty. Ids of rows are their places, so that an untouched form stays untouched. */
export function planForm(last: CollaborationEntry | undefined): PlanForm {
  const plan = last?.plan;
  const actions = (plan?.actions ?? []).map(({ what, who, frequency, to, until }, n): ActionForm => ({ id: `row ${n}`, what, to: to ?? OTHER, agency: to ? '' : who, until: until ?? '', frequency }));
  return {
    wish: plan?.wish ?? '', goal_long: plan?.goal_long ?? '', goal_short: plan?.goal_short ?? '', issues: plan?.issues.join('\n') ?? '', monitor_on: plan?.monitor_on ?? '', outreach: plan?.outreach ?? false, participation: plan?.participation ?? false,
    reason: '', base: last?.id ?? '', actions: actions.length ? actions : [{ ...blankAction(), id: 'row 0' }],
  };
}

export const nextNumber = ({ collaborations }: Pick<HouseholdState, 'collaborations'>): number => Math.max(0, ...collaborations.map(({ plan }) => plan.number)) + 1;

const isEmpty = ({ what, to, agency, until, frequency }: ActionForm): boolean => ![what, to, agency, until, frequency].some((text) => text.trim());

/** Keyed by the control that must be filled, in the order of the form. `secrets`: what the paper may not say. */
export function planErrors(form: PlanForm, number: number, today: Day, secrets: ReadonlySet<string>): Record<string, string> {
  const t = planText.write.errors;
  const blank = (text: string) => !text.trim();
  const told = (id: string, text: string): [string, string | false | undefined] => [id, tellsSecret(text, secrets) && t.told];
  const rows = form.actions.map((one, n) => ({ one, n })).filter(({ one, n }) => !isEmpty(one) || (n === 0 && form.actions.every(isEmpty)));
  const wrong: [string, string | false | undefined][] = [
    ['plan-wish', blank(form.wish) && t.wish], told('plan-wish', form.wish), ['plan-goal_long', blank(form.goal_long) && t.goal], told('plan-goal_long', form.goal_long), told('plan-goal_short', form.goal_short), told('plan-issues', form.issues),
    ...rows.flatMap(({ one, n }): [string, string | false | undefined][] => [
      [`plan-what-${n}`, blank(one.what) && (form.actions.every(isEmpty) ? t.actions : t.what)], told(`plan-what-${n}`, one.what), [`plan-to-${n}`, !one.to && t.who], [`plan-agency-${n}`, one.to === OTHER && blank(one.agency) && t.who], [`plan-until-${n}`, one.until !== '' && one.until < today && t.until],
    ]),
    ['plan-monitor', !(form.monitor_on > today) && t.monitor], ['plan-reason', number > 1 && blank(form.reason) && t.reason], told('plan-reason', form.reason),
  ];
  const errors: Record<string, string> = {};
  for (const [id, text] of wrong) if (text) errors[id] ??= text;
  return errors;
}

export interface Given { title: string; author: string; members: string[]; nameOf: (staff: Uuid) => string }

export function planOf(state: HouseholdState, form: PlanForm, { title, author, members, nameOf }: Given, as_of: Instant, today: Day): CollaborationPlan {
  const actions = form.actions.filter((one) => !isEmpty(one)).map(({ what, to, agency, until, frequency }): Action => {
    const person = to && to !== OTHER ? to : null;
    return { what: what.trim(), who: person ? nameOf(person) : agency.trim(), frequency: frequency.trim(), ...(person ? { to: person } : {}), ...(until ? { until } : {}) };
  });
  const consent = consentFor(state, today)?.id;
  const text = (value: string) => value.trim();
  return {
    number: nextNumber(state), title, author, as_of, members, wish: text(form.wish), goal_long: text(form.goal_long), goal_short: text(form.goal_short), issues: linesOf(form.issues), actions, monitor_on: form.monitor_on,
    outreach: form.outreach, participation: form.participation, reason: text(form.reason), ...(consent ? { consent } : {}),
  };
}

/** The newest that holds today for a plan. */
export const consentFor = ({ consents }: Pick<HouseholdState, 'consents'>, today: Day) => standing(consents, today, 'plan').at(-1);

/** Versions a conference may decide on, the newest first. */
export const openVersions = ({ collaborations }: Pick<HouseholdState, 'collaborations'>): CollaborationEntry[] => collaborations.filter((entry) => isUndecided(collaborations, entry)).reverse();

/** Of what a conference decides: the version, the roles it names, and the item in which the person's yes lies. */
export function decidedPlan(state: HouseholdState, wanted: Uuid): { plan?: Uuid; offers: Offer[]; item?: Uuid } {
  const open = openVersions(state);
  const entry = open.find(({ id }) => id === wanted) ?? open[0];
  const item = state.items.findLast(({ about }) => about.basis === 'consent' && !about.withdrawn)?.id;
  return { offers: entry?.plan.actions.map(offerOf) ?? [], ...(entry ? { plan: entry.id } : {}), ...(item ? { item } : {}) };
}

/** When to look again, in words, and whether that has passed. */
export function monitorWord(day: Day, today: Day, t: { over: (n: number) => string; left: (n: number) => string; now: string }): { text: string; late: boolean } {
  const days = daysUntil(day, today);
  return { text: days < 0 ? t.over(-days) : days ? t.left(days) : t.now, late: days < 0 };
}
