/** The chain from an unlock factor to the device's keys: factor → KEK → local storage key → private keys. Nothing unlocked can be exported. */
import { type Bytes, concat, utf8 } from '../envelope/bytes';
import { type DeviceKeys, openDeviceKeys } from '../envelope/wrapping';
import type { Identity } from '../store/rows';

const subtle = crypto.subtle;
const STORAGE_USES: KeyUsage[] = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const IV_BYTES = 12;

/** What unlocking gives; locking drops the only reference to it. */
export interface Unlocked extends DeviceKeys { storage: CryptoKey }

export type Method = 'passkey' | 'passphrase';

export class WrongFactor extends Error {}

export function randomBytes(count: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(count));
}

/** Extractable once, so that it can be wrapped under the factors of enrolment. */
export function newStorageKey(): Promise<CryptoKey> {
  return subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, STORAGE_USES);
}

/** Stays in this browser for ever: a synced passkey alone opens nothing elsewhere. */
export function newLocalRandom(): Promise<CryptoKey> {
  return subtle.importKey('raw', randomBytes(32), 'HKDF', false, ['deriveKey']);
}

/** Wraps the storage key under one factor (PRF output or Argon2id hash). */
export async function lockStorageKey(storage: CryptoKey, local: CryptoKey, factor: Bytes, device: string, method: Method): Promise<Bytes> {
  const kek = await keyFrom(local, factor);
  const iv = randomBytes(IV_BYTES);
  const wrapped = await subtle.wrapKey('raw', storage, kek, { name: 'AES-GCM', iv, additionalData: lockPlace(device, method) });
  return concat(iv, new Uint8Array(wrapped));
}

/** Throws WrongFactor when the factor is not the one of enrolment. */
export async function unlock(identity: Identity, method: Method, factor: Bytes): Promise<Unlocked> {
  const wrapped = identity.locks[method]?.lsk;
  if (!wrapped) throw new WrongFactor();
  const kek = await keyFrom(identity.local, factor);
  const how = { name: 'AES-GCM', iv: wrapped.slice(0, IV_BYTES), additionalData: lockPlace(identity.device, method) };
  let storage: CryptoKey;
  try {
    storage = await subtle.unwrapKey('raw', wrapped.slice(IV_BYTES), kek, how, { name: 'AES-GCM' }, false, STORAGE_USES);
  } catch (error) {
    throw new WrongFactor(undefined, { cause: error });
  }
  return { storage, ...(await openDeviceKeys(storage, identity.keys)) };
}

function keyFrom(local: CryptoKey, factor: Bytes): Promise<CryptoKey> {
  return subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt: factor, info: utf8('KEP unlock v1') }, local, { name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
}

function lockPlace(device: string, method: Method): Bytes {
  return utf8(`kasane storage key v1\n${device}\n${method}`);
}

/** Seals a value for this device only; `place` is bound in, so a row cannot be moved to another place. */
export async function sealLocal(storage: CryptoKey, place: string, value: unknown): Promise<Bytes> {
  return sealBytes(storage, place, utf8(JSON.stringify(value)));
}

export async function sealBytes(storage: CryptoKey, place: string, bytes: Bytes): Promise<Bytes> {
  const iv = randomBytes(IV_BYTES);
  const body = await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: utf8(place) }, storage, bytes);
  return concat(iv, new Uint8Array(body));
}

export async function openLocal<T>(storage: CryptoKey, place: string, sealed: Bytes): Promise<T> {
  return JSON.parse(new TextDecoder().decode(await openBytes(storage, place, sealed))) as T;
}

export async function openBytes(storage: CryptoKey, place: string, sealed: Bytes): Promise<Bytes> {
  const how = { name: 'AES-GCM', iv: sealed.subarray(0, IV_BYTES), additionalData: utf8(place) };
  return new Uint8Array(await subtle.decrypt(how, storage, sealed.subarray(IV_BYTES)));
}
