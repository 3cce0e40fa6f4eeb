/** What a phone does with a picture too large for it or of a kind it cannot open: never nothing, and never without a word. */
import { afterEach, expect, test, vi } from 'vitest';
import { draw } from './canvas';
import { shrink } from './shrink';

const MIB = 1024 * 1024;
const HEIC = [0, 0, 0, 24, ...[...'ftypheic'].map((letter) => letter.charCodeAt(0))];
/** A JPEG's first bytes, and the size it promises. */
const jpeg = (width: number, height: number) => [0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, height >> 8, height & 255, width >> 8, width & 255];
const file = (head: number[], size = 4096) => {
  const bytes = new Uint8Array(size);
  bytes.set(head);
  return new Blob([bytes]);
};
const opensNone = () => vi.stubGlobal('createImageBitmap', () => Promise.reject(new Error('decode')));
afterEach(() => vi.unstubAllGlobals());

test('a HEIC this phone cannot open goes to the vault as it is, up to what the office takes, and is named beyond that [PHOTO-2]', async () => {
  opensNone();
  const taken = await shrink(file(HEIC, 14 * MIB));
  expect({ ...taken, content: taken.content.length }).toEqual({ media: 'image/heic', width: 0, height: 0, content: 14 * MIB, thumb: null });
  await expect(shrink(file(HEIC, 15 * MIB + 1))).rejects.toMatchObject({ why: 'large' });
});

test('48 megapixels are opened, 60 are named before anything is; a photo that breaks the decoder holds up nobody [PHOTO-2]', async () => {
  const opened = vi.fn(() => Promise.reject(new Error('decode')));
  vi.stubGlobal('createImageBitmap', opened);
  await expect(shrink(file(jpeg(8064, 6048)))).rejects.toMatchObject({ why: 'damaged' });
  expect(opened).toHaveBeenCalledTimes(1);
  await expect(shrink(file(jpeg(9000, 6700)))).rejects.toMatchObject({ why: 'large' });
  expect(opened).toHaveBeenCalledTimes(1);
  await expect(shrink(file([1, 2, 3]))).rejects.toMatchObject({ why: 'kind' });
});

test.each([['drawn', false], ['not drawn', true]])('the memory of a picture is given back at once, %s', async (_, breaks) => {
  const close = vi.fn();
  const canvas = { getContext: () => (breaks ? null : { fillRect: () => undefined, drawImage: () => undefined }), toBlob: (done: (blob: Blob) => void) => done(new Blob([new Uint8Array(9)], { type: 'image/jpeg' })) };
  vi.stubGlobal('document', { createElement: () => canvas });
  const drawn = await draw({ width: 8064, height: 6048, close } as unknown as ImageBitmap).catch(() => null);
  expect([drawn === null, close.mock.calls.length]).toEqual([breaks, 1]);
});
