import { expect, test } from 'vitest';
import { Trouble } from '../sync/transport';
import type { Ledger } from './ledger';
import { OfficeList } from './office-list.svelte';

function desk() {
  const ledger = { sync: { online: true, last_sync_at: null } } as unknown as { sync: Ledger['sync'] };
  const answers: ((rows: string[] | Error) => void)[] = [];
  const list = new OfficeList(ledger, () => new Promise<string[]>((known, not) => answers.push((rows) => (rows instanceof Error ? not(rows) : known(rows)))));
  return { ledger, list, answers };
}

test('the line breaks while Tanaka’s list is on its way: it is shown, and not as the list of now', async () => {
  const { ledger, list, answers } = desk();
  const reading = list.read();
  ledger.sync = { ...ledger.sync, online: false };
  answers[0]!(['堀さん宅の記録']);
  await reading;
  expect([list.state, list.rows]).toEqual(['offline', ['堀さん宅の記録']]);
});

test('a list that cannot be read keeps the last one, and says which of the two it was', async () => {
  const { list, answers } = desk();
  for (const [answer, state] of [[['一'], 'known'], [new Trouble('server'), 'failed'], [new Trouble('offline'), 'offline'], [new TypeError(), 'failed']] as const) {
    const reading = list.read();
    answers.pop()!(answer as string[] | Error);
    await reading;
    expect([list.state, list.rows]).toEqual([state, ['一']]);
  }
});
