/** Opens with a passkey or a passphrase, and makes guessing slow without ever locking anyone out for good. */
import { StoreFailure } from '../store/failures';
import { leaseFrom, leaseIsOver } from '../store/lease';
import type { Identity } from '../store/rows';
import { Store } from '../store/store';
import { Trouble } from '../sync/transport';
import { unlock, type Unlocked, WrongFactor } from './keys';
import { passkeyFactor, PasskeyRefused } from './passkey';
import { passphraseFactor } from './passphrase';
import { askOffice } from './withdrawal';

export type Refusal = 'wrong' | 'wait' | 'cancelled' | 'passkey_gone' | 'storage' | 'newer' | 'broken' | 'lease' | 'stopped' | 'told';
export type Given = { passphrase: string } | 'passkey';
export interface Attempt { refusal: Refusal | null; wait_s: number; lease_hours?: number }

/** Not opened although the factor may be right. */
class NotNow extends Error {
  constructor(readonly refusal: 'lease' | 'stopped' | 'told') {
    super(refusal);
  }
}

const FREE_TRIES = 2;
const FIRST_WAIT_S = 5;
const LONGEST_WAIT_S = 300;

/** 0, 0, 5, 10, 20 … 300 seconds. */
export function delayAfter(failed: number): number {
  return failed <= FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_S, FIRST_WAIT_S * 2 ** (failed - FREE_TRIES - 1));
}

export async function waitOf(staff: string): Promise<number> {
  const store = new Store(staff);
  try {
    const tries = await store.meta('tries');
    const left = tries ? Math.ceil((tries.not_before - Date.now()) / 1000) : 0;
    // A clock that was a day ahead and is put right makes nobody wait for a day.
    return Math.max(0, Math.min(left, delayAfter(tries?.failed ?? 0)));
  } finally {
    store.close();
  }
}

export async function attempt(staff: string, given: Given): Promise<Attempt> {
  const store = new Store(staff);
  try {
    await open(store, given);
    return { refusal: null, wait_s: 0 };
  } catch (error) {
    const refused = await refusalOf(store, error, given === 'passkey');
    store.close();
    return refused;
  }
}

/** The factor once more while the book is open: as slow after wrong ones as at the lock. `use` gets keys that were opened for it alone. */
export async function reopen(staff: string, given: Given, use: (device: string, keys: Unlocked) => Promise<void>): Promise<Attempt> {
  const store = new Store(staff);
  try {
    const identity = await identityOf(store);
    await use(identity.device, await keysBy(store, identity, given));
    return { refusal: null, wait_s: 0 };
  } catch (error) {
    if (error instanceof Trouble) throw error;
    return await refusalOf(store, error, given === 'passkey');
  } finally {
    store.close();
  }
}

async function identityOf(store: Store): Promise<Identity> {
  const identity = await store.meta('identity');
  if (!identity) throw new StoreFailure('lost');
  return identity;
}

async function keysBy(store: Store, identity: Identity, given: Given): Promise<Unlocked> {
  const method = given === 'passkey' ? 'passkey' : 'passphrase';
  const factor = given === 'passkey' ? await fromPasskey(identity.locks.passkey) : await fromPhrase(identity.locks.passphrase, given.passphrase);
  const keys = await unlock(identity, method, factor);
  // Not waited for: a count that stays only makes the next wrong try slower.
  void forgetTries(identity.staff).catch(() => undefined);
  return keys;
}

async function forgetTries(staff: string): Promise<void> {
  const store = new Store(staff);
  try {
    if ((await store.meta('tries'))?.failed) await store.setMeta('tries', { failed: 0, not_before: 0 });
  } finally {
    store.close();
  }
}

async function open(store: Store, given: Given): Promise<void> {
  const identity = await identityOf(store);
  if (identity.state === 'active') await mayOpen(store);
  const keys = await keysBy(store, identity, given);
  const { openBook } = await import('./opening');
  await openBook(store, identity, keys);
}

/** After too long without the office one word from it is needed first. */
async function mayOpen(store: Store): Promise<void> {
  // A stopped device opens once more only for its drafts to be sealed and sent (opening.ts), never to be read.
  if ((await store.progress()).wipe) {
    if ((await store.drafts()).length === 0) throw new NotNow('stopped');
    return;
  }
  const wasTold = (await store.progress()).revoked;
  if (!wasTold && !(await leaseIsOver(store))) return;
  const word = await askOffice(store);
  if (word === 'unheard') throw new NotNow('lease');
  if (word !== 'active') throw new NotNow(word);
  await store.changeProgress(leaseFrom(Date.now()));
}

function fromPasskey(lock: { id: Uint8Array<ArrayBuffer>; salt: Uint8Array<ArrayBuffer> } | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (!lock) throw new WrongFactor();
  return passkeyFactor(lock.id, lock.salt);
}

function fromPhrase(lock: { salt: Uint8Array<ArrayBuffer>; memory_kib: number; passes: number } | undefined, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
  if (!lock) throw new WrongFactor();
  return passphraseFactor(passphrase, lock.salt, lock);
}

async function refusalOf(store: Store, error: unknown, passkey: boolean): Promise<Attempt> {
  if (error instanceof NotNow) return { refusal: error.refusal, wait_s: 0, lease_hours: (await store.progress()).lease_hours };
  if (error instanceof PasskeyRefused) return { refusal: error.code === 'cancelled' ? 'cancelled' : 'passkey_gone', wait_s: 0 };
  if (error instanceof StoreFailure) return { refusal: error.code === 'newer' ? 'newer' : 'storage', wait_s: 0 };
  if (!(error instanceof WrongFactor)) {
    console.error('the book did not open:', (error as Error).name);
    return { refusal: 'broken', wait_s: 0 };
  }
  if (passkey) return { refusal: 'passkey_gone', wait_s: 0 };
  const failed = ((await store.meta('tries'))?.failed ?? 0) + 1;
  const wait_s = delayAfter(failed);
  await store.setMeta('tries', { failed, not_before: Date.now() + wait_s * 1000 });
  return { refusal: wait_s > 0 ? 'wait' : 'wrong', wait_s };
}
