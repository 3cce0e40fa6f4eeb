/** 対応事項: what somebody does for a household, by when, and whether it is done; both sides see the same. Twin of server/casework/tasks.py. */
import type { TaskEntry, TaskRow } from './backup-records';
import { mayAuthor, roleIn } from './roles';
import type { Book } from './fold';
import type { Uuid } from './records';

/** Oldest first. Whoever has it, whoever asked for it and the office may say that it is done, or not yet. */
export function foldTasks(book: Book): TaskEntry[] {
  const tasks = new Map<Uuid, TaskEntry>();
  for (const { id, staff, payload } of book.allowed('task.add')) {
    const { recorded_at, text, to = null, agency, due = null, request = null } = payload;
    tasks.set(id, { id, by: staff, at: recorded_at, text, to, agency, due, request, done: null });
  }
  for (const op of book.all('task.mark')) {
    const { target, done, note, recorded_at } = op.payload;
    const entry = tasks.get(target);
    if (!entry) book.propose(op, book.byId.has(target) ? 'wrong_target' : 'target_missing');
    else if (entry.to !== op.staff && entry.by !== op.staff && !mayAuthor(roleIn(book.roles, op.staff), 'task.mark')) book.propose(op, 'role');
    else entry.done = done ? { by: op.staff, at: recorded_at, note, op: op.id } : null;
  }
  return [...tasks.values()];
}

/** As lists show one that is not done. */
export const taskRow = ({ id, by, at, text, to, agency, due, request }: TaskEntry): TaskRow => ({ id, by, at, text, to, agency, due, request });
