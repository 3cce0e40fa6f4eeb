/** Draws a decoded picture anew in two sizes: on a fresh canvas nothing of the original's metadata remains. */
import type { Bytes } from '../envelope/bytes';
import { within } from './sniff';

export interface Drawn { width: number; height: number; content: Bytes; thumb: Bytes }

const LONG_EDGE = 2048;
const THUMB_EDGE = 320;

/** The bitmap is given back at once: a browser that draws here, without a worker, else keeps 200 MB of it until it has time. */
export async function draw(bitmap: ImageBitmap): Promise<Drawn> {
  try {
    const size = within(bitmap.width, bitmap.height, LONG_EDGE);
    const content = await jpegOf(bitmap, size, 0.82);
    const thumb = await jpegOf(bitmap, within(bitmap.width, bitmap.height, THUMB_EDGE), 0.7);
    return { ...size, content, thumb };
  } finally {
    bitmap.close();
  }
}

async function jpegOf(bitmap: ImageBitmap, { width, height }: { width: number; height: number }, quality: number): Promise<Bytes> {
  const how = { type: 'image/jpeg', quality };
  let blob: Blob | null;
  if (typeof OffscreenCanvas === 'undefined') {
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    paint(canvas.getContext('2d', { alpha: false }), bitmap, width, height);
    blob = await new Promise((done) => canvas.toBlob(done, how.type, how.quality));
  } else {
    const canvas = new OffscreenCanvas(width, height);
    paint(canvas.getContext('2d', { alpha: false }), bitmap, width, height);
    blob = await canvas.convertToBlob(how);
  }
  if (blob?.type !== how.type) throw new Error('no jpeg');
  return new Uint8Array(await blob.arrayBuffer());
}

function paint(pen: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D | null, bitmap: ImageBitmap, width: number, height: number): void {
  if (!pen) throw new Error('no canvas');
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0, width, height);
}
