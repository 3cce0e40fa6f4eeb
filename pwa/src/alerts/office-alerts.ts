/** Alerts that are of no household: a center's own meetings, a device that holds what nobody else can see yet, and what only a newer app knows. Pure. */
import type { AlertEntry } from '../casework/alert-records';
import { dayOf, formatDay } from '../casework/calendar';
import type { CenterState } from '../casework/conference-records';
import { textOf } from '../casework/registers';
import type { Uuid } from '../casework/records';
import type { AlertRow } from '../ledger/ledger';
import { alertText } from '../text/alerts';
import { momentOf } from '../text/when';

const t = alertText.office;
const RULES: Record<string, string> = { meetings: 'E-T10', device: 'E-T04' };

export const isOffice = ({ about }: Pick<AlertRow, 'about'>): boolean => about !== undefined && about !== 'household';
/** The rule whose words fit before the sealed ones are here; empty for what only a newer app knows. */
export const officeRule = ({ about = '' }: Pick<AlertRow, 'about'>): string => RULES[about] ?? '';
export const isNewer = (row: Pick<AlertRow, 'about'>): boolean => isOffice(row) && officeRule(row) === '';
/** About this person's own device: it ends by itself, and others answer it. */
export const isOwnDevice = (row: Pick<AlertRow, 'about' | 'raised_by'>, me: Uuid): boolean => row.about === 'device' && row.raised_by === me;

export function officeTitle(row: Pick<AlertRow, 'about' | 'raised_by'>, me: Uuid, nameOf: (staff: Uuid) => string): string {
  if (row.about === 'meetings') return t.meetings;
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
export function meetingWords(entry: AlertEntry | undefined, state: CenterState | null): string {
  if (!entry?.timed) return '';
  const { subject, since } = entry.timed;
  if (subject === 'regular') return t.noMeeting(formatDay(dayOf(since)));
  const meeting = state?.meetings.find(({ id }) => id === subject);
  return t.minutes(formatDay((meeting && textOf(meeting.fields, 'held_on')) || dayOf(since)));
}

export function centerEntryOf(state: CenterState | null, alert: Uuid): AlertEntry | undefined {
  return [...(state?.timers ?? []), ...(state?.alerts ?? [])].find(({ id }) => id === alert);
}
