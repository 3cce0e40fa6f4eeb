/** Registers this device: keys made and locked here, their public halves shown to the office, a certificate fetched and checked. */
import { b64u, type Bytes } from '../envelope/bytes';
import { newDeviceKeys } from '../envelope/wrapping';
import { lookAt } from '../store/looking';
import { markOf } from '../store/marks';
import { keepProfile, profiles } from '../store/profiles';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { catchUp, storedTrust } from '../sync/directory';
import { openSession } from '../sync/session';
import { overHttp, Trouble } from '../sync/transport';
import { uploadSealed } from '../sync/upload';
import type { DirectoryReply, EnrolReply, LookReply, Standing } from '../sync/wire';
import { lockStorageKey, type Method, newLocalRandom, newStorageKey, randomBytes, unlock, type Unlocked } from '../unlock/keys';
import { meOf, OFFICE_ROLES, openBook } from '../unlock/opening';
import { createPasskey } from '../unlock/passkey';
import { COST, passphraseFactor } from '../unlock/passphrase';
import { session, type Waiting } from '../unlock/session.svelte';
import { checkCode, codeId, type EnrolLink, proofOf, transcriptOf } from './link';

export type Choice = { method: 'passkey' } | { method: 'passphrase'; passphrase: string };
type Locks = Identity['locks'];

/** Where nobody has to be asked the certificate is there within seconds; an approval takes as long as people take. */
const SOON_MS = 700;
const SOON_TIMES = 20;
const LATER_MS = 3_000;

/** Drafts only the old keys can open: the person decides, nobody else. */
export class DraftsRemain extends Error {}

/** Enrolling anew would strand records that only the old keys of this device can deliver. */
export class UnsentRemains extends Error {}

export async function lookUp(link: EnrolLink): Promise<LookReply> {
  return overHttp<LookReply>('/devices/v1/enrol/look', { body: { code_id: b64u(await codeId(link.secret)) } });
}

/** Asks before anything is typed: a private window or a full disk is found out now, not at the first record. */
export async function storageWorks(): Promise<boolean> {
  try {
    const probe = new Store('probe');
    await probe.setMeta('settings', {});
    probe.close();
    indexedDB.deleteDatabase('kasane-probe');
    // Firefox asks the person and may wait for ever: nothing here depends on the answer.
    void navigator.storage?.persist?.().catch(() => undefined);
    return true;
  } catch {
    return false;
  }
}

/** Keys are stored before the server hears of them: a cut connection leaves a device that can ask again, never one without keys. */
export async function enrol(link: EnrolLink, who: LookReply['staff'], label: string, choice: Choice, giveUpDrafts = false): Promise<void> {
  const device = crypto.randomUUID();
  const storage = await newStorageKey();
  const local = await newLocalRandom();
  const { locks, factor } = await lockWith(choice, { storage, local, device, label });
  const keys = await newDeviceKeys(storage);
  const transcript = await transcriptOf(link.secret, device, { kem: keys.kem.point, sign: keys.sign.point, upload: keys.upload_point });
  const identity: Identity = {
    staff: who.id, device, label, state: 'pending', check_code: await checkCode(transcript), root_print: link.root_print,
    created_at: new Date().toISOString(), local, locks, keys,
  };
  const store = new Store(who.id);
  const before = await deliverBefore(store, giveUpDrafts);
  if (!before) await store.setMeta('identity', identity);
  await overHttp<EnrolReply>('/devices/v1/enrol', {
    body: {
      code_id: b64u(await codeId(link.secret)), proof: b64u(await proofOf(link.secret, transcript)), device, label,
      kem_key: b64u(keys.kem.point), sign_key: b64u(keys.sign.point), upload_key: b64u(keys.upload_point),
    },
  });
  // The old book stays whole until the office has taken the new device.
  if (before) await store.startAnew(identity);
  await keepProfile({
    staff: who.id, initial: [...who.name][0] ?? '', label, waiting: true, methods: [choice.method], office: OFFICE_ROLES.has(who.role), last_used_at: identity.created_at,
  });
  session.waiting = { store, identity, keys: await unlock(identity, choice.method, factor) };
}

/** This person was enrolled here before: what the old device still has to send goes first. False when there is no old device. */
async function deliverBefore(store: Store, giveUpDrafts: boolean): Promise<boolean> {
  const old = await store.meta('identity');
  if (old?.state !== 'active') return false;
  await uploadSealed(store, overHttp);
  if ((await store.outboxCount()) > 0) throw new UnsentRemains();
  if (!giveUpDrafts && (await store.drafts()).length > 0) throw new DraftsRemain();
  return true;
}

export interface HeldBefore { drafts: number; unsent: number; /** its database does not open */ unreadable?: boolean }

/** What an earlier device of this person still holds on this phone. */
export async function heldBefore(staff: string): Promise<HeldBefore> {
  const isKnown = (await profiles()).some((one) => one.staff === staff) || markOf(staff) !== null;
  if (!isKnown) return { drafts: 0, unsent: 0 };
  const found = await lookAt(staff);
  if (found === 'gone') return { drafts: 0, unsent: 0 };
  if (found === 'closed') return { drafts: 0, unsent: markOf(staff)?.unsent ?? 0, unreadable: true };
  const store = new Store(staff);
  try {
    return { drafts: (await store.drafts()).length, unsent: await store.outboxCount() };
  } finally {
    store.close();
  }
}

async function lockWith(choice: Choice, given: { storage: CryptoKey; local: CryptoKey; device: string; label: string }): Promise<{ locks: Locks; factor: Bytes }> {
  const { storage, local, device } = given;
  const lock = (factor: Bytes, method: Method) => lockStorageKey(storage, local, factor, device, method);
  if (choice.method === 'passkey') {
    const { id, salt, factor } = await createPasskey(given.label);
    return { factor, locks: { passkey: { id, salt, lsk: await lock(factor, 'passkey') } } };
  }
  const salt = randomBytes(16);
  const factor = await passphraseFactor(choice.passphrase, salt);
  return { factor, locks: { passphrase: { salt, ...COST, lsk: await lock(factor, 'passphrase') } } };
}

export type WaitState = 'pending' | 'approved' | 'offline' | 'refused' | 'wrong_office';

/** Until the office has approved and certified this device, or `signal` ends it. */
export async function awaitCertificate(waiting: Waiting, tell: (state: WaitState) => void, signal: AbortSignal): Promise<void> {
  for (let asked = 1; !signal.aborted; asked += 1) {
    const state = await stepForward(waiting).catch((error: unknown): WaitState => (error instanceof Trouble ? 'offline' : 'wrong_office'));
    if (state === 'done') return;
    tell(state);
    if (state === 'refused' || state === 'wrong_office') return;
    await new Promise((resolve) => setTimeout(resolve, asked < SOON_TIMES ? SOON_MS : LATER_MS));
  }
}

async function stepForward({ store, identity, keys }: Waiting): Promise<WaitState | 'done'> {
  const standing = await overHttp<Standing>(`/devices/v1/${identity.device}/standing`);
  if (standing.state === 'pending') return 'pending';
  if (standing.state !== 'active') return 'refused';
  if (!standing.certified) return 'approved';
  await activate(store, identity, keys);
  return 'done';
}

/** The certificate counts only along the chain from the root print of the link, and only with exactly our own keys in it. */
async function activate(store: Store, identity: Identity, keys: Unlocked): Promise<void> {
  await openSession(overHttp, identity.device, keys.sign.privateKey);
  const trust = await storedTrust(store, identity.root_print);
  const { head } = await overHttp<DirectoryReply>(`/directory/v1?since=${trust.head}`);
  await catchUp(trust, store, overHttp, head);
  meOf(trust, identity);
  const certificate = trust.certificate(identity.device)!;
  if (b64u(certificate.kem_key) !== b64u(identity.keys.kem.point) || b64u(certificate.sign_key) !== b64u(identity.keys.sign.point)) {
    throw new Error('the certificate names other keys');
  }
  const active: Identity = { ...identity, state: 'active' };
  await store.setMeta('identity', active);
  await keepProfile({
    staff: identity.staff, initial: [...certificate.name][0] ?? '', label: identity.label, waiting: false,
    methods: Object.keys(identity.locks) as Method[], office: OFFICE_ROLES.has(certificate.role), last_used_at: new Date().toISOString(),
  });
  await openBook(store, active, keys);
}
