/** 相談受付: what somebody asked or told, its versions, and the sealed packet in which lies who told it. Twin of server/casework/consultations.py. */
import { momentMs } from './calendar';
import { Book, type OpOf } from './fold';
import { addVersions, withdrawalsOf } from './fold-visits';
import { compareText } from './order';
import type { Roles } from './roles';
import type { ConsultationEntry, InformantState, Instant, OpenedOp, Summary, Uuid } from './records';

type Waiting = NonNullable<Summary['unanswered']>;
const URGENT = ['now', 'this_week'];

/** Of a household, newest first. */
export function foldConsultations(book: Book): ConsultationEntry[] {
  const withdrawn = withdrawalsOf(book);
  const entries = new Map(book.allowed('consultation.add').map((op) => [op.id, firstVersion(op, withdrawn.get(op.id)?.shown ?? null)]));
  addVersions(book, entries, book.all('consultation.amend'), (entry, { id, staff, received_at, payload: { recorded_at, reason, consultation } }) => {
    entry.versions.push({ op: id, by: staff, recorded_at, received_at, reason, consultation });
    entry.consultation = consultation;
  });
  return [...entries.values()].sort((a, b) => momentMs(b.consultation.received_at) - momentMs(a.consultation.received_at) || compareText(b.id, a.id));
}

function firstVersion(op: OpOf<'consultation.add'>, retracted: ConsultationEntry['retracted']): ConsultationEntry {
  const { consultation, recorded_at } = op.payload;
  const version = { op: op.id, by: op.staff, recorded_at, received_at: op.received_at, reason: '', consultation };
  return { id: op.id, by: op.staff, recorded_at, received_at: op.received_at, consultation, versions: [version], retracted };
}

/** The most urgent one after which nobody of the household was reached, of these the one that waits longest. */
export function unanswered(consultations: readonly ConsultationEntry[], lastContactAt: Instant | null): Waiting | null {
  const waiting = consultations.filter(({ retracted, consultation }) => !retracted && URGENT.includes(consultation.urgency) && isAfter(consultation.received_at, lastContactAt));
  return firstOf(waiting.map(({ id, consultation }) => ({ consultation: id, urgency: consultation.urgency, since: consultation.received_at })));
}

export const isAfter = (since: Instant, contact: Instant | null): boolean => contact === null || momentMs(since) > momentMs(contact);

export function firstOf(waiting: readonly Waiting[]): Waiting | null {
  return [...waiting].sort((a, b) => URGENT.indexOf(a.urgency) - URGENT.indexOf(b.urgency) || momentMs(a.since) - momentMs(b.since) || compareText(a.consultation, b.consultation))[0] ?? null;
}

/** Who told, as their own recorder put it down, and who has opened it; the same from any delivery order. */
export function foldInformant(packet: Uuid, ops: readonly OpenedOp[], roles?: Roles): InformantState {
  const book = new Book(ops, roles);
  const note = book.began('informant.note');
  const opened = book.allowed('informant.opened').filter((op) => note !== undefined || void book.propose(op, 'target_missing'));
  return {
    packet, by: note?.staff ?? null, at: note?.payload.recorded_at ?? null, informant: note ? told(note) : null,
    openings: opened.map((op) => ({ op: op.id, by: op.staff, at: op.payload.recorded_at, why: op.payload.why })),
    proposals: book.proposals.sort((a, b) => (book.position.get(a.id) ?? 0) - (book.position.get(b.id) ?? 0)),
  };
}

function told({ payload: { household, consultation, name, relation, tel, may_be_named } }: OpOf<'informant.note'>): InformantState['informant'] {
  return { household, consultation, name, relation, tel, may_be_named };
}
