/** Who can open what: wraps, device keys at rest, statements and the directory. */
import { CompactSign, compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import kept from '../../../tests/vectors/envelope.json';
import { signApproval } from './approval';
import { b64u, type Bytes, CannotOpen, fromB64u, utf8 } from './bytes';
import { keyCheck } from './sealing';
import { importPoint, pointOf, printOf, sign, verify } from './signing';
import { type Claims, readStatement, signStatement } from './statement';
import { Trust } from './trust';
import { newDeviceKeys, openDeviceKeys, unwrap, unwrapRaw, wrap } from './wrapping';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(CannotOpen);
const raw = fromB64u(kept.household_key);
const to = { bucket: kept.bucket, epoch: kept.wraps.epoch, device: kept.device };
const point = fromB64u(kept.sign.point);

const newLsk = () => crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['wrapKey', 'unwrapKey']);
const newSigner = () => crypto.subtle.generateKey(ECDSA, true, ['sign', 'verify']);

async function vectorKem(): Promise<CryptoKeyPair> {
  const curve = { name: 'ECDH', namedCurve: 'P-256' };
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', fromB64u(kept.kem.private), curve, false, ['deriveBits']),
    publicKey: await crypto.subtle.importKey('raw', fromB64u(kept.kem.point), curve, true, []),
  };
}

describe('wraps', () => {
  it.each(['python', 'typescript'] as const)('made by %s open with a key that cannot be exported', async (maker) => {
    const wrapped = fromB64u(kept.wraps[maker]);
    expect(wrapped.length).toBe(113);
    expect(await unwrapRaw(wrapped, await vectorKem(), to)).toEqual(raw);
    const key = await unwrap(wrapped, await vectorKem(), to);
    expect(b64u(await keyCheck(key, kept.bucket, kept.key_check.epoch))).toBe(kept.key_check.value);
    expect([key.seal.extractable, key.mac.extractable]).toEqual([false, false]);
  });

  it('open only for their device, bucket, epoch and purpose', async () => {
    const kem = await vectorKem();
    const wrapped = await wrap(raw, fromB64u(kept.kem.point), to);
    expect(await unwrapRaw(wrapped, kem, to)).toEqual(raw);
    const id = crypto.randomUUID();
    for (const other of [{ bucket: id }, { device: id }, { epoch: 4 }, { purpose: 'packet' }]) await refused(unwrapRaw(wrapped, kem, { ...to, ...other }));
    for (const bad of [wrapped.slice(0, -1), new Uint8Array(113), new Uint8Array(0)]) await refused(unwrapRaw(bad, kem, to));
  });

  it('are not made for a key that is no point of the curve', async () => {
    for (const bad of [new Uint8Array(65), new Uint8Array(0), fromB64u(kept.kem.point).slice(1)]) await refused(wrap(raw, bad, to));
  });
});

describe('the keys of a device', () => {
  it('come back only under the same local storage key, and never leave', async () => {
    const lsk = await newLsk();
    const wrapped = await newDeviceKeys(lsk);
    const keys = await openDeviceKeys(lsk, wrapped);
    for (const key of [keys.kem.privateKey, keys.sign.privateKey, wrapped.upload.privateKey]) {
      expect(key.extractable).toBe(false);
      await expect(crypto.subtle.exportKey('pkcs8', key)).rejects.toThrow();
    }
    await refused(openDeviceKeys(await newLsk(), wrapped));
    await refused(openDeviceKeys(lsk, { kem: wrapped.sign, sign: wrapped.kem }));
  });

  it('sign, deliver and receive after a restart', async () => {
    const lsk = await newLsk();
    const wrapped = structuredClone(await newDeviceKeys(lsk));
    const keys = await openDeviceKeys(lsk, wrapped);
    const address = { bucket: kept.bucket, epoch: 1, device: kept.device };
    expect(await unwrapRaw(await wrap(raw, wrapped.kem.point, address), keys.kem, address)).toEqual(raw);
    const message = utf8('kasane');
    expect(await verify(await importPoint(wrapped.sign.point), message, await sign(keys.sign.privateKey, message))).toBe(true);
    expect(await verify(await importPoint(wrapped.upload_point), message, await sign(wrapped.upload.privateKey, message))).toBe(true);
  });
});

describe('statements', () => {
  it.each(['python', 'typescript'] as const)('made by %s are read', async (maker) => {
    expect(await readStatement(kept.grant[maker], 'kasane-grant', kept.device, point)).toEqual(kept.grant.claims);
  });

  it('of approval say exactly what the approver compared', async () => {
    const { privateKey, publicKey } = await newSigner();
    const of = {
      device: crypto.randomUUID(), staff: crypto.randomUUID(), name: '佐藤 みさき', role: 'outreach_worker', center: '26101',
      kem_key: kept.kem.point, sign_key: kept.sign.point, check_code: '012345',
    };
    const statement = await signApproval({ ...of, label: 'Pixel 8a' } as typeof of, privateKey, kept.device, 1_795_417_030_632);
    expect(await readStatement(statement, 'kasane-approve', kept.device, await pointOf(publicKey))).toEqual({ ...of, iat: 1_795_417_030 });
  });

  it('are plain JWS: jose reads ours and we read its', async () => {
    const { privateKey, publicKey } = await newSigner();
    const claims = { bucket: kept.bucket, 理由: '担当' };
    const ours = await signStatement('kasane-grant', claims, privateKey, kept.device);
    expect(JSON.parse(new TextDecoder().decode((await compactVerify(ours, publicKey)).payload))).toEqual(claims);
    const header = { alg: 'ES256', typ: 'kasane-grant', kid: kept.device };
    const theirs = await new CompactSign(utf8(JSON.stringify(claims))).setProtectedHeader(header).sign(privateKey);
    expect(await readStatement(theirs, 'kasane-grant', kept.device, await pointOf(publicKey))).toEqual(claims);
  });

  it('are refused as another kind, under another name, by another key, changed, or with another header', async () => {
    const statement = kept.grant.python;
    const [header, body, signature] = statement.split('.') as [string, string, string];
    await refused(readStatement(statement, 'kasane-revoke', kept.device, point));
    await refused(readStatement(statement, 'kasane-grant', 'root', point));
    await refused(readStatement(statement, 'kasane-grant', kept.device, fromB64u(kept.kem.point)));
    await refused(readStatement(`${header}.${b64u(utf8('{}'))}.${signature}`, 'kasane-grant', kept.device, point));
    for (const other of [{ alg: 'none' }, { alg: 'HS256' }, { jwk: {} }, { crit: ['b64'], b64: false }]) {
      const forged = b64u(utf8(JSON.stringify({ alg: 'ES256', typ: 'kasane-grant', kid: kept.device, ...other })));
      await refused(readStatement(`${forged}.${body}.${signature}`, 'kasane-grant', kept.device, point));
    }
    for (const text of ['', 'a.b', 'a.b.c', '..', 'e30.e30.', '.'.repeat(9000)]) await refused(readStatement(text, 'kasane-grant', kept.device, point));
  });
});

describe('the directory', () => {
  const { root_print, statements, hash } = kept.directory;

  it('folds to the committed hash', async () => {
    const trust = new Trust(fromB64u(root_print));
    for (const [i, one] of statements.entries()) await trust.take(i + 1, one);
    expect([b64u(trust.hash), trust.office, trust.head]).toEqual([hash, '京都市', 3]);
    expect(trust.certificate(kept.device)?.name).toBe('佐藤 恵');
    expect([trust.recipient(kept.device), trust.recipients(), trust.isRevoked(kept.device)]).toEqual([null, [], true]);
    expect((await trust.readGrant(kept.grant.python)).role).toBe('lead');
    trust.beginAgain();
    expect([trust.head, trust.certificate(kept.device)]).toEqual([0, null]);
    await trust.take(1, statements[0]!);
  });

  it('refuses another root, a skipped or repeated statement, and a device the root did not certify', async () => {
    await refused(new Trust(new Uint8Array(32)).take(1, statements[0]!));
    const trust = new Trust(fromB64u(root_print));
    await trust.take(1, statements[0]!);
    await refused(trust.take(1, statements[1]!));
    await refused(trust.take(3, statements[1]!));
    const { privateKey } = await newSigner();
    await refused(trust.take(2, await signStatement('kasane-device', await claimsOfFirst(), privateKey, 'root')));
    await trust.take(2, statements[1]!);
    await refused(trust.take(3, statements[1]!));
    await refused(trust.readGrant(await signStatement('kasane-grant', kept.grant.claims, privateKey, kept.device)));
    await refused(trust.readGrant(await signStatement('kasane-grant', kept.grant.claims, privateKey, crypto.randomUUID())));
  });

  async function claimsOfFirst(): Promise<Claims> {
    return JSON.parse(new TextDecoder().decode(fromB64u(statements[1]!.split('.')[1]))) as Claims;
  }

  it('pins the root by the hash of its point', async () => {
    const first = JSON.parse(new TextDecoder().decode(fromB64u(statements[0]!.split('.')[0]))) as Claims;
    expect(first.typ).toBe('kasane-root');
    const claims = JSON.parse(new TextDecoder().decode(fromB64u(statements[0]!.split('.')[1]))) as { sign_key: string };
    expect(b64u(await printOf(fromB64u(claims.sign_key) as Bytes))).toBe(root_print);
  });
});
