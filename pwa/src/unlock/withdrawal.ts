/** A device the office has stopped: what was written leaves it first, sealed; only the root's own word empties it, and only then. Works locked. */
import { fromB64u } from '../envelope/bytes';
import { endedByRoot } from '../envelope/revocation';
import { sendPhotosQuietly, waitingCount } from '../photos/queue';
import { endProfile } from '../store/profiles';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { overHttp, type Transport } from '../sync/transport';
import { uploadSealed } from '../sync/upload';
import type { Standing } from '../sync/wire';

export type Leaving = { step: 'waiting'; unsent: number; drafts: number } | { step: 'drafts'; drafts: number } | { step: 'done' };
/** `told`: the server says that this device was stopped, and the office's root has not said so (yet). `stopped`: the root says it. */
export type Word = 'active' | 'told' | 'stopped' | 'unheard';

const ENDED = new Set(['lost', 'revoked', 'retired']);
const PATIENCE_MS = 8_000;

/** What the office says of this device. Its word is kept: a later loss of signal does not undo it; the server's alone it can take back. */
export async function askOffice(store: Store, transport: Transport = overHttp): Promise<Word> {
  const identity = await store.meta('identity');
  if (!identity || identity.state !== 'active') return 'unheard';
  const { revoked, wipe } = await store.progress();
  if (wipe) return 'stopped';
  const standing = await transport<Standing>(`/devices/v1/${identity.device}/standing`, { timeout_ms: PATIENCE_MS }).catch(() => null);
  if (standing?.state === 'active') {
    if (revoked) await store.changeProgress({ revoked: false });
    return 'active';
  }
  if (!standing || !ENDED.has(standing.state)) return revoked ? 'told' : 'unheard';
  const isRoots = await rootSaysSo(store, identity, standing.revocation);
  await store.changeProgress({ revoked: true, wipe: isRoots });
  return isRoots ? 'stopped' : 'told';
}

/** The root is the one this device was enrolled under; its statement lies here in the clear, so that a locked phone can ask too. */
async function rootSaysSo(store: Store, { device, root_print }: Identity, revocation: unknown): Promise<boolean> {
  const [root] = await store.statements();
  return root !== undefined && typeof revocation === 'string' && endedByRoot(device, fromB64u(root_print, 32), root.jws, revocation);
}

/**
 * One step towards an empty device. Nothing is deleted before the root has said so and the server has acknowledged every sealed record;
 * drafts, which only their writer can open, wait until they are sealed into records or given up by name.
 */
export async function leave(staff: string, { giveUpDrafts = false, transport = overHttp }: { giveUpDrafts?: boolean; transport?: Transport } = {}): Promise<Leaving> {
  const store = new Store(staff);
  try {
    if (!(await store.progress()).wipe) throw new Error('nothing is given up without the word of the root');
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
