/** Households that turned out to be one: where this one went, which came here, and what was written too late. Both hold each merge. */
import { momentMs } from './calendar';
import { compareText, rank } from './order';
import type { Book, Kind } from './fold';
import type { LateEntry, MergeEntry, OpenedOp, Uuid } from './records';

/** `away`: this household goes into the other; else the other came here. */
interface Claim { op: OpenedOp; merge: Uuid; other: Uuid; away: boolean }

/** What somebody wrote about the people or the home; answers and checks of others ask for no second look. */
const WRITTEN: ReadonlySet<Kind> = new Set<Kind>(['visit.add', 'obs.add', 'note.add', 'amend', 'person.add', 'fields.set', 'caution.add', 'plan.add', 'photo.add', 'consultation.add', 'consultation.amend', 'around.set', 'tie.set']);

/** Every merge nobody took back, the earliest first, by words both households hold alike. */
function claims(book: Book, bucket: Uuid): Claim[] {
  const said: Claim[] = [
    ...book.allowed('household.merge').map((op) => ({ op, merge: op.payload.merge, other: op.payload.into, away: true })),
    ...book.allowed('household.merged').map((op) => ({ op, merge: op.payload.merge, other: op.payload.from, away: false })),
  ];
  const known = new Set(said.map((claim) => claim.merge));
  const undone = new Set<Uuid>();
  for (const op of book.allowed('household.unmerge')) {
    for (const merge of op.payload.targets) undone.add(merge);
    if (!op.payload.targets.some((merge) => known.has(merge))) book.propose(op, 'target_missing');
  }
  for (const claim of said) if (claim.other === bucket) book.propose(claim.op, 'wrong_target');
  return said.filter((claim) => claim.other !== bucket && !undone.has(claim.merge)).sort(earliest);
}

function earliest(a: Claim, b: Claim): number {
  return momentMs(a.op.payload.recorded_at) - momentMs(b.op.payload.recorded_at) || compareText(a.merge, b.merge) || compareText(a.op.id, b.op.id);
}

/** With every merge between the two, so that one undo ends them all. */
function entryOf(first: Claim, said: readonly Claim[]): MergeEntry {
  const merges = [...new Set(said.filter((claim) => claim.other === first.other).map((claim) => claim.merge))];
  return { household: first.other, merges, by: first.op.staff, at: first.op.payload.recorded_at };
}

/** By the office's numbers; what has none yet comes last, and there a device's own count tells. */
function cameAfter(op: OpenedOp, merge: OpenedOp): boolean {
  if (rank(op) !== rank(merge)) return rank(op) > rank(merge);
  return op.device !== merge.device || op.dseq > merge.dseq;
}

/** Written here without knowing of the merge, and nobody has looked at it since. */
function late(book: Book, merge: OpenedOp): LateEntry[] {
  const seen = new Set(book.allowed('household.caught_up').flatMap((op) => op.payload.targets));
  return [...book.byId.values()].filter((op) => WRITTEN.has(op.payload.kind) && !seen.has(op.id) && cameAfter(op, merge))
    .map((op) => ({ id: op.id, kind: op.payload.kind, by: op.staff, at: op.payload.recorded_at }));
}

/** Of two that went into each other the earlier word stands, of two goals too; the others are proposals. */
export function foldMerges(book: Book, bucket: Uuid): { merged_into: MergeEntry | null; merged_from: MergeEntry[]; late: LateEntry[] } {
  const said = claims(book, bucket);
  const first = new Map<Uuid, Claim>();
  for (const claim of said) if (!first.has(claim.other)) first.set(claim.other, claim);
  const into = [...first.values()].find((claim) => claim.away);
  for (const claim of said) {
    if (claim.away !== first.get(claim.other)?.away || (claim.away && claim.other !== into?.other)) book.propose(claim.op, 'crossed');
  }
  return {
    merged_into: into ? entryOf(into, said) : null,
    merged_from: [...first.values()].filter((claim) => !claim.away).map((claim) => entryOf(claim, said)),
    late: into ? late(book, into.op) : [],
  };
}
