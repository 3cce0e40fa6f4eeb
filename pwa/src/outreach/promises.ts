/** What was promised at this door and what is to be done next, the newest first. Pure. */
import { momentMs } from '../casework/calendar';
import type { Instant, Uuid, VisitEntry } from '../casework/records';
import { outreachText } from '../text/outreach';

const SHOWN = 2;

/** Of the newest visits that promised something: what nobody has come back to since stands there still. */
export function promisesOf(visits: readonly VisitEntry[]): { id: Uuid; at: Instant; text: string }[] {
  const said = visits.filter(({ retracted, visit }) => !retracted && (visit.promises || visit.next_note)).sort((a, b) => momentMs(b.visit.occurred_at) - momentMs(a.visit.occurred_at));
  return said.slice(0, SHOWN).map(({ id, visit }) => ({ id, at: visit.occurred_at, text: [visit.promises, visit.next_note && outreachText.card.next(visit.next_note)].filter(Boolean).join('\n') }));
}
