/** The sealed words of an alert, whether a sign raised it or a deadline, and what the deadline is about. Pure. */
import { formatDay, dayOf } from '../casework/calendar';
import type { AlertEntry } from '../casework/alert-records';
import type { HouseholdState, Uuid } from '../casework/records';
import { personName } from '../casework/summary';
import { alertText as t } from '../text/alerts';
import { momentOf } from '../text/when';

export function entryOf(state: HouseholdState | null | undefined, alert: Uuid): AlertEntry | undefined {
  return state?.alerts.find((one) => one.id === alert) ?? state?.timers.find((one) => one.id === alert);
}

/** Whom or what a deadline is about, and since when it ran; null for an alert that a sign raised. */
export function dueWords(entry: AlertEntry, state: HouseholdState, nameOf: (staff: Uuid) => string): string | null {
  const { timed, rules: [matched], target } = entry;
  if (!timed || !matched) return null;
  const since = momentOf(timed.since);
  const about = t.about[matched.rule];
  if (matched.rule === 'E-T01') return target ? t.lastSeen(personOf(state, timed.subject), since) : t.neverSeen(personOf(state, timed.subject), since);
  if (matched.rule === 'E-T07') return roleWords(state, timed.subject, since, nameOf);
  if (matched.rule === 'E-T09') return (timed.subject === 'review_on' ? t.reviewDay : t.planDay)(formatDay(dayOf(timed.since)));
  if (matched.rule === 'E-T11') return t.consentDay(formatDay(dayOf(timed.since)));
  return about ? about(since) : null;
}

function personOf(state: HouseholdState, subject: string): string {
  const person = state.persons.find((one) => one.id === subject);
  return person ? `${personName(person)}さん` : t.thisHome;
}

function roleWords(state: HouseholdState, subject: string, since: string, nameOf: (staff: Uuid) => string): string {
  const asked = state.team.find((one) => one.id === subject);
  if (!asked) return t.noLead;
  return t.roleAsked(asked.to ? `${nameOf(asked.to)}さん` : asked.agency, asked.task, since);
}
