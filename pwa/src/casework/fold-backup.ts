/** 後方支援: a request to the center's 地域支援担当, the words that follow, and the one decision that ends it. A request is never taken back: it is settled, comes before a conference, or is sent back with what it lacks; one whose item is taken off the conference's agenda again is open again. Twin of server/casework/backup.py. */
import type { EndWord, Mark, RequestEntry, RequestRow } from './backup-records';
import { BACKUP_OUTCOMES, BACKUP_URGENCIES } from './catalogue.gen';
import { dueAfter } from './opening';
import { mayAuthor, roleIn } from './roles';
import type { Book, Kind, OpOf } from './fold';
import type { OpenedOp, Proposal, Uuid } from './records';

type Put = Map<Uuid, boolean>;
type Why = Proposal['reason'] | null;
export const TO_CONFERENCE = 'to_conference';

const is = <K extends Kind>(op: OpenedOp, kind: K): op is OpOf<K> => op.payload.kind === kind;

/** Of a household, oldest first. */
export function foldRequests(book: Book): RequestEntry[] {
  const requests = new Map<Uuid, RequestEntry>();
  /** an item of the household, and whether it is on an agenda */
  const put: Put = new Map();
  for (const op of book.ordered) {
    const may = mayAuthor(roleIn(book.roles, op.staff), op.payload.kind);
    if (is(op, 'conference.item')) {
      if (may) put.set(op.payload.item, !op.payload.about.withdrawn);
      for (const entry of requests.values()) reopen(entry, put);
    } else if (is(op, 'backup.ask')) {
      if (may) requests.set(op.id, asked(op));
      else book.propose(op, 'role');
    } else if (is(op, 'backup.take') || is(op, 'backup.say') || is(op, 'backup.end')) {
      const entry = requests.get(op.payload.target);
      const why = !may ? 'role' : !entry ? (book.byId.has(op.payload.target) ? 'wrong_target' : 'target_missing') : follow(book, entry, op, put);
      if (why) book.propose(op, why);
    }
  }
  return [...requests.values()];
}

function asked(op: OpOf<'backup.ask'>): RequestEntry {
  const { question, tried, urgency, recorded_at } = op.payload;
  const { minutes } = BACKUP_URGENCIES.find(({ code }) => code === urgency) ?? BACKUP_URGENCIES[0];
  return {
    id: op.id, by: op.staff, at: recorded_at, received_at: op.received_at, question, tried, urgency,
    due_ms: dueAfter(op.received_at ?? recorded_at, minutes), taken: null, answered: null, words: [], ends: [], ended: null,
  };
}

function follow(book: Book, entry: RequestEntry, op: OpOf<'backup.take'> | OpOf<'backup.say'> | OpOf<'backup.end'>, put: Put): Why {
  if (is(op, 'backup.end')) return end(entry, op, put);
  if (is(op, 'backup.take')) entry.taken = markOf(op);
  else say(book, entry, op);
  return null;
}

function say(book: Book, entry: RequestEntry, op: OpOf<'backup.say'>): void {
  const answers = op.staff !== entry.by && mayAuthor(roleIn(book.roles, op.staff), 'backup.end');
  entry.words.push({ ...markOf(op), text: op.payload.text, answers });
  if (answers) entry.answered ??= markOf(op);
}

/** Why it does not count: it takes somebody else than who asked, words, and for a conference a place on its agenda. */
function end(entry: RequestEntry, op: OpOf<'backup.end'>, put: Put): Why {
  const { outcome, text, item } = op.payload;
  if (entry.ended) return 'wrong_target';
  if (entry.by === op.staff) return 'own_word';
  if (!BACKUP_OUTCOMES.some(({ code }) => code === outcome)) return 'wrong_target';
  if (!text.trim() || (outcome === TO_CONFERENCE && !put.get(item ?? ''))) return 'target_missing';
  const said: EndWord = { ...markOf(op), outcome, text, item: item ?? null };
  entry.ends.push(said);
  entry.ended = said;
  entry.answered ??= markOf(op);
  return null;
}

function reopen(entry: RequestEntry, put: Put): void {
  const last = entry.ends.at(-1);
  if (last?.outcome === TO_CONFERENCE) entry.ended = put.get(last.item ?? '') ? last : null;
}

const markOf = (op: OpenedOp): Mark => ({ by: op.staff, at: op.payload.recorded_at, op: op.id });

export const isOpen = ({ ended }: Pick<RequestEntry, 'ended'>): boolean => ended === null;

/** As lists show it. */
export function requestRow({ id, by, at, received_at, question, urgency, due_ms, taken, answered, ended }: RequestEntry): RequestRow {
  return { id, by, at, received_at, question, urgency, due_ms, taken: taken?.by ?? null, answered: answered?.at ?? null, ended: ended && { outcome: ended.outcome, at: ended.at } };
}
