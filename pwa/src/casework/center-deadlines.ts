/** What becomes due in a center itself when no meeting is held or nobody approves its minutes: E-T10, as causes to which numbers are given (deadlines.ts). It names no household. Twin of server/casework/center_deadlines.py; what stands on the shelf waits by the catalogue's number alone. */
import { dayOf, momentMs, type Moment } from './calendar';
import type { CenterState, MeetingEntry } from './conference-records';
import type { Cause } from './deadlines';
import { isDay } from './fold-consents';
import { textOf } from './registers';

/** Subject of the deadline that no meeting was held for so long; else it is the meeting's id. */
const REGULAR = 'regular';
const PART = 'conferences';
const HELD = ['held', 'minutes_draft', 'approved'];

/** `states`: everything that lies in the center's own buckets; two phones may each have begun one. */
export function centerCauses(states: readonly CenterState[], now: Moment): Cause[] {
  const meetings = new Map(states.flatMap((state) => state.meetings.map((one) => [one.id, one])));
  const held = [...meetings.values()].flatMap((meeting) => {
    const since = heldOn(meeting, now);
    return since === null ? [] : [{ meeting, since, kind: textOf(meeting.fields, 'kind') }];
  });
  const about = { rule: 'E-T10', target: '', heavy: false } as const;
  const unsigned = held.filter(({ meeting, kind }) => !meeting.approved && kind !== 'outside')
    .map(({ meeting, since }): Cause => ({ ...about, subject: meeting.id, since, part: '', waits: 'minutes_days' }));
  const since = lastRegular(held) ?? begun(states);
  return since === null ? unsigned : [{ ...about, subject: REGULAR, since, part: PART, waits: 'days' }, ...unsigned];
}

/** The evening of its day; what is said to have been held tomorrow was not. */
function heldOn({ fields, approved }: MeetingEntry, now: Moment): number | null {
  const day = textOf(fields, 'held_on');
  const wasHeld = approved !== null || HELD.includes(textOf(fields, 'status'));
  return wasHeld && isDay(day) && day <= dayOf(now) ? Date.parse(`${day}T23:59:00+09:00`) : null;
}

function lastRegular(held: readonly { since: number; kind: string }[]): number | null {
  const regular = held.filter(({ kind }) => kind === REGULAR).map(({ since }) => since);
  return regular.length ? Math.max(...regular) : null;
}

/** Where none was held yet: since the center began to keep its meetings here. */
function begun(states: readonly CenterState[]): number | null {
  const moments = states.flatMap(({ opened_at }) => (opened_at === null ? [] : [momentMs(opened_at)]));
  return moments.length ? Math.min(...moments) : null;
}
