import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { newDeviceKeys } from '../envelope/wrapping';
import type { Identity } from '../store/rows';
import { lockStorageKey, newLocalRandom, newStorageKey, openLocal, randomBytes, sealLocal, unlock, WrongFactor } from './keys';
import { strongEnough, tidy } from './passphrase-rules';

async function identityWith(factor: Uint8Array<ArrayBuffer>): Promise<{ identity: Identity; storage: CryptoKey }> {
  const [storage, local] = await Promise.all([newStorageKey(), newLocalRandom()]);
  const device = crypto.randomUUID();
  const lsk = await lockStorageKey(storage, local, factor, device, 'passphrase');
  const keys = await newDeviceKeys(storage);
  const locks = { passphrase: { salt: randomBytes(16), memory_kib: 8, passes: 1, lsk } };
  return { storage, identity: { staff: device, device, label: '', state: 'active', check_code: '', root_print: '', created_at: '', local, locks, keys } };
}

describe('unlocking', () => {
  test('the factor of enrolment opens what was sealed, and no key can be exported', async () => {
    const factor = randomBytes(32);
    const { identity, storage } = await identityWith(factor);
    const sealed = await sealLocal(storage, 'here', { name: '佐々木' });
    const keys = await unlock(identity, 'passphrase', factor);
    expect(await openLocal(keys.storage, 'here', sealed)).toEqual({ name: '佐々木' });
    for (const key of [keys.storage, keys.sign.privateKey, keys.kem.privateKey]) expect(key.extractable).toBe(false);
  });

  test('another factor, another method and another device open nothing [I15]', async () => {
    const factor = randomBytes(32);
    const { identity } = await identityWith(factor);
    await expect(unlock(identity, 'passphrase', randomBytes(32))).rejects.toBeInstanceOf(WrongFactor);
    await expect(unlock(identity, 'passkey', factor)).rejects.toBeInstanceOf(WrongFactor);
    await expect(unlock({ ...identity, device: crypto.randomUUID() }, 'passphrase', factor)).rejects.toBeInstanceOf(WrongFactor);
  });

  test('a synced passkey without this browser’s own random opens nothing', async () => {
    const factor = randomBytes(32);
    const { identity } = await identityWith(factor);
    await expect(unlock({ ...identity, local: await newLocalRandom() }, 'passphrase', factor)).rejects.toBeInstanceOf(WrongFactor);
  });

  test('a sealed row moved to another place does not open', async () => {
    const { storage } = await identityWith(randomBytes(32));
    await expect(openLocal(storage, 'there', await sealLocal(storage, 'here', 1))).rejects.toThrow();
  });
});

describe('a passphrase', () => {
  test.each(['ちょうちん ふじだな くすのき おひさま こだま', 'correct horse battery'])('%s is long enough', (words) => {
    expect(strongEnough(words)).toBe(true);
  });

  test.each(['', '123456', 'あああああああああああああああああ', 'いち いち いち いち いち'])('%s is not', (words) => {
    expect(strongEnough(words)).toBe(false);
  });

  test('is the same with full-width letters and other spaces', () => {
    expect(tidy('　ＡＢＣ　def・ghi ')).toBe('ABC def ghi');
  });
});
