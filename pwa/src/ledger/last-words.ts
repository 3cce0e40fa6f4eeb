/** Drafts of a device the office has stopped become sealed notes, so that what was typed reaches the office instead of being deleted. */
import { KIND } from '../envelope/frame';
import type { Store } from '../store/store';
import { LAST_WORDS_TEXT as text } from '../text/sync';
import type { Keychain } from './keychain';
import type { Draft } from './ledger';
import { typedIn } from './typed';
import { photoOps, photosIn } from '../photos/photo-input';
import { newOpId, type Writer } from './writer';

/** Below the server's 64 KiB for an operation, in the worst case of three bytes a character. */
const MOST_CHARACTERS = 20_000;

/** Returns how many could not be sealed: a household without a key has nobody who could read them. */
export async function sealDrafts(drafts: readonly Draft[], given: { store: Store; keychain: Keychain; writer: Writer }): Promise<number> {
  let left = 0;
  for (const draft of drafts) {
    const newest = draft.bucket ? await given.keychain.newest(draft.bucket).catch(() => null) : null;
    if (!draft.bucket || !newest) {
      left += 1;
      continue;
    }
    const payload = { kind: 'note.add' as const, text: wordsOf(draft), recorded_at: new Date().toISOString() };
    const note = { id: newOpId(), payload, kind: KIND.op, title: draft.title };
    const photos = photosIn(draft.value);
    await given.writer.write({ bucket: draft.bucket, ...newest, ops: [note, ...photoOps(photos, note)], photos: photos.map(({ att }) => att) });
    await given.store.dropDraft(draft.id);
  }
  return left;
}

/** What a person typed comes first; the form as a whole follows, so that no answer is lost. */
export function wordsOf(draft: Pick<Draft, 'kind' | 'title' | 'started_at' | 'value'>): string {
  return [text.head(draft.started_at), ...typedIn(draft.value), text.whole, JSON.stringify(draft.value)].join('\n').slice(0, MOST_CHARACTERS);
}
