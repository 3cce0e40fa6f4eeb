import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { notificationOptions, pathOf, readPush } from './push-message';

const ORIGIN = 'https://kasane.example.jp';
const ALERT = '/a/00675bf8-1559-4791-8d1c-eb1c7d3cca33';

function payload(navigate: string, silent = false): string {
  const notification = { title: 'かさね：確認のお願い', body: 'アプリを開いて確認してください', lang: 'ja', navigate, tag: 'opaque', silent };
  return JSON.stringify({ web_push: 8030, notification, kasane: { v: 1, r: 'token', p: 'alert' } }).padEnd(1024);
}

describe('a push', () => {
  it('leads to its alert and carries the receipt', () => {
    const message = readPush(payload(ORIGIN + ALERT), ORIGIN);
    expect(message).toMatchObject({ path: ALERT, tag: 'opaque', receipt: 'token', silent: false });
  });

  it('never leads to another site', () => {
    for (const elsewhere of ['https://evil.example/a', '//evil.example/', 'javascript:alert(1)', `${ORIGIN}@evil.example/`]) {
      expect(readPush(payload(elsewhere), ORIGIN).path).toBe('/alerts');
    }
  });

  it('shows something whatever it carries', () => {
    fc.assert(
      fc.property(fc.option(fc.oneof(fc.string(), fc.json())), (text) => {
        const message = readPush(text, ORIGIN);
        expect(message.title).not.toBe('');
        expect(notificationOptions(message).tag).not.toBe('');
        expect(message.path.startsWith('/')).toBe(true);
      }),
    );
  });

  it('replaces the asking notification quietly once somebody took the alert', () => {
    const options = notificationOptions(readPush(payload(ORIGIN + ALERT, true), ORIGIN));
    expect(options).toMatchObject({ silent: true, renotify: false, tag: 'opaque' });
  });

  it('makes itself heard again when nobody answered the first time', () => {
    expect(notificationOptions(readPush(payload(ORIGIN + ALERT), ORIGIN))).toMatchObject({ silent: false, renotify: true, tag: 'opaque' });
  });

  it('is read from the notification that Safari proposes when it keeps the text to itself', () => {
    const proposed = { title: 'かさね：確認のお願い', body: 'アプリを開いて確認してください', navigate: ORIGIN + ALERT, tag: 'opaque', silent: false, data: { r: 'token' } };
    expect(readPush(null, ORIGIN, proposed)).toEqual(readPush(payload(ORIGIN + ALERT), ORIGIN));
  });

  it('does not trust the data of a notification either', () => {
    expect(pathOf({ path: ALERT })).toBe(ALERT);
    for (const data of [null, 1, {}, { path: '//evil.example' }, { path: 'https://evil.example' }]) expect(pathOf(data)).toBe('/alerts');
  });
});
