/** The office's word on a visit: who may say it, and the record it becomes. Pure. */
import type { Payload, Uuid, VisitEntry } from '../casework/records';
import { mayAuthor } from '../casework/roles';
import { instantNow } from '../text/when';

export type Verdict = 'confirmed' | 'returned' | 'consult';

export function newestVersion(entry: VisitEntry): Uuid {
  return entry.versions.at(-1)?.op ?? entry.id;
}

export function reviewPayload(entry: VisitEntry, state: Verdict, comment: string): Payload {
  return { kind: 'review.set', target: entry.id, version: newestVersion(entry), state, comment: comment.trim(), recorded_at: instantNow() };
}

/** Nobody checks their own record. */
export function mayReview(role: string, me: Uuid, by: Uuid): 'yes' | 'own' | 'role' {
  if (!mayAuthor(role, 'review.set')) return 'role';
  return me === by ? 'own' : 'yes';
}
