/** Photos of a household: what was taken, what the vault made of it, and what cannot be shown. Twin of server/casework/photos.py. */
import { momentMs } from './calendar';
import type { Book, OpOf } from './fold';
import { withdrawalsOf } from './fold-visits';
import { compareText } from './order';
import type { PhotoEntry, Uuid } from './records';

/** Newest first. A photo's id is the id of the operation that carried its header. */
export function foldPhotos(book: Book): PhotoEntry[] {
  const entries = new Map<Uuid, PhotoEntry>();
  for (const op of book.allowed('photo.add')) {
    const { photo, file, recorded_at } = op.payload;
    const retracted = withdrawalsOf(book).get(op.id)?.shown ?? null;
    entries.set(op.id, { id: op.id, by: op.staff, recorded_at, received_at: op.received_at, photo, file, full: null, thumb: null, refused: null, retracted });
  }
  addRenditions(book, entries);
  return [...entries.values()].sort((a, b) => momentMs(b.photo.taken_at) - momentMs(a.photo.taken_at) || compareText(b.id, a.id));
}

/** The vault's last word stands: a photo it could not show at first may be shown by a newer vault. */
function addRenditions(book: Book, entries: Map<Uuid, PhotoEntry>): void {
  const said: (OpOf<'photo.rendered'> | OpOf<'photo.refused'>)[] = [...book.allowed('photo.rendered'), ...book.allowed('photo.refused')];
  const at = (op: { id: Uuid }) => book.position.get(op.id) ?? 0;
  for (const op of said.sort((a, b) => at(a) - at(b))) {
    const { payload } = op;
    const entry = entries.get(payload.target);
    if (!entry) book.propose(op, book.byId.has(payload.target) ? 'wrong_target' : 'target_missing');
    else if (payload.kind === 'photo.refused') entry.refused = payload.why;
    else if (payload.use === 'full' || payload.use === 'thumb') Object.assign(entry, { [payload.use]: { id: op.id, file: payload.file }, refused: null });
  }
}
