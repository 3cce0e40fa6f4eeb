/** Who was told of an alert and what is known of its way to them, in words. Pure. */
import { labelOf } from '../casework/catalogue';
import { ROLES } from '../casework/catalogue.gen';
import type { AlertRow, Colleague } from '../ledger/ledger';
import { alertText as t } from '../text/alerts';
import { dayNumber, nearMoment, timeOf } from '../text/when';

export interface ToldLine { staff: string; name: string; as: string; state: 'done' | 'now' | 'later'; lines: string[] }

/** In the order they were told; a dot is full once the person opened it. What was today has its time alone. */
export function toldLines(row: AlertRow, colleagues: readonly Colleague[], nameOf: (staff: string) => string, now: Date): ToldLine[] {
  const when = (at: string) => (dayNumber(at) === dayNumber(now) ? timeOf(at) : nearMoment(at, now));
  return [...row.recipients].sort((a, b) => Date.parse(a.told_at) - Date.parse(b.told_at)).map((one) => {
    const person = colleagues.find((colleague) => colleague.id === one.staff);
    const role = person ? labelOf(ROLES, person.role) : '';
    return {
      staff: one.staff, name: nameOf(one.staff) || role, as: asWhat(one.reason, role),
      state: one.seen_at ? 'done' : one.reached_at ? 'now' : 'later',
      lines: [t.toldAt(when(one.told_at)), one.reached_at ? t.reachedAt(when(one.reached_at)) : t.notReached, ...(one.reached_at ? [one.seen_at ? t.seenAt(when(one.seen_at)) : t.notSeen] : [])],
    };
  });
}

/** `center_manager` and plain role codes say no more than the role itself does. */
function asWhat(reason: string, role: string): string {
  return [role, t.reasons[reason]].filter(Boolean).join('・');
}
