import { deflateRawSync, constants } from 'node:zlib';
import { expect, it } from 'vitest';
import { CannotOpen } from './bytes';
import { inflate } from './inflate';

const CAP = 64 * 1024;
const text = (length: number) => Array.from({ length }, (_, n) => '玄関先で話す。OUT01なし、BOD02あり。'[(n * n) % 24]).join('');

const SAMPLES: [string, Buffer][] = [
  ['nothing', Buffer.alloc(0)], ['one byte', Buffer.from('a')], ['a visit', Buffer.from(text(300))], ['zeros up to the cap', Buffer.alloc(CAP)],
  ['noise', crypto.getRandomValues(Buffer.alloc(5000))], ['a long record', Buffer.from(text(15_000))],
];
const WAYS: [string, object][] = [['default', {}], ['stored', { level: 0 }], ['fixed codes', { strategy: constants.Z_FIXED }], ['codes only', { strategy: constants.Z_HUFFMAN_ONLY }], ['best', { level: 9 }]];

it.each(SAMPLES.flatMap(([what, raw]) => WAYS.map(([way, options]) => [what, way, raw, options] as const)))('unfolds %s packed by %s', (_what, _way, raw, options) => {
  expect(Buffer.from(inflate(deflateRawSync(raw, options), CAP)).equals(raw)).toBe(true);
});

it('refuses one byte more than the cap', () => {
  expect(() => inflate(deflateRawSync(Buffer.alloc(CAP + 1)), CAP)).toThrow(CannotOpen);
});

it('refuses every cut and anything after the end', () => {
  const packed = deflateRawSync(Buffer.from(text(300)));
  for (let end = 0; end < packed.length; end++) expect(() => inflate(packed.subarray(0, end), CAP)).toThrow(CannotOpen);
  expect(() => inflate(Buffer.concat([packed, Buffer.from([0])]), CAP)).toThrow(CannotOpen);
});

it('answers any noise with an end or a refusal', () => {
  for (let n = 0; n < 3000; n++) {
    try {
      expect(inflate(crypto.getRandomValues(new Uint8Array(1 + (n % 60))), CAP).length).toBeLessThanOrEqual(CAP);
    } catch (error) {
      expect(error).toBeInstanceOf(CannotOpen);
    }
  }
});
