/** プラン and 評価シート: one version of 多機関協働プラン, and every time it was looked back on. Pure. */
import type { CollaborationEntry, EvaluationEntry } from '../casework/agreed-records';
import { dayOf, formatEra } from '../casework/calendar';
import { ACHIEVEMENTS, CONSENT_METHODS, PLAN_NEXTS, PLAN_STATES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import { consentOf, meetingOf } from '../plans/paper';
import { consentText } from '../text/consents';
import { formText as t } from '../text/forms';
import { planText } from '../text/plans';
import { filled, type FilledForm, NOTHING, plain, type Row, type Told } from './layout';
import type { Source } from './source';
import { ticked } from './teller';

const all = () => true;
const PROGRAMS = Object.entries(t.programs).map(([code, label]) => ({ code, label }));
const chosen = ({ home, choice }: Source): CollaborationEntry | undefined => home.collaborations.find(({ id }) => id === choice.plan);

export function plan(source: Source): FilledForm[] {
  const entry = chosen(source);
  const sign = { sign: plain(t.signPlan), sign_day: plain(t.signDay) };
  if (!entry) return [filled('plan', { boxes: { ...sign, programs: ticked(PROGRAMS, []) } }, all)];
  const { teller } = source;
  const { plan: one, at } = entry;
  const said = (text: string) => teller.said(text, at);
  const texts = { wish: said(one.wish), goal_long: said(one.goal_long), goal_short: said(one.goal_short), issues: said(one.issues.join('\n')), reason: said(one.reason) };
  const actions = one.actions.map((action): Row => ({ what: said(action.what), who: said(action.who), frequency: said(action.frequency), until: plain(action.until ? formatEra(action.until, false) : '') }));
  const monitor = entry.monitor_on ?? one.monitor_on;
  const boxes = { ...versionOf(source, entry), ...texts, ...talkedOver(source, entry), ...sign, monitor_on: plain(monitor ? formatEra(monitor) : ''), programs: ticked(PROGRAMS, [one.outreach && 'outreach', one.participation && 'participation']), consent: agreedBy(source, entry) };
  return [filled('plan', { boxes, rows: { actions } }, all)];
}

function versionOf({ home, nameOf }: Source, entry: CollaborationEntry): Record<string, Told> {
  const { plan: one, decided } = entry;
  const held = meetingOf(home, entry)?.held_on;
  return {
    number: plain(planText.version(one.number)), state: plain(labelOf(PLAN_STATES, entry.state)), as_of: plain(formatEra(dayOf(one.as_of))), author: plain(one.author),
    decided: plain(decided ? formatEra(held || dayOf(decided.at)) : ''), chair: plain(decided ? nameOf(decided.by) : ''),
  };
}

/** Only of a meeting that the person agreed to. */
function talkedOver({ home, teller }: Source, entry: CollaborationEntry): Record<string, Told> {
  const meeting = meetingOf(home, entry);
  return { question: meeting ? teller.said(meeting.question, entry.at) : NOTHING, said: meeting ? teller.said(meeting.said, entry.decided?.at ?? null) : NOTHING };
}

function agreedBy({ home, teller }: Source, { plan: one }: CollaborationEntry): Told {
  const consent = consentOf(home, one)?.consent;
  if (!consent) return NOTHING;
  const person = home.persons.find(({ id }) => id === consent.person);
  const until = consent.until ? consentText.section.until(formatEra(consent.until)) : consentText.section.always;
  return plain(planText.page.consent(person ? teller.name(person) : consentText.section.gone, formatEra(consent.obtained_on), labelOf(CONSENT_METHODS, consent.method), until));
}

/** A sheet for each look back, the last one last; one that is empty where nobody has looked back yet. */
export function evaluation(source: Source): FilledForm[] {
  const entry = chosen(source);
  const looked = entry?.evaluations.map((one) => lookedBack(source, entry, one)) ?? [];
  if (looked.length) return looked;
  const boxes = { ...(entry && { number: plain(planText.version(entry.plan.number)), goal_short: source.teller.said(entry.plan.goal_short, entry.at) }), achieved: ticked(ACHIEVEMENTS, []), next: ticked(PLAN_NEXTS, []) };
  return [filled('evaluation', { boxes }, all)];
}

function lookedBack({ teller, nameOf }: Source, { plan: one, at: written }: CollaborationEntry, { id, by, at, evaluation: said }: EvaluationEntry): FilledForm {
  const told = (text: string) => teller.said(text, at);
  const boxes = {
    number: plain(planText.version(one.number)), on: plain(formatEra(said.on)), by: plain(nameOf(by)), goal_short: teller.said(one.goal_short, written), achieved: ticked(ACHIEVEMENTS, [said.achieved]), changes: told(said.changes), person_view: told(said.person_view),
    left_issues: told(said.left_issues), next: ticked(PLAN_NEXTS, [said.next]), monitor_on: plain(said.monitor_on ? formatEra(said.monitor_on) : ''), handover: told(said.handover),
  };
  return filled('evaluation', { boxes }, all, `evaluation ${id}`);
}
