/** ほかの会議: what another body's meeting came to, as told here, and its versions. Twin of server/casework/outside.py. */
import type { OutsideEntry } from './backup-records';
import { addVersions } from './fold-visits';
import { compareText } from './order';
import type { Book } from './fold';

/** Of a household, the latest meeting first. */
export function foldOutside(book: Book): OutsideEntry[] {
  const entries = new Map(book.allowed('outside.add').map(({ id, staff, received_at, payload: { recorded_at, outside } }): [string, OutsideEntry] => {
    const version = { op: id, by: staff, recorded_at, received_at, reason: '', outside };
    return [id, { id, by: staff, recorded_at, received_at, outside, versions: [version] }];
  }));
  addVersions(book, entries, book.all('outside.amend'), (entry, { id, staff, received_at, payload: { recorded_at, reason, outside } }) => {
    entry.versions.push({ op: id, by: staff, recorded_at, received_at, reason, outside });
    entry.outside = outside;
  });
  return [...entries.values()].sort((a, b) => compareText(b.outside.held_on, a.outside.held_on) || compareText(b.id, a.id));
}
