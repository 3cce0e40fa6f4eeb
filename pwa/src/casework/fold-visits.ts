/** Visits and street observations with their versions, withdrawals and reviews. */
import { momentMs } from './calendar';
import { compareText } from './order';
import { mayAuthor, roleIn } from './roles';
import type { Book, OpOf } from './fold';
import type { OpenedOp, Review, StreetEntry, Uuid, VisitEntry } from './records';

/** Amendments may name an earlier amendment: follow to the record they belong to. */
export function rootOf(book: Book, target: Uuid): Uuid {
  let id = target;
  for (let step = 0; step < 50; step += 1) {
    const payload = book.byId.get(id)?.payload;
    if (payload?.kind !== 'amend' && payload?.kind !== 'consultation.amend' && payload?.kind !== 'outside.amend') return id;
    id = payload.target;
  }
  return id;
}

interface Withdrawal { op: OpenedOp; shown: NonNullable<VisitEntry['retracted']> }

/** The first withdrawal by someone who may: the author, or a role that corrects for others. */
function withdrawals(book: Book): Map<Uuid, Withdrawal> {
  const found = new Map<Uuid, Withdrawal>();
  for (const op of book.allowed('retract', (retract) => book.byId.get(rootOf(book, retract.payload.target))?.staff)) {
    const root = rootOf(book, op.payload.target);
    if (!['visit.add', 'obs.add', 'photo.add', 'consultation.add'].includes(book.byId.get(root)?.payload.kind ?? '')) book.propose(op, book.byId.has(root) ? 'wrong_target' : 'target_missing');
    else if (!found.has(root)) found.set(root, { op, shown: { by: op.staff, at: op.payload.recorded_at, reason: op.payload.reason } });
  }
  return found;
}

const cache = new WeakMap<Book, Map<Uuid, Withdrawal>>();

export function withdrawalsOf(book: Book): Map<Uuid, Withdrawal> {
  let found = cache.get(book);
  if (!found) cache.set(book, (found = withdrawals(book)));
  return found;
}

const newReview = (): Review => ({ state: 'unreviewed', by: null, at: null, comment: '', version: null, history: [] });

function firstVersion(op: OpOf<'visit.add'>): VisitEntry {
  const { visit, recorded_at } = op.payload;
  const version = { op: op.id, by: op.staff, recorded_at, received_at: op.received_at, reason: '', visit };
  return {
    id: op.id, by: op.staff, recorded_at, received_at: op.received_at, visit, versions: [version],
    retracted: null, review: newReview(), alert: null, verdict: null,
  };
}

/** Corrections in their order; `take` puts one that holds on what it corrects: the last says what counts. */
export function addVersions<O extends OpOf<'amend' | 'consultation.amend' | 'outside.amend'>, E extends { by: Uuid }>(book: Book, entries: Map<Uuid, E>, corrections: readonly O[], take: (entry: E, op: O) => void): void {
  for (const op of corrections) {
    const root = rootOf(book, op.payload.target);
    const entry = entries.get(root);
    const withdrawal = withdrawalsOf(book).get(root);
    if (!entry) book.propose(op, book.byId.has(root) ? 'wrong_target' : 'target_missing');
    else if (!mayAuthor(roleIn(book.roles, op.staff), op.payload.kind, entry.by === op.staff)) book.propose(op, 'role');
    else if (withdrawal && book.before(withdrawal.op.id, op.id)) book.propose(op, 'target_retracted');
    else take(entry, op);
  }
}

/** A review holds for the version it names; a newer version is unreviewed again. */
function addReviews(book: Book, entries: Map<Uuid, VisitEntry>): void {
  for (const op of book.allowed('review.set')) {
    const entry = entries.get(rootOf(book, op.payload.target));
    if (!entry) {
      book.propose(op, 'target_missing');
      continue;
    }
    const { state, comment, version, recorded_at } = op.payload;
    entry.review.history.push({ state, by: op.staff, at: recorded_at, comment, version, op: op.id });
    if (version === entry.versions.at(-1)?.op) Object.assign(entry.review, { state, by: op.staff, at: recorded_at, comment, version });
  }
}

const newestFirst = (a: { at: string; id: Uuid }, b: { at: string; id: Uuid }) => momentMs(b.at) - momentMs(a.at) || compareText(b.id, a.id);

export function foldVisits(book: Book): VisitEntry[] {
  const entries = new Map(book.allowed('visit.add').map((op) => [op.id, firstVersion(op)]));
  for (const [root, { shown }] of withdrawalsOf(book)) {
    const entry = entries.get(root);
    if (entry) entry.retracted = shown;
  }
  addVersions(book, entries, book.all('amend'), (entry, { id, staff, received_at, payload: { recorded_at, reason, visit } }) => {
    entry.versions.push({ op: id, by: staff, recorded_at, received_at, reason, visit });
    entry.visit = visit;
  });
  addReviews(book, entries);
  return [...entries.values()].sort((a, b) => newestFirst({ at: a.visit.occurred_at, id: a.id }, { at: b.visit.occurred_at, id: b.id }));
}

export function foldStreet(book: Book): StreetEntry[] {
  return book.allowed('obs.add').map((op) => ({
    id: op.id, by: op.staff, recorded_at: op.payload.recorded_at, received_at: op.received_at, observation: op.payload.observation,
    retracted: withdrawalsOf(book).get(op.id)?.shown ?? null, alert: null, verdict: null,
  })).sort((a, b) => newestFirst({ at: a.observation.occurred_at, id: a.id }, { at: b.observation.occurred_at, id: b.id }));
}
