/** Putting something on the shelf: only what changed, and nothing by which a household could be known. */
import { isFew } from '../casework/fold-community';
import type { Payload, Uuid } from '../casework/records';
import { NotKept } from '../drafts/why-not-kept';
import { changeOf, type Correction, type FieldsOf } from '../households/correction';
import { masked } from '../households/register';
import type { Ledger } from '../ledger/ledger';
import { preferences } from '../more/preferences.svelte';
import { communityText } from '../text/community';
import { instantNow } from '../text/when';
import { namesIn } from './gaps';

export type Shelving<F extends object> = Correction<F> & { id: Uuid };

const ids = new Set(['organization', 'committee', 'contact']);

/** A telephone of the place itself is no household's: 連絡先 is not looked at, neither for numbers nor for names. */
export async function putOnShelf<F extends object>(ledger: Ledger, shelf: string, { id, ...correction }: Shelving<F>, fieldsOf: FieldsOf<F>, bucket: Uuid | null, draft?: string): Promise<true> {
  const change = changeOf(`${shelf}:${id}`, correction, fieldsOf, instantNow()) as Extract<Payload, { kind: 'fields.set' }> | null;
  if (!change) throw new NotKept(communityText.nothing);
  const texts = Object.entries(change.set).flatMap(([field, value]) => (typeof value === 'string' && !ids.has(field) ? [value] : []));
  const named = namesIn(texts.join('\n'), ledger.summaries);
  if (named) throw new NotKept(communityText.names(preferences.privacy ? masked(named) : named));
  await ledger.community.put(change, bucket, draft);
  return true;
}

/** A typed number as it may be kept: fewer than five become `few`; undefined where it is none. */
export function countOf(text: string): number | 'few' | null | undefined {
  const plain = text.normalize('NFKC').trim();
  if (!plain) return null;
  if (plain === communityText.few) return 'few';
  if (!/^\d{1,5}$/.test(plain)) return undefined;
  return isFew(Number(plain)) ? 'few' : Number(plain);
}

/** As a form shows what is kept. */
export const countShown = (count: number | 'few' | null): string => (count === null ? '' : count === 'few' ? communityText.few : String(count));
