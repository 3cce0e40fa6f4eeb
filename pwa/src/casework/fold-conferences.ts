/** 重層支援会議: the items of a household, the packet of what the invited may read, and a center's meetings. Twin of server/casework/conferences.py. The center's bucket says nothing of a household: items name meetings. */
import { parseDay } from './calendar';
import { MEETING_BASES } from './catalogue.gen';
import { Book, type OpOf } from './fold';
import { foldOwnAlerts } from './fold-alerts';
import { RegisterBook, valueOf } from './registers';
import { mayAuthor, maySet, roleIn, type Roles } from './roles';
import type { Called, CenterState, Invitee, ItemEntry, ItemRow, MaterialState, MeetingEntry } from './conference-records';
import type { OpenedOp, Proposal, Uuid, Word } from './records';

export const SUPPORT_CONFERENCE = 'conf_106_6';

/** Nobody is called to an item without a ground in law; to one of 法106条の6 only who has pledged secrecy. */
export function whyNotCalled(basis: string, invitees: readonly Pick<Called, 'pledged_on'>[] | readonly Invitee[]): 'no_basis' | 'not_pledged' | null {
  if (!MEETING_BASES.some(({ code }) => code === basis)) return 'no_basis';
  return basis === SUPPORT_CONFERENCE && !invitees.every(hasPledged) ? 'not_pledged' : null;
}

export const hasPledged = ({ pledged_on: day }: { pledged_on?: string | null }): boolean => typeof day === 'string' && parseDay(day) === day;

const told = ({ id, staff, name, office, pledged_on }: Invitee): Called => ({ id, staff: staff ?? null, name, office, pledged_on: pledged_on ?? null });
const said = (op: OpenedOp, note = ''): Word => ({ by: op.staff, at: op.payload.recorded_at, note, op: op.id });

/** Of a household, oldest first: each judged on what its item said at that place in the order. */
export function foldItems(book: Book): ItemEntry[] {
  const items = new Map<Uuid, ItemEntry>();
  for (const op of book.ordered) {
    const take = TAKES[op.payload.kind];
    if (!take) continue;
    if (mayAuthor(roleIn(book.roles, op.staff), op.payload.kind)) take(book, items, op);
    else book.propose(op, 'role');
  }
  return [...items.values()];
}

type Take = (book: Book, items: Map<Uuid, ItemEntry>, op: OpenedOp) => void;

function takeItem(_: Book, items: Map<Uuid, ItemEntry>, op: OpenedOp): void {
  const { item, about, recorded_at: at } = (op as OpOf<'conference.item'>).payload;
  const anew = { ...about, invitees: about.invitees.map(told) };
  const entry = items.get(item) ?? { id: item, by: op.staff, at, about: anew, unconsented: false, materials: [], minutes: [] };
  // What was once put down without the person's yes stays told to nobody else, whatever it is called later.
  items.set(item, { ...entry, about: anew, unconsented: entry.unconsented || about.basis === SUPPORT_CONFERENCE });
}

function takeMaterial(book: Book, items: Map<Uuid, ItemEntry>, op: OpenedOp): void {
  const { item, packet, digest, invitees, recorded_at: at } = (op as OpOf<'conference.material'>).payload;
  const entry = items.get(item);
  const why = entry ? whyNotCalled(entry.about.basis, invitees) : 'target_missing';
  if (why) book.propose(op, why);
  else entry!.materials.push({ id: op.id, by: op.staff, at, packet, digest, invitees: invitees.map(told) });
}

function takeMinutes(book: Book, items: Map<Uuid, ItemEntry>, op: OpenedOp): void {
  const { item, text, reason, recorded_at: at } = (op as OpOf<'conference.minutes'>).payload;
  const entry = items.get(item);
  if (!entry) book.propose(op, 'target_missing');
  // What the chair has approved is corrected with a reason, never written over.
  else if (entry.minutes.some(({ approved }) => approved) && !reason.trim()) book.propose(op, 'frozen');
  else entry.minutes.push({ id: op.id, by: op.staff, at, text, reason, approved: null });
}

function approveMinutes(book: Book, items: Map<Uuid, ItemEntry>, op: OpenedOp): void {
  const { target, note } = (op as OpOf<'conference.approved'>).payload;
  const found = [...items.values()].flatMap(({ minutes }) => minutes).find(({ id }) => id === target);
  if (!found) book.propose(op, book.byId.has(target) ? 'wrong_target' : 'target_missing');
  else if (found.by === op.staff) book.propose(op, 'own_word');
  else found.approved ??= said(op, note);
}

const TAKES: Record<string, Take> = { 'conference.item': takeItem, 'conference.material': takeMaterial, 'conference.minutes': takeMinutes, 'conference.approved': approveMinutes };

/** As lists show it. */
export function itemRow({ id, about, minutes, materials }: ItemEntry): ItemRow {
  const last = minutes.at(-1);
  return {
    id, meeting: about.meeting, on: about.held_on, basis: about.basis, question: about.question, invitees: about.invitees.length,
    packet: materials.at(-1)?.packet ?? null, minutes: !last ? 'none' : last.approved ? 'approved' : 'draft',
  };
}

/** What the invited may read, and who has; it names nobody where nobody could have been called. */
export function foldMaterial(packet: Uuid, ops: readonly OpenedOp[], roles?: Roles): MaterialState {
  const book = new Book(ops, roles);
  const began = book.began('material.version');
  const why = began && whyNotCalled(began.payload.material.basis, began.payload.material.invitees);
  if (began && why) book.propose(began, why);
  const version = why ? undefined : began;
  const material = version?.payload.material ?? null;
  const invitees = new Map((material?.invitees ?? []).map((one): [Uuid, MaterialState['invitees'][number]] => [one.id, { ...told(one), opened: null }]));
  for (const op of book.all('material.opened')) {
    const entry = invitees.get(op.payload.invitee);
    if (!entry) book.propose(op, 'target_missing');
    else if (entry.staff !== op.staff) book.propose(op, 'not_asked');
    else entry.opened ??= said(op);
  }
  return { packet, id: version?.id ?? null, by: version?.staff ?? null, at: version?.payload.recorded_at ?? null, material, invitees: [...invitees.values()], proposals: inPlace(book) };
}

const IN_CENTER = ['meeting:', 'member:'];

/** A center's meetings and who usually sits in them; each approval judged on what was known at its place. */
export function foldCenter(bucket: Uuid, ops: readonly OpenedOp[], roles?: Roles): CenterState {
  const book = new Book(ops, roles);
  const registers = new RegisterBook();
  const approved = new Map<Uuid, Word>();
  const opened = book.allowed('center.open')[0];
  for (const op of book.ordered) {
    if (op.payload.kind === 'fields.set') setInCenter(book, registers, op as OpOf<'fields.set'>);
    else if (op.payload.kind === 'meeting.approved') approveMeeting(book, registers, approved, op as OpOf<'meeting.approved'>);
  }
  const under = (start: string) => registers.names().filter((name) => name.startsWith(start)).map((name) => ({ id: name.slice(start.length), fields: registers.of(name) }));
  const own = foldOwnAlerts(book);
  return {
    bucket, center: opened?.payload.center ?? '', opened_at: opened?.payload.recorded_at ?? null, ...own, members: under('member:'), proposals: inPlace(book),
    meetings: under('meeting:').map((one): MeetingEntry => ({ ...one, approved: approved.get(one.id) ?? null })),
  };
}

function setInCenter(book: Book, registers: RegisterBook, op: OpOf<'fields.set'>): void {
  const role = roleIn(book.roles, op.staff);
  const { entity, set, base } = op.payload;
  if (!IN_CENTER.some((start) => entity.startsWith(start)) || !Object.keys(set).every((field) => maySet(role, entity, field))) book.propose(op, 'role');
  else for (const [field, value] of Object.entries(set)) registers.write(op, entity, field, value, base[field]);
}

function approveMeeting(book: Book, registers: RegisterBook, approved: Map<Uuid, Word>, op: OpOf<'meeting.approved'>): void {
  const { meeting, note } = op.payload;
  const fields = registers.of(`meeting:${meeting}`);
  if (!mayAuthor(roleIn(book.roles, op.staff), op.payload.kind)) book.propose(op, 'role');
  else if (!Object.keys(fields).length) book.propose(op, 'target_missing');
  else if (valueOf(fields, 'status') !== 'minutes_draft') book.propose(op, 'wrong_target');
  else if (fields.status!.heads.some(({ by }) => by === op.staff)) book.propose(op, 'own_word');
  else if (!approved.has(meeting)) approved.set(meeting, said(op, note));
}

const inPlace = (book: Book): Proposal[] => book.proposals.sort((a, b) => (book.position.get(a.id) ?? 0) - (book.position.get(b.id) ?? 0));
