import { expect, test } from 'vitest';
import { PATTERNS } from '../app/screens';
import { MANUAL } from '../text/manual';
import { found } from './find';

const FRAMES = import.meta.glob('../*/*.svelte', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;

test('a word finds the pages that hold it, however wide it is typed and wherever it stands', () => {
  expect(found(MANUAL, '圏外').map(({ id }) => id)).toContain('offline');
  expect(found(MANUAL, '救出 ファイル').map(({ id }) => id)).toEqual(['offline', 'device']);
  expect(found(MANUAL, '１０６').map(({ id }) => id)).toEqual(['share', 'meeting']);
  expect(found(MANUAL, 'ぬるぬる')).toEqual([]);
  expect(found(MANUAL, '　')).toHaveLength(MANUAL.length);
});

test('every page has a name of its own, and leads only to screens that are there', () => {
  expect(new Set(MANUAL.map(({ id }) => id)).size).toBe(MANUAL.length);
  for (const { to } of MANUAL) if (to) expect(PATTERNS).toContain(to.href);
});

test('a screen that points to the manual points to a page of it', () => {
  const named = Object.values(FRAMES).flatMap((source) => [...source.matchAll(/<Frame manual="([^"]*)"|"\/manual\/([a-z]+)"/g)].map(([, frame, link]) => frame ?? link));
  expect(named.length).toBeGreaterThan(5);
  for (const page of named) expect(MANUAL.map(({ id }) => id)).toContain(page);
});
