/** Which step may follow, what its form asks for, and what still stands in its way. Pure; the fold has the last word (casework/guards.ts). */
import { tierDays, type Transition } from '../casework/catalogue';
import { PHASES } from '../casework/catalogue.gen';
import { addDays } from '../casework/calendar';
import { overdue } from '../casework/fold-alerts';
import { isOpen } from '../casework/fold-backup';
import { hasAccepted, isWaiting } from '../casework/fold-team';
import { RUNNING } from '../casework/fold-plans';
import { isGiven } from '../casework/fold-sheets';
import { textOf, valueOf } from '../casework/registers';
import type { Day, HouseholdState, Move, Summary, Uuid } from '../casework/records';
import { decisionErrors, offerOf, type RoleForm } from '../conferences/decision';
import { decidedPlan } from '../plans/plan';
import { courseText } from '../text/course';
import { daysSince } from '../ui/days';

export interface Next { step: Transition; may: 'now' | 'ask' }
export interface StepForm {
  to: string; reason: string; meeting_on: Day; watch_reason: string; tier: string; review_on: Day; trigger: string; outcome: string;
  tracks: string[]; bases: Record<string, string>; achieved: string; changes: string; person_view: string; left_issues: string; lead_after: string; closure: string; proof: string;
  /** one of the center's; or empty, where it is another day */
  meeting: Uuid; roles: RoleForm[]; settle_tier: string; settle_review: Day; /** a version of 多機関協働プラン */ plan?: Uuid;
}
interface Me { staff: Uuid; role: string }

const t = courseText.step;
export const COURSE_SHEETS = ['step', 'decide', 'offer', 'trigger'] as const;
export type CourseSheetName = (typeof COURSE_SHEETS)[number];

export const isCourseSheet = (sheet: string | undefined): sheet is CourseSheetName => (COURSE_SHEETS as readonly string[]).includes(sheet ?? '');

/** What a plan's last look back said is what its end begins with. */
const lookedBack = ({ collaborations }: HouseholdState) => collaborations.flatMap(({ evaluations }) => evaluations).sort((a, b) => a.at.localeCompare(b.at)).at(-1)?.evaluation;

export const blankStep = (state: HouseholdState, said = lookedBack(state)): StepForm => ({
  to: '', reason: '', meeting_on: '', watch_reason: textOf(state.fields, 'monitoring_reason'), tier: textOf(state.fields, 'risk_tier'), review_on: '', trigger: '', outcome: '',
  tracks: [], bases: {}, achieved: said?.achieved ?? '', changes: said?.changes ?? '', person_view: said?.person_view ?? '', left_issues: said?.left_issues ?? '', lead_after: said?.handover ?? '', closure: '', proof: '', meeting: '', roles: [], settle_tier: '', settle_review: '',
});

export function phaseOf(state: HouseholdState): string {
  return textOf(state.fields, 'phase') || 'intake';
}

/** In the table's order; a step that this person may neither take nor ask for is left out. */
export function nextSteps(state: HouseholdState, me: Me): Next[] {
  const lead = textOf(state.fields, 'lead') === me.staff;
  const cameFrom = state.steps.findLast((step) => step.state === 'stands')?.move.from;
  return PHASES.transitions.flatMap((step): Next[] => {
    if (!step.from.includes(phaseOf(state)) || (step.guards.includes('previous') && step.to !== cameFrom)) return [];
    if (step.by.includes(me.role) || (lead && step.by.includes('lead'))) return [{ step, may: 'now' }];
    return step.ask.includes(me.role) ? [{ step, may: 'ask' }] : [];
  });
}

/** Whether this person may agree to what was asked; whoever asked may only take it back. */
export function mayDecide(state: HouseholdState, me: Me): 'decide' | 'withdraw' | null {
  const asked = state.steps.findLast((step) => step.state === 'asked');
  if (!asked) return null;
  if (asked.by === me.staff) return 'withdraw';
  const step = PHASES.transitions.find((one) => one.code === asked.code && one.to === asked.move.to);
  return step?.approve.includes(me.role) ? 'decide' : null;
}

/** Guards that no form can fill, named as they will be when they lack. */
export function inTheWay(state: HouseholdState, summary: Summary, { guards }: Transition, me: Me, now: Date): string[] {
  const triggers = triggersOf(state);
  const isOwned = triggers.some((one) => one.owner === me.staff || state.team.some((role) => role.to === one.owner && hasAccepted(role)));
  const open: Record<string, boolean> = {
    sheet: state.sheets.some(isGiven), accepted_role: state.team.some(hasAccepted), all_answered: !state.team.some(isWaiting), watcher: state.team.some((one) => one.role === 'watcher' && hasAccepted(one)),
    triggers: triggers.length > 0, trigger: isOwned, no_open_alert: state.alerts.every((alert) => alert.closed) && overdue(state.timers, now.getTime()).length === 0, confirmed: daysSince(summary.last_direct_at, Math.min(PHASES.confirmed_days, tierDays(summary.risk_tier) ?? PHASES.confirmed_days), now).state !== 'over',
    plan_evaluated: state.collaborations.every((one) => !RUNNING.includes(one.state)), no_open_task: !state.team.some((one) => hasAccepted(one) && one.role !== 'lead' && one.role !== 'watcher') && state.tasks.every(({ done }) => done), request: state.requests.some(isOpen), no_open_request: !state.requests.some(isOpen), other_person: state.steps.findLast((step) => step.state === 'stands')?.by !== me.staff,
  };
  return guards.flatMap((guard) => (guard === 'watch' ? ['watcher', 'triggers'] : [guard])).filter((guard) => open[guard] === false);
}

export interface Trigger { name: string; label: string; codes: string[]; level: number; owner: Uuid; action: string }

/** What is agreed on beforehand and not ended. */
export function triggersOf({ entities }: Pick<HouseholdState, 'entities'>): Trigger[] {
  return Object.entries(entities).filter(([name, fields]) => name.startsWith('trigger:') && valueOf(fields, 'ended') !== true).map(([name, fields]) => {
    const codes = valueOf(fields, 'codes');
    return { name, label: textOf(fields, 'label'), codes: Array.isArray(codes) ? (codes as string[]) : [], level: Number(valueOf(fields, 'level') ?? 3), owner: textOf(fields, 'owner'), action: textOf(fields, 'action') };
  });
}

/** Keyed by the control that must be filled. */
export function stepErrors(form: StepForm, guards: readonly string[], today: Day): Record<string, string> {
  const needs = (guard: string) => guards.includes(guard);
  const blank = (text: string) => !text.trim();
  const latest = addDays(today, PHASES.watch_days);
  const wrong: [string, boolean, string][] = [
    ['step-reason', needs('reason') && blank(form.reason), t.reasonError], ['step-meeting', needs('meeting') && (!form.meeting_on || form.meeting_on < today), t.meetingError],
    ['step-watch', needs('watch') && !form.watch_reason, t.choose], ['step-tier', needs('watch') && !form.tier, t.choose], ['step-review', needs('watch') && !(form.review_on > today && form.review_on <= latest), t.reviewError(PHASES.watch_days)],
    ['step-trigger', needs('trigger') && !form.trigger, t.choose], ['step-outcome', (needs('settled') || needs('returned')) && blank(form.outcome), t.text],
    ['step-tracks', needs('tracks') && !form.tracks.length, t.trackError], ['step-achieved', needs('evaluation') && !form.achieved, t.choose], ['step-changes', needs('evaluation') && blank(form.changes), t.text], ['step-after', needs('lead_after') && blank(form.lead_after), t.text],
    ['step-closure', needs('closure_reason') && !form.closure, t.choose], ['step-proof', needs('closure_reason') && PHASES.exempt_closures.includes(form.closure) && blank(form.proof), t.proofError],
    ...(needs('decision') ? decisionErrors(form.roles, needs('watch') ? '' : form.settle_review, today) : []),
    ...form.tracks.map((track): [string, boolean, string] => [`step-basis-${track}`, needs('tracks') && !form.bases[track], t.choose]),
  ];
  return Object.fromEntries(wrong.filter(([, isWrong]) => isWrong).map(([id, , text]) => [id, text]));
}

/** Only what the step asks for goes with it. */
export function moveOf(form: StepForm, state: HouseholdState, { to, guards }: Transition): Move {
  const needs = (guard: string) => guards.includes(guard);
  const text = (value: string) => value.trim();
  return {
    from: phaseOf(state), to, reason: text(form.reason),
    ...(needs('meeting') ? { meeting_on: form.meeting_on, ...(form.meeting ? { meeting: form.meeting } : {}) } : {}), ...(needs('decision') ? decided(form, state, !needs('watch')) : {}), ...(needs('trigger') ? { trigger: form.trigger } : {}), ...(needs('lead_after') ? { lead_after: text(form.lead_after) } : {}),
    ...(needs('watch') ? { watch: { reason: form.watch_reason, tier: form.tier, review_on: form.review_on } } : {}),
    ...(needs('settled') || needs('returned') ? { outcome: { kind: needs('settled') ? 'settled' : 'returned', text: text(form.outcome) } } : {}),
    ...(needs('tracks') ? { tracks: form.tracks.map((kind) => ({ kind, basis: form.bases[kind] ?? '' })) } : {}),
    ...(needs('evaluation') ? { evaluation: { achieved: form.achieved, changes: text(form.changes), person_view: text(form.person_view), left_issues: text(form.left_issues) } } : {}),
    ...(needs('closure_reason') ? { closure: { reason: form.closure, proof: text(form.proof) } } : {}),
  };
}

/** What is decided goes along in the same step: it stands whole, or not at all. */
function decided({ roles, settle_tier: tier, settle_review: review_on, tracks, plan }: StepForm, state: HouseholdState, settles: boolean): Pick<Move, 'item' | 'offers' | 'settles' | 'plan'> {
  const agreed = tracks.includes('plan') ? decidedPlan(state, plan ?? '') : null;
  const item = agreed?.item ?? state.items.findLast(({ about }) => !about.withdrawn)?.id;
  const offers = [...(agreed?.offers ?? []), ...roles.map(offerOf)];
  const changes = { ...(tier ? { tier } : {}), ...(review_on ? { review_on } : {}) };
  return { ...(item ? { item } : {}), ...(agreed?.plan ? { plan: agreed.plan } : {}), ...(offers.length ? { offers } : {}), ...(settles && Object.keys(changes).length ? { settles: changes } : {}) };
}

export const lackWords = (missing: readonly string[]): string => missing.map((guard) => courseText.guards[guard] ?? guard).join('・');
