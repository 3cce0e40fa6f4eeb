import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LAYOUT } from './connection';
import { lookAround } from './looking';
import { dropMark, keepMark, markOf, marks } from './marks';
import { clearUnreadable, endProfile, keepProfile, profiles } from './profiles';
import type { Identity } from './rows';
import { Store } from './store';

const NOW = new Date('2026-11-24T04:00:00Z');
const profileOf = (staff: string) => ({ staff, initial: '佐', label: '北区 1号機', waiting: false, methods: ['passphrase' as const], office: false, last_used_at: NOW.toISOString() });
let kept: Map<string, string>;
let staff: string;

beforeEach(() => {
  kept = new Map();
  staff = crypto.randomUUID();
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) });
});

afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  for (const one of await profiles()) await endProfile(one.staff, NOW.toISOString());
});

async function enrolled(of = staff): Promise<void> {
  const store = new Store(of);
  await store.setMeta('identity', { staff: of } as Identity);
  store.close();
  await keepProfile(profileOf(of));
}

test('what is known outside says how much was unsent and when the office was heard, and nothing of a household', async () => {
  await enrolled();
  keepMark(staff, { unsent: 3, heard_at: '2026-11-24T03:00:00Z' }, NOW);
  expect(markOf(staff)).toEqual({ staff, initial: '佐', label: '北区 1号機', unsent: 3, heard_at: '2026-11-24T03:00:00Z', at: NOW.toISOString() });
  dropMark(staff);
  expect(marks()).toEqual([]);
});

test.each(['', 'x', 'null', '{}', '[1]', '[{"staff":1}]', '[{"staff":"a","initial":"","label":"","unsent":"3","heard_at":null,"at":"never"}]'])('a damaged note outside (%s) is no note, and the next one is kept', (damaged) => {
  kept.set('kasane-marks', damaged);
  expect(marks()).toEqual([]);
  keepMark(staff, { unsent: 1 });
  expect(markOf(staff)?.unsent).toBe(1);
});

test('where nothing can be kept outside, nothing breaks', () => {
  vi.stubGlobal('localStorage', { getItem: () => { throw new Error('forbidden'); }, setItem: () => { throw new Error('full'); } });
  keepMark(staff, { unsent: 1 });
  expect(marks()).toEqual([]);
});

test('a phone that is whole has nothing to tell', async () => {
  await enrolled();
  expect(await lookAround(await profiles())).toEqual([]);
});

test('everything cleared behind the app: the note outside says whose it was and what was unsent [EVICT-1]', async () => {
  keepMark(staff, { label: '北区 1号機', unsent: 2 }, NOW);
  expect(await lookAround([])).toMatchObject([{ staff, found: 'gone', mark: { unsent: 2 } }]);
});

test('a book that was begun anew behind the app is gone, not empty [EVICT-1 F-15]', async () => {
  await enrolled();
  const store = new Store(staff);
  await store.connection.write(['meta'], (tx) => tx.objectStore('meta').clear());
  store.close();
  expect(await lookAround(await profiles())).toMatchObject([{ staff, found: 'gone' }]);
});

test('a phone that the office emptied is missed by nobody', async () => {
  await enrolled();
  await endProfile(staff, NOW.toISOString());
  expect(await lookAround(await profiles(), [staff])).toEqual([]);
});

test('a book that does not open is said to be closed, and the other person’s on the same phone opens [F-15 IDB-4]', async () => {
  const mori = crypto.randomUUID();
  await enrolled();
  await enrolled(mori);
  const real = IDBFactory.prototype.open;
  vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(function (this: IDBFactory, ...given: Parameters<typeof real>) {
    if (given[0] === `kasane-${staff}`) throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError');
    return real.apply(this, given);
  });
  expect(await lookAround(await profiles())).toMatchObject([{ staff, found: 'closed' }]);
  vi.restoreAllMocks();
  expect(await lookAround(await profiles())).toEqual([]);
});

test('not even the list of people opens: everybody the note outside knows is told of [F-15 IDB-4]', async () => {
  keepMark(staff, { unsent: 1 }, NOW);
  expect(await lookAround(null)).toMatchObject([{ staff, found: 'closed', mark: { unsent: 1 } }]);
});

test('a newer app’s book is told apart, and what it holds unsent can be read as it lies [F-15 IDB-4]', async () => {
  await enrolled();
  await openAt(LAYOUT + 1).then((database) => database.close());
  expect(await lookAround(await profiles())).toMatchObject([{ staff, found: 'newer' }]);
  const store = new Store(staff, { asItLies: true });
  expect(await store.meta('identity')).toMatchObject({ staff });
  store.close();
});

test('looking at what is not there as it lies makes nothing [F-15 IDB-4]', async () => {
  const store = new Store(staff, { asItLies: true });
  await expect(store.meta('identity')).rejects.toThrow();
  store.close();
  expect((await indexedDB.databases()).map(({ name }) => name)).not.toContain(`kasane-${staff}`);
});

test('an older app’s tab that makes no way is said, and the phone goes on once it is closed [F-15 IDB-4]', async () => {
  await keepProfile(profileOf(staff));
  const old = await openAt(LAYOUT - 1);
  expect(await lookAround(await profiles())).toMatchObject([{ staff, found: 'blocked' }]);
  old.close();
  expect(await lookAround(await profiles())).toMatchObject([{ staff, found: 'gone' }]);
  expect(await clearUnreadable(staff)).toBe(true);
});

function openAt(version: number): Promise<IDBDatabase> {
  const asked = indexedDB.open(`kasane-${staff}`, version);
  return new Promise((done, failed) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error as DOMException);
    // What an app of layout 2 had.
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion > 0) return;
      for (const name of ['meta', 'ops', 'outbox', 'keys', 'views', 'summaries', 'drafts', 'alerts', 'statements', 'events', 'photos', 'segments']) asked.result.createObjectStore(name);
    };
  });
}
