/** 複合課題共通シート: what a household shared, and the packet in which one shared version lies frozen. Twin of server/casework/sheets.py. */
import { BASES } from './catalogue.gen';
import { Book } from './fold';
import { mayAuthor, roleIn, type Roles } from './roles';
import type { OpenedOp, Recipient, RecipientEntry, SheetState, ShareEntry, Told, Uuid } from './records';

/** Of a household, oldest first: which version went to whom, and in which packet it lies. */
export function foldShares(book: Book): ShareEntry[] {
  return book.allowed('sheet.share').map((op) => {
    const { packet, number, digest, recipients, recorded_at } = op.payload;
    return { id: op.id, by: op.staff, at: recorded_at, packet, number, digest, recipients: recipients.map(told) };
  });
}

const told = ({ id, name, office, basis, word, staff }: Recipient): Told => ({ id, name, office, basis, word, staff: staff ?? null });

/** To somebody, and to nobody without a basis in law. */
export function isGiven({ recipients }: Pick<ShareEntry, 'recipients'>): boolean {
  return recipients.length > 0 && recipients.every(({ basis, name }) => BASES.some((one) => one.code === basis) && name.trim() !== '');
}

/** One shared version, who has opened it and what they answered; the same from any delivery order. */
export function foldSheet(packet: Uuid, ops: readonly OpenedOp[], roles?: Roles): SheetState {
  const book = new Book(ops, roles);
  const version = book.began('sheet.version');
  const sheet = version?.payload.sheet ?? null;
  const recipients = new Map<Uuid, RecipientEntry>((sheet?.recipients ?? []).map((one) => [one.id, { ...told(one), opened: null, answers: [] }]));
  for (const op of book.all('sheet.opened')) {
    const entry = recipients.get(op.payload.recipient);
    const { how } = op.payload;
    if (!entry) book.propose(op, 'target_missing');
    else if (!maySay(book, op, entry, how === 'paper')) book.propose(op, 'not_asked');
    else entry.opened ??= { how, ...said(op, op.payload.note) };
  }
  for (const op of book.all('sheet.answered')) {
    const entry = recipients.get(op.payload.recipient);
    if (!entry) book.propose(op, 'target_missing');
    else if (!maySay(book, op, entry, entry.staff === null)) book.propose(op, 'not_asked');
    else entry.answers.push({ accepted: op.payload.accepted, ...said(op, op.payload.note) });
  }
  return {
    packet, id: version?.id ?? null, by: version?.staff ?? null, at: version?.payload.recorded_at ?? null, sheet, recipients: [...recipients.values()],
    proposals: book.proposals.sort((a, b) => (book.position.get(a.id) ?? 0) - (book.position.get(b.id) ?? 0)), last_op_at: book.last?.payload.recorded_at ?? null,
  };
}

/** Everybody speaks for themselves; for whoever has it on paper somebody writes it down. */
function maySay(book: Book, op: OpenedOp, { staff }: RecipientEntry, onPaper: boolean): boolean {
  return onPaper ? staff === null && mayAuthor(roleIn(book.roles, op.staff), op.payload.kind) : staff === op.staff;
}

const said = (op: OpenedOp, note: string) => ({ by: op.staff, at: op.payload.recorded_at, note, op: op.id });
