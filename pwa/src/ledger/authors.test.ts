import { expect, test } from 'vitest';
import { mayAuthor, roleIn } from '../casework/roles';
import { PERMISSIONS } from '../casework/catalogue.gen';
import { fromB64u } from '../envelope/bytes';
import { Trust } from '../envelope/trust';
import { Office } from '../sync/testing/office';
import { authorsBy } from './authors';

const [RESERVED] = Object.entries(PERMISSIONS.kinds).find(([, roles]) => !roles.includes('outreach_worker'))!;

async function trustIn(office: Office): Promise<Trust> {
  const trust = new Trust(fromB64u(office.print, 32));
  for (const [index, statement] of office.statements.entries()) await trust.take(index + 1, statement);
  return trust;
}

test('what Sato only proposed stays a proposal after her device has ended', async () => {
  const office = await Office.open();
  const sato = await office.enrol('佐藤');
  const trust = await trustIn(office);
  const roles = new Map<string, string>();
  trust.recipient = () => null;
  trust.recipients = () => [];
  expect(authorsBy(trust, roles)(sato.device)).toBe(sato.staff);
  expect(mayAuthor(roleIn(roles, sato.staff), RESERVED)).toBe(false);
});

test('a role that only the server claims gives Sato no other rights', async () => {
  const office = await Office.open();
  const sato = await office.enrol('佐藤');
  const roles = new Map([[sato.staff, 'coordinator']]);
  authorsBy(await trustIn(office), roles)(sato.device);
  expect(roles.get(sato.staff)).toBe('outreach_worker');
});

test('a device nobody certified has no author', async () => {
  const office = await Office.open();
  expect(authorsBy(await trustIn(office), new Map())(crypto.randomUUID())).toBeNull();
});
