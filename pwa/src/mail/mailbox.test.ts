import { describe, expect, it } from 'vitest';
import { mailText as t } from '../text/mail';
import { Trouble, type Call, type Transport } from '../sync/transport';
import { digitsOf, keepsCenterMail, looksLikeAddress, Mailbox } from './mailbox.svelte';

const NONE = { on: true, confirmed: null, refused: null, waiting: null };

function office(answers: Record<string, unknown>) {
  const asked: string[] = [];
  const call = (async (path: string, { method, body }: Call = {}) => {
    asked.push(`${method ?? (body ? 'POST' : 'GET')} ${path}`);
    const answer = answers[path];
    if (answer instanceof Error) throw answer;
    return answer;
  }) as Transport;
  return { asked, call };
}

describe('the mailbox of a person', () => {
  it.each([
    [{ ...NONE, on: false }, 'off'], [NONE, 'none'], [{ ...NONE, waiting: 'a@example.jp' }, 'waiting'],
    [{ ...NONE, confirmed: 'a@example.jp', waiting: 'b@example.jp' }, 'confirmed'], [{ ...NONE, refused: 'a@example.jp' }, 'refused'],
  ])('stands as the office says: %j', async (known, standing) => {
    const mailbox = new Mailbox(undefined, office({ '/mail/v1/mailbox': known }).call);
    expect(mailbox.standing).toBeNull();
    await mailbox.look();
    expect(mailbox.standing).toBe(standing);
  });

  it('keeps what it knew when the office does not answer', async () => {
    const answers: Record<string, unknown> = { '/mail/v1/mailbox': NONE };
    const mailbox = new Mailbox(undefined, office(answers).call);
    await mailbox.look();
    answers['/mail/v1/mailbox'] = new Trouble('offline');
    await mailbox.look();
    expect(mailbox.standing).toBe('none');
  });

  it.each([['mail_code_wrong', t.problems.mail_code_wrong], ['busy', t.problem], ['', t.problem]])('says why a code was not taken: %s', async (problem, words) => {
    const mailbox = new Mailbox(undefined, office({ '/mail/v1/mailbox': NONE, '/mail/v1/mailbox/code': new Trouble('refused', { problem }) }).call);
    expect(await mailbox.confirm('１２３ ４５６')).toBe(false);
    expect(mailbox.problem).toBe(words);
  });

  it('says so where there is no network', async () => {
    const mailbox = new Mailbox(undefined, office({ '/mail/v1/mailbox': new Trouble('offline') }).call);
    expect(await mailbox.give('tanaka@example.jp')).toBe(false);
    expect(mailbox.problem).toBe(t.offline);
  });

  it('asks for the center where it is that of the center', async () => {
    const { asked, call } = office({ '/mail/v1/center': NONE });
    const mailbox = new Mailbox('/mail/v1/center', call);
    await mailbox.give('kita@example.jp');
    await mailbox.confirm('123456');
    await mailbox.end();
    expect(asked.filter((one) => !one.startsWith('GET'))).toEqual(['PUT /mail/v1/center', 'POST /mail/v1/center/code', 'DELETE /mail/v1/center']);
    expect(['coordinator', 'manager', 'center_head', 'office', 'outreach_worker'].map((role) => keepsCenterMail({ role, center: '26101' }))).toEqual([true, true, true, false, false]);
    expect(keepsCenterMail({ role: 'manager', center: null })).toBe(false);
  });

  it('reads digits as people type them, and knows an address when it sees one', () => {
    expect(digitsOf('１２３ 456')).toBe('123456');
    for (const good of ['tanaka@example.jp', ' me+kasane@city.kyoto.lg.jp ']) expect(looksLikeAddress(good)).toBe(true);
    for (const bad of ['', 'tanaka', 'tanaka@example', '田中@example.jp', 'a b@example.jp']) expect(looksLikeAddress(bad)).toBe(false);
  });
});
