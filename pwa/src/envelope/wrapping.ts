/** Household keys handed to devices by HPKE, and the three keys of a device. Twin of server/envelope/wrapping.py. */

import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core';
import { type Bytes, CannotOpen, concat, sha256, u32, utf8, uuidBytes } from './bytes';
import { SUITE } from './frame';
import { type HouseholdKey, importHouseholdKey } from './sealing';
import { POINT_BYTES, pointOf } from './signing';

const suite = new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const WRAP_BYTES = POINT_BYTES + 32 + 16;

/** To whom and for what a key is wrapped; `device` is the recipient. */
export interface Addressed {
  bucket: string;
  epoch: number;
  device: string;
  purpose?: string;
}

export async function wrap(raw: Bytes, recipientKemPublic: Bytes, to: Addressed): Promise<Bytes> {
  if (raw.length !== 32) throw new RangeError('a household key has 32 bytes');
  const recipientPublicKey = await suite.kem.deserializePublicKey(recipientKemPublic).catch(refuse);
  const info = await wrapInfo(recipientKemPublic, to);
  const { ct, enc } = await suite.seal({ recipientPublicKey, info }, raw);
  return concat(new Uint8Array(enc), new Uint8Array(ct));
}

export async function unwrap(wrapped: Bytes, kem: CryptoKeyPair, to: Addressed): Promise<HouseholdKey> {
  const raw = await unwrapRaw(wrapped, kem, to);
  try {
    return await importHouseholdKey(raw);
  } finally {
    raw.fill(0);
  }
}

/** Only for handing the key on to another device; clear the bytes with `fill(0)` afterwards. */
export async function unwrapRaw(wrapped: Bytes, kem: CryptoKeyPair, to: Addressed): Promise<Bytes> {
  if (wrapped.length !== WRAP_BYTES) throw new CannotOpen();
  const info = await wrapInfo(await pointOf(kem.publicKey), to);
  const enc = wrapped.slice(0, POINT_BYTES);
  return new Uint8Array(await suite.open({ recipientKey: kem, enc, info }, wrapped.slice(POINT_BYTES)).catch(refuse));
}

async function wrapInfo(kemPublic: Bytes, to: Addressed): Promise<Bytes> {
  const keyId = (await sha256(kemPublic)).subarray(0, 16);
  const place = concat(Uint8Array.of(SUITE), uuidBytes(to.bucket), u32(to.epoch), uuidBytes(to.device));
  return concat(utf8('KEP1 wrap'), place, keyId, utf8(to.purpose ?? 'household'));
}

/** A private key at rest, together with its public point. */
export interface WrappedKey {
  iv: Bytes;
  sealed: Bytes;
  point: Bytes;
}

/** What a device keeps: two keys only the unlock factor opens, and one that may deliver without it. */
export interface WrappedDeviceKeys {
  kem: WrappedKey;
  sign: WrappedKey;
  upload: CryptoKeyPair;
  upload_point: Bytes;
}

export interface DeviceKeys {
  kem: CryptoKeyPair;
  sign: CryptoKeyPair;
}

const ECDH = { name: 'ECDH', namedCurve: 'P-256' };
const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };

/** `lsk` is the local storage key: AES-GCM with wrapKey and unwrapKey. Private keys exist extractable for this one call. */
export async function newDeviceKeys(lsk: CryptoKey): Promise<WrappedDeviceKeys> {
  const kem = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const sign = await crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);
  const upload = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
  return {
    kem: await keep(lsk, kem, 'kem'),
    sign: await keep(lsk, sign, 'sign'),
    upload,
    upload_point: await pointOf(upload.publicKey),
  };
}

/** Throws CannotOpen under another local storage key. The private keys it gives cannot be exported. */
export async function openDeviceKeys(lsk: CryptoKey, wrapped: Pick<WrappedDeviceKeys, 'kem' | 'sign'>): Promise<DeviceKeys> {
  const [kem, sign] = await Promise.all([
    reopen(lsk, wrapped.kem, 'kem', ECDH, ['deriveBits'], []),
    reopen(lsk, wrapped.sign, 'sign', ECDSA, ['sign'], ['verify']),
  ]);
  return { kem, sign };
}

async function keep(lsk: CryptoKey, pair: CryptoKeyPair, name: string): Promise<WrappedKey> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const point = await pointOf(pair.publicKey);
  const sealed = await crypto.subtle.wrapKey('pkcs8', pair.privateKey, lsk, atRest(iv, point, name));
  return { iv, sealed: new Uint8Array(sealed), point };
}

async function reopen(
  lsk: CryptoKey, kept: WrappedKey, name: string, curve: EcKeyImportParams, own: KeyUsage[], theirs: KeyUsage[],
): Promise<CryptoKeyPair> {
  const how = atRest(kept.iv, kept.point, name);
  const [privateKey, publicKey] = await Promise.all([
    crypto.subtle.unwrapKey('pkcs8', kept.sealed, lsk, how, curve, false, own),
    crypto.subtle.importKey('raw', kept.point, curve, true, theirs),
  ]).catch(refuse);
  return { privateKey, publicKey };
}

function atRest(iv: Bytes, point: Bytes, name: string): AesGcmParams {
  return { name: 'AES-GCM', iv, additionalData: concat(utf8(`kasane device ${name} v1`), point) };
}

function refuse(): never {
  throw new CannotOpen();
}
