/** What a sealed record promises on the phone, and that both languages make and open the same bytes. */
import { describe, expect, it } from 'vitest';
import kept from '../../../tests/vectors/envelope.json';
import twoKeys from '../../../tests/vectors/two_keys.json';
import { b64u, type Bytes, CannotOpen, concat, fromB64u, isUuid, utf8 } from './bytes';
import { effectsAreSigned, messageOf, signEffects } from './effects';
import { digest, type Envelope, headerBytes, noPrev, parse, type Place } from './frame';
import { alertId, type HouseholdKey, importHouseholdKey, keyCheck, newHouseholdKey, openSealed, paddedLength, seal, TooLarge } from './sealing';
import { importPoint, madeBy, sign } from './signing';
import { payloadOf, type Recipe } from './vectors.fixture';

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };
const key = await importHouseholdKey(fromB64u(kept.household_key));
const signKey = await crypto.subtle.importKey('pkcs8', fromB64u(kept.sign.private), ECDSA, false, ['sign']);
const author = await importPoint(fromB64u(kept.sign.point));

function place(): Place {
  return {
    kind: 1, schema: 1, epoch: 1, bucket: crypto.randomUUID(), op_id: crypto.randomUUID(), device: crypto.randomUUID(),
    dseq: 1, hlc: 1795417030632n << 16n, prev: noPrev(),
  };
}

/** As every reader does it: parse, author, then the seal. */
async function read(raw: Bytes, by: CryptoKey = author, under: HouseholdKey = key): Promise<Bytes> {
  const envelope = parse(raw);
  if (!(await madeBy(envelope, by))) throw new CannotOpen();
  return openSealed(under, envelope);
}

const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(CannotOpen);

describe('the shared vectors', () => {
  for (const one of kept.cases) {
    for (const maker of ['python', 'typescript'] as const) {
      it(`opens ${one.name}, sealed by ${maker}`, async () => {
        const raw = fromB64u(one[maker]);
        expect(await read(raw)).toEqual(payloadOf(one.payload as Recipe));
        const envelope = parse(raw);
        const told = { ...one.place, hlc: BigInt(one.place.hlc), prev: fromB64u(one.place.prev) };
        expect(envelope).toMatchObject(told);
      });
    }
    it(`seals ${one.name} into the committed header again`, async () => {
      const told = { ...one.place, hlc: BigInt(one.place.hlc), prev: fromB64u(one.place.prev) };
      const raw = await seal(key, signKey, payloadOf(one.payload as Recipe), told, fromB64u(one.salt));
      expect(b64u(raw.subarray(0, 176))).toBe(b64u(fromB64u(one.typescript).subarray(0, 176)));
    });
  }

  it('gives the committed key check and alert id', async () => {
    expect(b64u(await keyCheck(key, kept.bucket, kept.key_check.epoch))).toBe(kept.key_check.value);
    expect(await alertId(key, kept.op_id)).toBe(kept.alert_id);
    expect(isUuid(kept.alert_id)).toBe(true);
  });
});

describe('effects beside a record', () => {
  const { raw, wanted, signed } = kept.effects;

  it.each(['python', 'typescript'] as const)('signed by %s hold for exactly this record and these effects', async (maker) => {
    const hash = await digest(fromB64u(raw));
    expect(b64u(messageOf(hash, wanted))).toBe(signed);
    expect(await effectsAreSigned(author, hash, wanted, kept.effects[maker])).toBe(true);
    expect(await effectsAreSigned(author, hash, wanted.slice(1), kept.effects[maker])).toBe(false);
    expect(await effectsAreSigned(author, await digest(utf8('another')), wanted, kept.effects[maker])).toBe(false);
  });

  it('are signed as they are sent: a field without a value is none', async () => {
    const hash = await digest(fromB64u(raw));
    expect(messageOf(hash, [{ k: 'alert.ack', to: undefined }])).toEqual(messageOf(hash, [{ k: 'alert.ack' }]));
    expect(await effectsAreSigned(author, hash, [{ b: 1, a: 2 }], await signEffects(signKey, hash, [{ a: 2, b: 1 }]))).toBe(true);
  });
});

describe('a sealed record', () => {
  it.each([
    ['empty', ''], ['one letter', 'a'], ['Japanese', '佐藤さん、咳が出るとのこと。'], ['60 KB of text', 'あ'.repeat(20_000)],
  ])('opens as it was typed: %s', async (_, text) => {
    expect(await read(await seal(key, signKey, utf8(text), place()))).toEqual(utf8(text));
  });

  it('holds 60 KB that cannot be packed, and refuses what does not fit before sealing it', async () => {
    const noise = payloadOf({ stream: 60_000 });
    expect(await read(await seal(key, signKey, noise, place()))).toEqual(noise);
    await expect(seal(key, signKey, payloadOf({ stream: 65_536 }), place())).rejects.toThrow(TooLarge);
    await expect(seal(key, signKey, new Uint8Array(65_537), place())).rejects.toThrow(TooLarge);
  });

  it('is refused with any one bit flipped', async () => {
    const raw = await seal(key, signKey, utf8('玄関先で面会'), place());
    for (let bit = 0; bit < raw.length * 8; bit++) {
      const changed = raw.slice();
      changed[bit >> 3]! ^= 1 << (bit & 7);
      await refused(Promise.resolve().then(() => read(changed)));
    }
  });

  it.each([5, 7, 15, 16, 32, 48, 71, 79, 80, 112, 144])('is refused with header byte %i changed and signed anew', async (offset) => {
    const raw = await seal(key, signKey, utf8('面会'), place());
    raw[offset]! ^= 2;
    const signed = raw.slice(0, -64);
    await refused(openSealed(key, parse(concat(signed, await sign(signKey, signed)))));
  });

  it('is refused under another key and from another author', async () => {
    const raw = await seal(key, signKey, utf8('面会'), place());
    const other = await crypto.subtle.generateKey(ECDSA, false, ['sign', 'verify']);
    await refused(openSealed((await newHouseholdKey()).key, parse(raw)));
    await refused(read(raw, other.publicKey));
  });

  it('that GCM would open under two keys opens under the committed one only', async () => {
    const envelope = parse(fromB64u(twoKeys.envelope));
    expect(await openSealed(await importHouseholdKey(fromB64u(twoKeys.committed_key)), envelope)).toHaveLength(256);
    await refused(openSealed(await importHouseholdKey(fromB64u(twoKeys.other_key)), envelope));
  });

  it('is refused cut, prolonged, or with a length that lies', async () => {
    const raw = await seal(key, signKey, utf8('面会'), place());
    for (let end = 0; end < raw.length; end++) expect(() => parse(raw.slice(0, end))).toThrow(CannotOpen);
    expect(() => parse(concat(raw, raw))).toThrow(CannotOpen);
    for (const length of [0, 1, 255, 257, 2 ** 31, 2 ** 32 - 1]) {
      const changed = raw.slice();
      new DataView(changed.buffer).setUint32(176, length);
      expect(() => parse(changed)).toThrow(CannotOpen);
    }
  });

  it.each([[0, 0x4c], [3, 2], [4, 0], [4, 2], [5, 0], [8, 0x80], [11, 4], [11, 7], [64, 1]])('is refused with byte %i = %i', async (offset, value) => {
    const raw = await seal(key, signKey, utf8('面会'), place());
    raw[offset] = value;
    expect(() => parse(raw)).toThrow(CannotOpen);
  });

  it('tells only steps of its size', () => {
    expect([0, 255, 256, 257, 300, 1000, 61_441].map(paddedLength)).toEqual([256, 256, 256, 272, 304, 1024, 63_488]);
  });

  it('chains by the hash of the whole envelope', async () => {
    const raw = await seal(key, signKey, utf8('面会'), place());
    expect(parse(await seal(key, signKey, utf8('次'), { ...place(), prev: await digest(raw) })).prev).toEqual(await digest(raw));
  });
});

/** An envelope by the household's own key around any body: what a broken or hostile app could send. */
async function around(body: Bytes, flags: number): Promise<Envelope> {
  const at = place();
  const salt = crypto.getRandomValues(new Uint8Array(32));
  const bytes = headerBytes(at, 0, salt, noPrev(), 0);
  const info = concat(utf8('KEP1 seal'), Uint8Array.of(1), bytes.subarray(16, 32), bytes.subarray(12, 16), bytes.subarray(32, 72));
  const okm = new Uint8Array(await crypto.subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info }, key.seal, 608));
  const aes = await crypto.subtle.importKey('raw', okm.subarray(0, 32), 'AES-GCM', false, ['encrypt']);
  const header = headerBytes(at, flags, salt, okm.slice(44), body.length);
  const how = { name: 'AES-GCM', iv: okm.subarray(32, 44), additionalData: header };
  const signed = concat(header, new Uint8Array(await crypto.subtle.encrypt(how, aes, body)));
  return parse(concat(signed, await sign(signKey, signed)));
}

describe('a body made by a hostile app', () => {
  it.each([
    ['nothing', [], 2], ['zeros', [0, 0, 0], 2], ['no mark', [1, 2, 3, 0], 2], ['not deflate', [0xff, 0xff, 0x80], 3],
    ['cut deflate', [0x80], 3], ['bytes after the end', [3, 0, 106, 107, 0x80], 3],
  ] as [string, number[], number][])('is refused: %s', async (_, body, flags) => {
    await refused(openSealed(key, await around(Uint8Array.from(body), flags)));
  });

  it('cannot unfold into a large memory', async () => {
    const stream = new Blob([new Uint8Array(40_000_000)]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    const bomb = new Uint8Array(await new Response(stream).arrayBuffer());
    await refused(openSealed(key, await around(concat(bomb, Uint8Array.of(0x80)), 3)));
  });

  it('is read when plain and unpadded', async () => {
    expect(await openSealed(key, await around(utf8('plain'), 0))).toEqual(utf8('plain'));
  });
});

describe('spelling', () => {
  it.each(['=', 'YQ==', 'YR', 'Y+', 'Y/', 'a b', 'Y', null, 3])('has no second form: %s', (text) => {
    expect(() => fromB64u(text)).toThrow(CannotOpen);
  });
});
