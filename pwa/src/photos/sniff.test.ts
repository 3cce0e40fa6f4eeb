/** A file is what its first bytes say, and a picture that promises too much is known before anybody decodes it. */
import { describe, expect, it } from 'vitest';
import { sniff, within } from './sniff';

function bytes(...parts: (string | number[])[]): Uint8Array {
  const flat = parts.flatMap((part) => (typeof part === 'string' ? [...part].map((letter) => letter.charCodeAt(0)) : part));
  return Uint8Array.from([...flat, ...new Array<number>(Math.max(0, 64 - flat.length)).fill(0)]);
}

describe('sniff', () => {
  it('finds the size of a JPEG behind its metadata', () => {
    const exif = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
    expect(sniff(bytes([0xff, 0xd8], exif, [0xff, 0xc4, 0, 4, 0, 0], [0xff, 0xc2, 0, 17, 8, 0x0b, 0xd0, 0x0f, 0xc0]))).toEqual({ media: 'image/jpeg', width: 4032, height: 3024 });
  });

  it('finds the size of a PNG, also one that promises 60,000 × 60,000', () => {
    expect(sniff(bytes([0x89], 'PNG\r\n', [0x1a, 0x0a], [0, 0, 0, 13], 'IHDR', [0, 0, 0xea, 0x60], [0, 0, 0xea, 0x60]))).toEqual({ media: 'image/png', width: 60_000, height: 60_000 });
  });

  it.each([
    ['VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x20, 0x03, 0x58, 0x02]],
    ['VP8L', [0, 0, 0, 0, 0x2f, 0x1f, 0xc3, 0x95, 0x00]],
    ['VP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0x1f, 0x03, 0, 0x57, 0x02, 0]],
  ] as [string, number[]][])('finds the size of a WebP (%s)', (kind, body) => {
    expect(sniff(bytes('RIFF', [0, 0, 0, 0], 'WEBP', kind, body))).toEqual({ media: 'image/webp', width: 800, height: 600 });
  });

  it('knows a HEIC, and that a program or a page is no photo', () => {
    expect(sniff(bytes([0, 0, 0, 24], 'ftypheic'))).toEqual({ media: 'image/heic', width: 0, height: 0 });
    for (const other of [bytes('MZ'), bytes('<svg xmlns='), bytes('GIF89a'), bytes([0, 0, 0, 24], 'ftypisom'), new Uint8Array(3)]) expect(sniff(other)).toBeNull();
  });
});

describe('within', () => {
  it('keeps the shape, and never makes a picture larger', () => {
    expect(within(4032, 3024, 2048)).toEqual({ width: 2048, height: 1536 });
    expect(within(300, 9000, 2048)).toEqual({ width: 68, height: 2048 });
    expect(within(640, 480, 2048)).toEqual({ width: 640, height: 480 });
    expect(within(9000, 1, 2048)).toEqual({ width: 2048, height: 1 });
  });
});
