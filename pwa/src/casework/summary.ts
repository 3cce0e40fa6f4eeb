/** One row of a list: what today's page, search and sorting need without opening the household. Twin of server/casework/summary.py. */
import { contactResultOf, tierDays } from './catalogue';
import { dayOf, momentMs, type Moment } from './calendar';
import { countedPersons, isPresent } from './clocks';
import { requestRow } from './fold-backup';
import { itemRow } from './fold-conferences';
import { unanswered } from './fold-consultations';
import { taskRow } from './fold-tasks';
import { isOut, outingRow } from './fold-outings';
import { matchRow, wishRow } from './fold-participation';
import { planRow } from './fold-plans';
import { PLAIN, titleWithoutName } from './fold-protection';
import { hasAccepted } from './fold-team';
import { textOf, valueOf } from './registers';
import { digitsOf, searchKey } from './search';
import { sinceLast } from './since';
import type { CautionEntry, HouseholdState, PersonClock, PersonState, PlanEntry, RiskTier, Summary, VisitEntry } from './records';

export const NAMELESS = '氏名不詳';

/** What a person is called on screen. */
export function personName(person: PersonState): string {
  const name = [textOf(person.fields, 'family_name'), textOf(person.fields, 'given_name')].filter(Boolean).join(' ');
  return name || textOf(person.fields, 'alias') || NAMELESS;
}

export const personKana = (person: PersonState) => [textOf(person.fields, 'family_kana'), textOf(person.fields, 'given_kana')].filter(Boolean).join(' ');

function keyPerson(state: HouseholdState): PersonState | undefined {
  const present = state.persons.filter((person) => isPresent(person.fields));
  return present.find((person) => valueOf(person.fields, 'key_person') === true) ?? present[0] ?? state.persons[0];
}

/** The household's name, else its key person's, else 氏名不詳 with the hint that tells it from others. */
export function titleOf(state: HouseholdState): string {
  if (state.protection) return titleWithoutName(state.protection);
  const key = keyPerson(state);
  const name = textOf(state.fields, 'name') || (key ? personName(key) : NAMELESS);
  const hint = textOf(state.fields, 'hint');
  return name === NAMELESS && hint ? `${NAMELESS}（${hint}）` : name;
}

/** Cautions still in force on the day. */
export function activeCautions(state: HouseholdState, now: Moment): CautionEntry[] {
  const today = dayOf(now);
  return state.cautions.filter((entry) => !entry.ended && entry.caution.expires_on >= today);
}

function attempts(visits: readonly VisitEntry[]): number {
  let count = 0;
  for (const { visit } of visits) {
    const result = contactResultOf(visit.result);
    if (result?.contact) break;
    if (result?.attempt) count += 1;
  }
  return count;
}

/** The oldest sight or voice among those whose clock counts; someone never seen or heard is older than all. */
function oldestClock(state: HouseholdState, now: Moment): PersonState | null {
  const age = (person: PersonState) => (person.clock.last_direct_at === null ? -Infinity : momentMs(person.clock.last_direct_at));
  return countedPersons(state.persons, now).reduce<PersonState | null>((oldest, person) => (oldest === null || age(person) < age(oldest) ? person : oldest), null);
}

function planOf(entry: PlanEntry | undefined): Summary['next_plan'] {
  if (!entry) return null;
  const { window_from, window_to, required_two, staff, purpose } = entry.plan;
  return { id: entry.id, window_from, window_to, required_two, staff, purpose };
}

const PLACE = ['postal_code', 'street_name', 'banchi', 'building', 'room'] as const;
const ADDRESS = ['postal_code', 'ward', 'street_name', 'town', 'banchi', 'building', 'room', 'gakku', 'hint'];

function phonesOf(state: HouseholdState): string[] {
  return [textOf(state.fields, 'phone'), ...state.persons.map((person) => textOf(person.fields, 'phone'))].map(digitsOf).filter(Boolean);
}

function searchParts(state: HouseholdState): string[] {
  const { fields } = state;
  const address = ADDRESS.map((field) => textOf(fields, field));
  const persons = state.persons.flatMap((person) => [personName(person), personKana(person), textOf(person.fields, 'alias'), textOf(person.fields, 'former_name')]);
  return [textOf(fields, 'name'), textOf(fields, 'kana'), titleOf(state), ...persons, address.join(''), address.slice(1, 6).join(''), textOf(fields, 'household_no'), ...phonesOf(state)];
}

function keyOf(state: HouseholdState): string {
  if (state.protection) return searchKey(titleOf(state)); // found by what it is called, never by who lives there
  return [...new Set(searchParts(state).map(searchKey).filter(Boolean))].join('\n');
}

/** Whoever lives there, with the clock a merged household brings along. */
function clocksOf(state: HouseholdState, now: Moment): PersonClock[] {
  const counted = new Set(countedPersons(state.persons, now));
  return state.persons.filter((person) => isPresent(person.fields))
    .map((person) => ({ name: state.protection ? PLAIN : personName(person), kana: state.protection ? '' : personKana(person), last_direct_at: person.clock.last_direct_at, counts: counted.has(person) }));
}

function mergedOf({ merged_into: into }: HouseholdState, phase: string): Summary['merged_into'] {
  return into && { household: into.household, merge: into.merges[0]!, at: into.at, phase };
}

/** Where the household stands, who is to decide its next step, and who has not answered yet. */
function stepsOf(state: HouseholdState, phase: string): Pick<Summary, 'phase_since' | 'asked_step' | 'offers' | 'watch' | 'meeting' | 'items' | 'requests' | 'tasks' | 'collaboration' | 'wishes' | 'matches'> {
  const stands = state.steps.findLast((step) => step.state === 'stands');
  const asked = state.steps.findLast((step) => step.state === 'asked');
  return {
    phase_since: stands?.decided?.at ?? state.opened_at, asked_step: asked ? { id: asked.id, to: asked.move.to, by: asked.by } : null,
    offers: state.team.filter((one) => !one.ended && one.answers.length === 0).map(({ id, role, to, agency, task, due, by, at }) => ({ id, role, to, agency, task, due, by, at })),
    watch: phase === 'monitoring' ? watchOf(state) : null, meeting: meetingOf(state, phase), items: state.items.filter(({ about }) => !about.withdrawn).map(itemRow),
    requests: state.requests.map(requestRow), tasks: state.tasks.filter(({ done }) => !done).map(taskRow), collaboration: planRow(state.collaborations),
    wishes: state.wishes.map(wishRow), matches: state.matches.map(matchRow),
  };
}

/** For which meeting it is put down: as somebody asked, or as it stands. */
function meetingOf({ steps }: HouseholdState, phase: string): Summary['meeting'] {
  const last = (wanted: string) => steps.findLast(({ state, move }) => state === wanted && move.to === 'conference');
  const found = last('asked') ?? (phase === 'conference' ? last('stands') : undefined);
  return found ? { id: found.move.meeting ?? null, on: found.move.meeting_on ?? '' } : null;
}

function watchOf({ fields, entities, team }: HouseholdState): Summary['watch'] {
  const triggers = Object.entries(entities).filter(([name, one]) => name.startsWith('trigger:') && valueOf(one, 'ended') !== true);
  return {
    reason: textOf(fields, 'monitoring_reason'), review_on: textOf(fields, 'review_on'), triggers: triggers.map(([, one]) => textOf(one, 'label')),
    watchers: team.filter((one) => one.role === 'watcher' && hasAccepted(one)).map((one) => one.to ?? one.agency),
  };
}

export function summarise(state: HouseholdState, now: Moment): Summary {
  const { fields } = state;
  const visits = state.visits.filter((entry) => !entry.retracted);
  const oldest = oldestClock(state, now);
  const tier = textOf(fields, 'risk_tier') || null;
  const key = keyPerson(state);
  const phase = textOf(fields, 'phase') || 'intake';
  const contacted = visits.find(({ visit }) => contactResultOf(visit.result)?.contact)?.visit.occurred_at ?? null;
  return {
    bucket: state.bucket, center: state.center, title: titleOf(state), protected: state.protection !== null, kana: state.protection ? '' : textOf(fields, 'kana') || (key ? personKana(key) : ''),
    provisional: valueOf(fields, 'provisional') === true || titleOf(state).startsWith(NAMELESS),
    area: ['ward', 'street_name', 'town'].map((field) => textOf(fields, field)).join(''), ward: textOf(fields, 'ward'), town: textOf(fields, 'town'), gakku: textOf(fields, 'gakku'),
    place: Object.fromEntries(PLACE.map((field) => [field, textOf(fields, field)])) as Summary['place'],
    phone_digits: phonesOf(state).join(' '),
    risk_tier: tier as RiskTier | null, // A merged household is a closed one; nothing is written for it, so that an undo gives back what was.
    phase: state.merged_into ? 'closed' : phase, lead: textOf(fields, 'lead') || null,
    persons: state.persons.filter((person) => isPresent(person.fields)).length,
    last_direct_at: oldest?.clock.last_direct_at ?? null, worst_person: oldest ? (state.protection ? PLAIN : personName(oldest)) : null, limit_days: tierDays(tier),
    last_contact_at: contacted, unanswered: unanswered(state.consultations, contacted),
    last_result: visits[0]?.visit.result ?? null, attempts_without_contact: attempts(visits),
    next_plan: planOf(state.plans.find((entry) => entry.status === 'planned')),
    hazards: activeCautions(state, now).map(({ caution }) => ({ kind: caution.kind, solo: caution.solo })),
    conflicts: state.conflicts.length, open_alerts: state.alerts.filter((alert) => !alert.closed).map((alert) => alert.id),
    unreviewed: visits.filter((entry) => entry.review.state === 'unreviewed').length,
    returned: visits.filter((entry) => entry.review.state === 'returned').map((entry) => ({ visit: entry.id, by: entry.by })),
    clocks: clocksOf(state, now), merged_into: mergedOf(state, phase), merged_from: state.merged_from.map((entry) => entry.household), late: state.late.length, outings: state.outings.filter(isOut).map(outingRow),
    ...stepsOf(state, state.merged_into ? 'closed' : phase),
    since: sinceLast(state, now), search_key: keyOf(state), last_op_at: state.last_op_at,
  };
}
