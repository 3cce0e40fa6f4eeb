import { afterEach, describe, expect, test, vi } from 'vitest';
import { overHttp } from './transport';

const JSON_TYPE = { 'content-type': 'application/json' };
const PROBLEM = { 'content-type': 'application/problem+json' };

function answers(body: string | null, init: ResponseInit): void {
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, init)));
}

afterEach(() => void vi.unstubAllGlobals());

describe('an answer is named for what it is', () => {
  test.each([
    ['a hotel’s login page', '<html>Login</html>', { status: 200, headers: { 'content-type': 'text/html' } }, 'portal'],
    ['a page that only claims to be JSON', '<html>', { status: 200, headers: JSON_TYPE }, 'portal'],
    ['a broken gateway', '<html>502</html>', { status: 502, headers: { 'content-type': 'text/html' } }, 'server'],
    ['an ended session', '{"code":"session_ended"}', { status: 401, headers: PROBLEM }, 'session'],
    ['another generation', '{"code":"generation_changed"}', { status: 409, headers: PROBLEM }, 'generation'],
    ['a body too large', '{"code":"too_large"}', { status: 413, headers: PROBLEM }, 'too_large'],
    ['an app too old', '{"code":"upgrade_required"}', { status: 426, headers: PROBLEM }, 'upgrade'],
    ['a refused record', '{"code":"wrong_value"}', { status: 422, headers: PROBLEM }, 'refused'],
  ])('%s', async (_, body, init, code) => {
    answers(body, init);
    await expect(overHttp('/sync/v1/push')).rejects.toMatchObject({ code });
  });

  test('a busy server says when to come back', async () => {
    answers('{"code":"busy"}', { status: 503, headers: { ...PROBLEM, 'retry-after': '12' } });
    await expect(overHttp('/sync/v1/push')).rejects.toMatchObject({ code: 'busy', detail: { retry_after_ms: 12_000 } });
  });

  test('no connection is offline', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await expect(overHttp('/sync/v1/push')).rejects.toMatchObject({ code: 'offline' });
  });
});
