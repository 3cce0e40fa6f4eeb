/** Alerts that are of no household: a center's own meetings and shelf, a device that holds what nobody else can see yet, and what only a newer app knows. Pure. */
import type { AlertEntry } from '../casework/alert-records';
import { dayOf, formatDay, formatEra } from '../casework/calendar';
import type { OwnState } from '../casework/conference-records';
import { textOf } from '../casework/registers';
import type { Day, Uuid } from '../casework/records';
import { isStale, resourcesOf } from '../community/shelf';
import type { AlertRow } from '../ledger/ledger';
import { alertText } from '../text/alerts';
import { momentOf } from '../text/when';

const t = alertText.office;
const RULES: Record<string, string> = { meetings: 'E-T10', shelf: 'E-T12', device: 'E-T04' };

export const isOffice = ({ about }: Pick<AlertRow, 'about'>): boolean => about !== undefined && about !== 'household';
/** The rule whose words fit before the sealed ones are here; empty for what only a newer app knows. */
export const officeRule = ({ about = '' }: Pick<AlertRow, 'about'>): string => RULES[about] ?? '';
export const isNewer = (row: Pick<AlertRow, 'about'>): boolean => isOffice(row) && officeRule(row) === '';
/** About this person's own device: it ends by itself, and others answer it. */
export const isOwnDevice = (row: Pick<AlertRow, 'about' | 'raised_by'>, me: Uuid): boolean => row.about === 'device' && row.raised_by === me;

export function officeTitle(row: Pick<AlertRow, 'about' | 'raised_by'>, me: Uuid, nameOf: (staff: Uuid) => string): string {
  if (row.about === 'meetings') return t.meetings;
  if (row.about === 'shelf') return t.shelf;
  if (row.about === 'device') return isOwnDevice(row, me) ? t.ownDevice : t.device(nameOf(row.raised_by));
  return t.newer;
}

/** How much the device still holds; once it holds nothing, only since when it did. */
export function heldWords({ about, cause, held, observed_at }: Pick<AlertRow, 'about' | 'cause' | 'held' | 'observed_at'>): string {
  if (about !== 'device') return '';
  const since = momentOf(observed_at);
  if (!held || !cause) return t.gone(since);
  return (cause === 'drafts' ? t.drafts : t.records)(held, since);
}

/** Which meeting it is about, or since when there was none. */
export function meetingWords(entry: AlertEntry | undefined, state: OwnState | null): string {
  if (!entry?.timed || (state && !('meetings' in state))) return '';
  const { subject, since } = entry.timed;
  if (subject === 'regular') return t.noMeeting(formatDay(dayOf(since)));
  const meeting = state?.meetings.find(({ id }) => id === subject);
  return t.minutes(formatDay((meeting && textOf(meeting.fields, 'held_on')) || dayOf(since)));
}

/** Which places nobody has looked through for half a year, the longest first; empty once somebody has. */
export function shelfWords(state: OwnState | null, today: Day): string {
  if (!state || !('resources' in state)) return '';
  const stale = resourcesOf([state]).filter((one) => !one.closed && isStale(one.checked_on, today)).sort((a, b) => a.checked_on.localeCompare(b.checked_on));
  const first = stale[0];
  return first ? t.stale(first.name, first.checked_on && formatEra(first.checked_on, false), stale.length - 1) : '';
}

export function centerEntryOf(state: OwnState | null, alert: Uuid): AlertEntry | undefined {
  return [...(state?.timers ?? []), ...(state?.alerts ?? [])].find(({ id }) => id === alert);
}
