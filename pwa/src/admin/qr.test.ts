import { encode } from 'uqr';
import { expect, test } from 'vitest';
import { b64u } from '../envelope/bytes';
import { pathOf, qrOf } from './qr';

const LINK = `https://kasane.example.jp/enrol#${b64u(new Uint8Array(32).fill(7))}.${b64u(new Uint8Array(32).fill(8))}`;

/** The modules that a path paints. */
function painted(path: string, size: number): boolean[][] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) rows[Number(y)]!.fill(true, Number(x), Number(x) + Number(run));
  return rows;
}

test('what is drawn is the code of the link, module by module', async () => {
  const { size, path } = await qrOf(LINK);
  const { data } = encode(LINK, { ecc: 'M', boostEcc: true, border: 4 });
  expect(painted(path, size)).toEqual(data);
});

test('the code fits a desk: no more than 61 modules, with four light ones around', async () => {
  const { size, path } = await qrOf(LINK);
  expect(size).toBeLessThanOrEqual(61);
  const rows = painted(path, size);
  expect([0, 1, 2, 3].flatMap((n) => [rows[n], rows[size - 1 - n], rows.map((row) => row[n]), rows.map((row) => row[size - 1 - n])]).flat().some(Boolean)).toBe(false);
});

test('neighbours in a row become one stroke', () => {
  expect(pathOf([[true, true, false, true], [false, false, false, false], [false, true, true, true]])).toBe('M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z');
});
