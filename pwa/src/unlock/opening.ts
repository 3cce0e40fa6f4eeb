/** From an unlock factor to the open book. Loaded when first needed, with everything that can read records. */
import { CENTERS } from '../casework/catalogue.gen';
import { CannotOpen } from '../envelope/bytes';
import type { Trust } from '../envelope/trust';
import type { Colleague, Me } from '../ledger/ledger';
import { OpenLedger } from '../ledger/open-ledger.svelte';
import { keepProfile, profiles } from '../store/profiles';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { storedTrust } from '../sync/directory';
import { overHttp } from '../sync/transport';
import type { StaffReply } from '../sync/wire';
import { openLocal, sealLocal, type Unlocked } from './keys';
import { session } from './session.svelte';

export const OFFICE_ROLES = new Set(['coordinator', 'office', 'manager', 'center_head', 'bureau', 'administrator', 'auditor']);
const COLLEAGUES = 'kasane colleagues v1';
const AFTER_FIRST_SCREEN_MS = 150;

/** The office's directory as it was verified while the person was still finding their passphrase; each is used once. */
const early = new Map<string, Promise<Trust>>();

const placeOf = ({ device, root_print }: Identity) => `${device} ${root_print}`;

/** Public statements only: nothing here needs a key or gives one. */
export async function verifyEarly(staff: string): Promise<void> {
  const store = new Store(staff);
  try {
    const identity = await store.meta('identity');
    if (identity?.state !== 'active') return;
    const trust = storedTrust(store, identity.root_print);
    early.set(placeOf(identity), trust);
    await trust;
  } finally {
    store.close();
  }
}

async function takeTrust(store: Store, identity: Identity): Promise<Trust> {
  const verified = await early.get(placeOf(identity))?.catch(() => null);
  early.delete(placeOf(identity));
  return verified ?? storedTrust(store, identity.root_print);
}

/** A certified device opens its book; one still waiting for the office goes back to waiting. */
export async function openBook(store: Store, identity: Identity, keys: Unlocked): Promise<void> {
  if (identity.state === 'pending') {
    session.waiting = { store, identity, keys };
    return;
  }
  const trust = await takeTrust(store, identity);
  const me = meOf(trust, identity);
  const colleagues = await knownColleagues(store, keys, trust);
  const ledger = new OpenLedger({ store, identity, keys, trust, me, colleagues, locked: () => session.dropped(), stopped: (byRoot) => void (byRoot ? session.stopped() : session.lock()) });
  await ledger.start();
  if ((await store.progress()).wipe) {
    await ledger.sealDrafts();
    ledger.lock();
    return;
  }
  session.begin(ledger, OFFICE_ROLES.has(me.role));
  void noteUse(identity.staff);
  setTimeout(() => void refreshColleagues(store, keys, ledger), AFTER_FIRST_SCREEN_MS);
}

/** Who this is comes from the office's certificate, not from anything the server says today. */
export function meOf(trust: Trust, identity: Identity): Me {
  const certificate = trust.certificate(identity.device);
  if (!certificate || certificate.staff !== identity.staff) throw new CannotOpen();
  const center = certificate.center ?? '';
  return {
    staff: certificate.staff, name: certificate.name, role: certificate.role, center, device: identity.device,
    center_name: CENTERS.find(({ code }) => code === center)?.label ?? '',
  };
}

async function knownColleagues(store: Store, keys: Unlocked, trust: Trust): Promise<Colleague[]> {
  const sealed = await store.meta('colleagues');
  const kept = sealed ? await openLocal<Colleague[]>(keys.storage, COLLEAGUES, sealed).catch(() => []) : [];
  const certified = trust.recipients().map(({ staff, name, kana, role, center }) => ({ id: staff, name, kana, role, center: center ?? '' }));
  return [...new Map([...kept, ...certified].map((one) => [one.id, one])).values()];
}

/** People without a device are not in the directory; the office's own list names them. */
async function refreshColleagues(store: Store, keys: Unlocked, ledger: OpenLedger): Promise<void> {
  await ledger.syncNow();
  const answer = await overHttp<StaffReply>('/staff/v1/staff').catch(() => null);
  if (!answer || session.ledger !== ledger) return;
  const listed = answer.staff.map(({ id, name, kana, role, center }) => ({ id, name, kana, role, center: center ?? '' }));
  ledger.learnColleagues(listed);
  await store.setMeta('colleagues', await sealLocal(keys.storage, COLLEAGUES, listed)).catch(() => undefined);
}

async function noteUse(staff: string): Promise<void> {
  const profile = (await profiles()).find((one) => one.staff === staff);
  if (profile) await keepProfile({ ...profile, last_used_at: new Date().toISOString() });
}
