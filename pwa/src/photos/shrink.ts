/** From what the camera or the gallery gives to what is sealed: one at a time, 2,048 px at most, without any metadata. */
import { workerUrl } from '../app/worker-url';
import type { Bytes } from '../envelope/bytes';
import { draw, type Drawn } from './canvas';
import shrinkUrl from './shrink.worker.ts?worker&url';
import { MOST_PIXELS, sniff } from './sniff';

/** `thumb` is null for a picture this browser cannot decode: it stays as it is, and the vault makes one of it. */
export interface Shrunk { media: string; width: number; height: number; content: Bytes; thumb: Bytes | null }

/** `kind`: no photo we know · `large`: more than 50 megapixels or, as it is, 15 MiB · `damaged`: cannot be decoded */
export class CannotTake extends Error {
  constructor(readonly why: 'kind' | 'large' | 'damaged') {
    super(why);
    this.name = 'CannotTake';
  }
}

const MOST_BYTES = 15 * 1024 * 1024;
const HEAD_BYTES = 512 * 1024;
const LONGEST_MS = 60_000;
/** A 48-megapixel picture takes 190 MB while it is decoded: two at once end the app on a small phone. */
let last: Promise<unknown> = Promise.resolve();

export function shrink(source: Blob | ImageBitmap): Promise<Shrunk> {
  const next = last.then(() => shrinkOne(source));
  last = next.catch(() => undefined);
  return next;
}

async function shrinkOne(source: Blob | ImageBitmap): Promise<Shrunk> {
  if (!(source instanceof Blob)) return { media: 'image/jpeg', ...(await redraw(source)) };
  const known = sniff(new Uint8Array(await source.slice(0, HEAD_BYTES).arrayBuffer()));
  if (!known) throw new CannotTake('kind');
  if (known.width * known.height > MOST_PIXELS) throw new CannotTake('large');
  const drawn = await redraw(source).catch(() => null);
  if (drawn) return { media: 'image/jpeg', ...drawn };
  if (known.media !== 'image/heic') throw new CannotTake('damaged');
  if (source.size > MOST_BYTES) throw new CannotTake('large');
  return { media: known.media, width: 0, height: 0, content: new Uint8Array(await source.arrayBuffer()), thumb: null };
}

async function redraw(source: Blob | ImageBitmap): Promise<Drawn> {
  // A browser whose workers have no canvas draws here.
  if (typeof OffscreenCanvas === 'undefined') return draw(source instanceof Blob ? await createImageBitmap(source) : source);
  const worker = new Worker(workerUrl(shrinkUrl), { type: 'module' });
  return new Promise<Drawn>((resolve, reject) => {
    setTimeout(() => reject(new Error('shrink')), LONGEST_MS);
    worker.onmessage = ({ data }: MessageEvent<{ drawn?: Drawn }>) => (data.drawn ? resolve(data.drawn) : reject(new Error('shrink')));
    worker.onerror = () => reject(new Error('shrink worker'));
    worker.postMessage({ source }, source instanceof Blob ? [] : [source]);
  }).finally(() => worker.terminate());
}
