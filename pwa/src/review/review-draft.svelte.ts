/** The word on one review, kept on the device while it is written, and the record it becomes. */
import type { Payload, Uuid, VisitEntry } from '../casework/records';
import { mayAuthor } from '../casework/roles';
import type { Ledger } from '../ledger/ledger';
import { instantNow } from '../text/when';
import { findDraft, KeptDraft } from '../visits/visit-draft.svelte';

export type Verdict = 'confirmed' | 'returned' | 'consult';
interface Words { comment: string }

export function keptComment(ledger: Ledger, bucket: Uuid, visit: Uuid, title: string): KeptDraft<Words> {
  const kind = `review:${visit}`;
  const found = findDraft<Words>(ledger, kind, bucket);
  return new KeptDraft<Words>(ledger, { id: found?.id ?? crypto.randomUUID(), kind, bucket, title, started_at: found?.started_at ?? instantNow() }, { comment: '' }, found);
}

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
