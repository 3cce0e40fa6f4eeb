/** Sends sealed photos, one segment after the other, after their records. What arrived stays arrived; works locked, and in the service worker. */
import type { PhotoRow } from '../store/photo-rows';
import { forgetSent, markFailed, markSent, segment, waitingPhotos } from '../store/photos';
import type { Identity } from '../store/rows';
import type { Store } from '../store/store';
import { Trouble } from '../sync/transport';
import { type BlobOffice, byUploadKey, officeOverHttp, type Signature } from './office';

/** A photo the server refused is offered again after this long, or when a person asks. */
const AGAIN_AFTER_MS = 60 * 60_000;

export interface Sending { office?: BlobOffice; now?: () => number; asked?: boolean; progress?(): void }

/** How many photos arrived. Throws Trouble when the way is closed; everything sent before stays sent. */
export async function sendPhotos(store: Store, { office = officeOverHttp, now = Date.now, asked = false, progress }: Sending = {}): Promise<number> {
  const identity: Identity | null = await store.meta('identity');
  if (!identity || identity.state !== 'active') return 0;
  const work = async () => {
    const signed = byUploadKey(identity.device, identity.keys.upload.privateKey);
    let arrived = 0;
    for (const row of await waitingPhotos(store)) {
      const rests = row.failed && !asked && now() - Date.parse(row.failed.at) < AGAIN_AFTER_MS;
      if (rests || !(await isRecorded(store, row))) continue;
      if (await sendOne(store, row, { office, signed, now, progress })) arrived += 1;
    }
    return arrived;
  };
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (!locks) return work();
  return (await locks.request(`kasane-photos-${identity.staff}`, { ifAvailable: true }, (lock) => (lock ? work() : 0))) ?? 0;
}

/** The record goes first: without it the server does not know whose the photo is. */
async function isRecorded(store: Store, { att }: PhotoRow): Promise<boolean> {
  return (await store.op(att))?.acked_at !== undefined;
}

interface Way { office: BlobOffice; signed: Signature; now(): number; progress?(): void }

async function sendOne(store: Store, row: PhotoRow, way: Way): Promise<boolean> {
  try {
    if (await sendMissing(store, row, row.sent, way)) return true;
    // All was sent, and yet the server has not all: it cleared what stood still too long, or was put back from a backup.
    await forgetSent(store, row.att);
    return await sendMissing(store, row, [], way);
  } catch (error) {
    if (!(error instanceof Trouble) || error.code !== 'refused') throw error;
    await markFailed(store, row.att, error.detail.problem ?? 'refused', new Date(way.now()).toISOString());
    way.progress?.();
    return false;
  }
}

async function sendMissing(store: Store, row: PhotoRow, sent: readonly number[], { office, signed, progress }: Way): Promise<boolean> {
  for (let n = 0; n < row.n; n++) {
    if (sent.includes(n)) continue;
    const bytes = await segment(store, row.att, n);
    if (!bytes) throw new Trouble('refused', { problem: 'missing_here' });
    const done = await office.lay(row.att, n, row.n, bytes, signed);
    await markSent(store, row.att, n, done);
    progress?.();
    if (done) return true;
  }
  return false;
}

/** For a device that is locked or stopped: what can go goes, the rest stays. */
export async function sendPhotosQuietly(store: Store, office?: BlobOffice): Promise<number> {
  return sendPhotos(store, { office }).catch(() => 0);
}

export async function waitingCount(store: Store): Promise<number> {
  return (await waitingPhotos(store)).length;
}

