/** A device the office has stopped: what was written leaves it first, sealed; only then is everything here deleted. Works locked. */
import { sendPhotosQuietly, waitingCount } from '../photos/queue';
import { endProfile } from '../store/profiles';
import { Store } from '../store/store';
import { overHttp, type Transport } from '../sync/transport';
import { uploadSealed } from '../sync/upload';
import type { Standing } from '../sync/wire';

export type Leaving = { step: 'waiting'; unsent: number; drafts: number } | { step: 'drafts'; drafts: number } | { step: 'done' };
export type Word = 'active' | 'stopped' | 'unheard';

const ENDED = new Set(['lost', 'revoked', 'retired']);
const PATIENCE_MS = 8_000;

/** What the office says of this device. Its word to stop is kept: a later loss of signal does not undo it. */
export async function askOffice(store: Store, transport: Transport = overHttp): Promise<Word> {
  const identity = await store.meta('identity');
  if (!identity || identity.state !== 'active') return 'unheard';
  if ((await store.progress()).wipe) return 'stopped';
  const standing = await transport<Standing>(`/devices/v1/${identity.device}/standing`, { timeout_ms: PATIENCE_MS }).catch(() => null);
  if (standing?.state === 'active') return 'active';
  if (!standing || !ENDED.has(standing.state) || !standing.wipe) return 'unheard';
  await store.changeProgress({ revoked: true, wipe: true });
  return 'stopped';
}

/**
 * One step towards an empty device. Nothing is deleted before the server has acknowledged every sealed record; drafts, which only
 * their writer can open, wait until they are sealed into records or given up by name.
 */
export async function leave(staff: string, { giveUpDrafts = false, transport = overHttp }: { giveUpDrafts?: boolean; transport?: Transport } = {}): Promise<Leaving> {
  const store = new Store(staff);
  try {
    await uploadSealed(store, transport);
    await sendPhotosQuietly(store);
    const [unsent, drafts] = await Promise.all([Promise.all([store.outboxCount(), waitingCount(store)]).then(([records, photos]) => records + photos), store.drafts().then((rows) => rows.length)]);
    if (unsent > 0) return { step: 'waiting', unsent, drafts };
    if (drafts > 0 && !giveUpDrafts) return { step: 'drafts', drafts };
  } finally {
    store.close();
  }
  await endProfile(staff, new Date().toISOString());
  return { step: 'done' };
}
