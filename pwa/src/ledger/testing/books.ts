/** A person's open book for tests in Node: what a browser has and Node has not, the book, and its end. */
import { vi } from 'vitest';
import type { Identity } from '../../store/rows';
import { Store } from '../../store/store';
import { storedTrust } from '../../sync/directory';
import type { Office, Person } from '../../sync/testing/office';
import type { Transport } from '../../sync/transport';
import { newLocalRandom } from '../../unlock/keys';
import { OpenLedger } from '../open-ledger.svelte';

/** Held until the test ends, then locked. */
export const open: OpenLedger[] = [];

/** Before each test; nothing here looks at a screen. */
export function stubBrowser(): void {
  vi.stubGlobal('document', { hidden: false, addEventListener: () => undefined });
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('navigator', { onLine: true });
}

/** After each test. */
export function closeBooks(): void {
  for (const ledger of open.splice(0)) ledger.lock();
  vi.unstubAllGlobals();
}

/** `staff`: under which the book lies, where that is not the person's own; `role`: as the app was told. */
export async function openBook(office: Office, person: Person, given: { transport: Transport; role?: string; staff?: string; locked?: () => undefined }): Promise<OpenLedger> {
  const { transport, role = 'outreach_worker', staff = person.staff, locked = () => undefined } = given;
  const identity: Identity = {
    staff, device: person.device, label: '北区 1号機', state: 'active', check_code: '', root_print: office.print, created_at: '', local: await newLocalRandom(), locks: {}, keys: person.wrapped,
  };
  const me = { staff, device: person.device, name: person.name, role, center: '26101', center_name: '北区' };
  const store = new Store(staff);
  const ledger = new OpenLedger({ store, identity, keys: person.keys, trust: await storedTrust(store, office.print), me, colleagues: [], transport, locked });
  open.push(ledger);
  await ledger.start();
  return ledger;
}
