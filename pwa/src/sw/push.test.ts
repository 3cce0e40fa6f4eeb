import { beforeEach, expect, test, vi } from 'vitest';

const ORIGIN = 'https://kasane.example.jp';
const ALERT = '/a/00675bf8-1559-4791-8d1c-eb1c7d3cca33';
const said = { web_push: 8030, notification: { title: 'かさね：確認のお願い', body: 'アプリを開いて確認してください', navigate: ORIGIN + ALERT, tag: 'opaque' }, kasane: { v: 1, r: 'token', p: 'alert' } };

let shown: { title: string; tag?: string }[];
let receipts: { token: string; kind: string; credentials?: string }[];
let showing: () => Promise<void>;
let page: { visibilityState: string; postMessage: ReturnType<typeof vi.fn>; focus: ReturnType<typeof vi.fn> };
let opened: string[];
const listeners = new Map<string, (event: unknown) => void>();

beforeEach(async () => {
  [shown, receipts, opened] = [[], [], []];
  showing = () => Promise.resolve();
  page = { visibilityState: 'visible', postMessage: vi.fn(), focus: vi.fn(() => Promise.resolve({})) };
  vi.stubGlobal('self', {
    location: { origin: ORIGIN },
    addEventListener: (type: string, heard: (event: unknown) => void) => listeners.set(type, heard),
    registration: {
      showNotification: (title: string, options: { tag?: string }) => {
        shown.push({ title, tag: options.tag });
        return showing();
      },
    },
    clients: { matchAll: () => Promise.resolve([page]), openWindow: (path: string) => Promise.resolve(opened.push(path)) },
  });
  vi.stubGlobal('fetch', (_: string, call: RequestInit) => {
    receipts.push({ ...(JSON.parse(String(call.body)) as { token: string; kind: string }), credentials: call.credentials });
    return Promise.resolve(new Response(null, { status: 204 }));
  });
  vi.resetModules();
  await import('./push');
});

/** What a browser does with the event: it keeps the worker alive for what `waitUntil` was given. */
function happens(type: string, event: object): { done: Promise<unknown> } {
  let done: Promise<unknown> = Promise.reject(new Error('the worker may be stopped before it is done'));
  done.catch(() => undefined);
  listeners.get(type)!({ ...event, waitUntil: (work: Promise<unknown>) => void (done = work) });
  return { done };
}

const push = (text: string | null) => happens('push', { data: text === null ? null : { text: () => text } });

test('every push shows one notification and says that it arrived and was shown', async () => {
  await push(JSON.stringify(said)).done;
  expect(shown).toEqual([{ title: 'かさね：確認のお願い', tag: 'opaque' }]);
  expect(receipts.map(({ kind }) => kind)).toEqual(['received', 'shown']);
  expect(receipts.every(({ token, credentials }) => token === 'token' && credentials === 'omit')).toBe(true);
});

test('the office hears that the push arrived while the browser still hesitates to show it', async () => {
  showing = () => new Promise(() => undefined);
  push(JSON.stringify(said));
  await vi.waitFor(() => expect(receipts.map(({ kind }) => kind)).toEqual(['received']));
  expect(shown).toHaveLength(1);
});

test('a notification the browser refuses is not claimed as shown, and the arrival still is', async () => {
  showing = () => Promise.reject(new TypeError('no permission'));
  await push(JSON.stringify(said)).done;
  expect(receipts.map(({ kind }) => kind)).toEqual(['received']);
});

test.each([null, '', 'ゴミ', '{"notification":1}', '[]'])('a push that says %j shows something too', async (text) => {
  await push(text).done;
  expect(shown).toHaveLength(1);
  expect(receipts).toEqual([]);
});

test('a push whose data cannot even be read shows something too', async () => {
  await happens('push', { data: { text: () => { throw new TypeError('gone'); } } }).done;
  expect(shown).toHaveLength(1);
});

test('a phone without signal shows the notification all the same', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('offline')));
  await push(JSON.stringify(said)).done;
  expect(shown).toHaveLength(1);
});

test('a tap leads the open page there without reloading it, and is told once', async () => {
  const notification = { close: vi.fn(), data: { path: ALERT, receipt: 'token' } };
  await happens('notificationclick', { notification }).done;
  expect(page.postMessage).toHaveBeenCalledWith({ type: 'open-path', path: ALERT });
  expect(opened).toEqual([]);
  expect(receipts.map(({ kind }) => kind)).toEqual(['opened']);
  page.focus.mockRejectedValueOnce(new Error('not allowed'));
  await happens('notificationclick', { notification }).done;
  expect(opened).toEqual([ALERT]);
});

test('a renewed subscription is told to the open page, which alone has a session', async () => {
  await happens('pushsubscriptionchange', {}).done;
  expect(page.postMessage).toHaveBeenCalledWith({ type: 'push-subscription-changed' });
});
