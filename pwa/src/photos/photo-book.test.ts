/** Sato's photos on the phone: sealed before they are stored, sent after their record and once, whatever cuts the way. */
import { beforeEach, describe, expect, test } from 'vitest';
import type { Uuid } from '../casework/records';
import { b64u, type Bytes, hex, sha256, utf8 } from '../envelope/bytes';
import { KIND } from '../envelope/frame';
import type { EpochKey, Keychain } from '../ledger/keychain';
import { NoKey } from '../ledger/ledger';
import { newOpId } from '../ledger/writer';
import { applyPage, requeue } from '../store/exchange';
import { photo, segmentsOf, waitingPhotos } from '../store/photos';
import { Store } from '../store/store';
import { makeHousehold, Office, type Person } from '../sync/testing/office';
import { Phone } from '../sync/testing/phone';
import { Trouble } from '../sync/transport';
import { newLocalRandom, newStorageKey } from '../unlock/keys';
import type { BlobOffice } from './office';
import { PhotoBook } from './photo-book.svelte';
import { type PhotoInput, photoOps } from './photo-input';
import { sendPhotos } from './queue';
import { CannotTake, type Shrunk } from './shrink';

const MARK = 'kanariya-EXIF-鳳仙花';
const SEGMENTS = 3;

/** What the server promises of chunks, with cuts: `lost` never arrives, `unheard` arrives and nobody hears of it. */
class PretendBlobs implements BlobOffice {
  readonly chunks = new Map<string, string>();
  readonly laid: string[] = [];
  cuts: ('lost' | 'unheard' | 'none')[] = [];
  refuse = new Map<Uuid, string>();

  async lay(att: Uuid, n: number, of: number, bytes: Bytes): Promise<boolean> {
    const cut = this.cuts.shift();
    if (cut === 'lost') throw new Trouble('offline');
    const problem = this.refuse.get(att);
    if (problem) throw new Trouble('refused', { problem });
    const [place, digest] = [`${att}/${n}`, hex(await sha256(bytes))];
    const known = this.chunks.get(place);
    if (known !== undefined && known !== digest) throw new Trouble('refused', { problem: 'blob_conflict' });
    if (known === undefined) this.laid.push(place);
    this.chunks.set(place, digest);
    if (cut === 'unheard') throw new Trouble('offline');
    return Array.from({ length: of }, (_, one) => this.chunks.has(`${att}/${one}`)).every(Boolean);
  }

  look = () => Promise.reject(new Trouble('offline'));
  fetch = () => Promise.reject(new Trouble('offline'));
}

let sato: Person;
let phone: Phone;
let home: Awaited<ReturnType<typeof makeHousehold>>;
let server: PretendBlobs;
let book: PhotoBook;
let storage: CryptoKey;

const picture = (size = (SEGMENTS - 1) * 256 * 1024 + 500): Bytes => {
  const bytes = new Uint8Array(size).fill(7);
  bytes.set(utf8(MARK));
  return bytes;
};
const shrunk = (content = picture()): Shrunk => ({ media: 'image/jpeg', width: 2048, height: 1536, content, thumb: utf8(`small ${MARK}`) });
const take = (draft = 'd1') => book.take(new Blob([]), home.bucket, draft);

async function recorded(photos: PhotoInput[], acked = true): Promise<void> {
  const main = { id: newOpId(), payload: { kind: 'note.add' as const, text: '玄関', recorded_at: '2026-11-24T10:00:00+09:00' }, kind: KIND.op, title: '佐々木さん宅' };
  const { ops } = await phone.writer.write({ ...home, epoch: 1, ops: [main, ...photoOps(photos, main)], photos: photos.map(({ att }) => att) });
  if (acked) for (const { id } of ops) await arrived(id);
}

async function arrived(id: Uuid): Promise<void> {
  await phone.store.putOps([{ ...(await phone.store.op(id))!, acked_at: '2026-11-24T01:00:00Z' }]);
}

const send = (store = phone.store, asked = false) => sendPhotos(store, { office: server, asked });

beforeEach(async () => {
  const office = await Office.open();
  sato = await office.enrol('佐藤');
  phone = new Phone(sato, office);
  home = await makeHousehold();
  server = new PretendBlobs();
  storage = await newStorageKey();
  const staff = phone.store.connection.name.replace('kasane-', '');
  await phone.store.setMeta('identity', {
    staff, device: sato.device, label: '1号機', state: 'active', check_code: '', root_print: office.print, created_at: '', local: await newLocalRandom(), locks: {}, keys: sato.wrapped,
  });
  const keys: EpochKey[] = [{ epoch: 1, key: home.key, grant: '' }];
  const keychain = { all: () => Promise.resolve(keys) } as unknown as Keychain;
  book = new PhotoBook({ store: phone.store, storage, keychain, toWriteUnder: () => Promise.resolve(keys[0]!), office: server, shrink: () => Promise.resolve(shrunk()) });
});

describe('a photo on Sato’s phone', () => {
  test('is sealed before it touches the database, the small one too', async () => {
    const { att } = await take();
    const rows = await phone.store.connection.read(['photos', 'segments'], async (tx) => [await tx.objectStore('photos').getAll(), await tx.objectStore('segments').getAll()]);
    const raw = JSON.stringify(rows, (_, value: unknown) => (value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value));
    expect(raw.length).toBeGreaterThan(picture().length);
    for (const word of ['kanariya', new TextDecoder('latin1').decode(utf8('鳳仙花'))]) expect(raw).not.toContain(word);
    expect(new TextDecoder().decode((await book.small({ id: att, thumb: null, full: null, file: (await take()).file }, home.bucket))!)).toBe(`small ${MARK}`);
  });

  test('opens again as it was taken, from here alone', async () => {
    const taken = await take();
    expect(await book.whole({ id: taken.att, file: taken.file, full: null }, home.bucket)).toEqual(picture());
  });

  test('goes with a draft that is thrown away; one that got its record stays', async () => {
    const [kept, dropped] = [await take('d1'), await take('d1')];
    await recorded([kept]);
    await phone.store.dropDraft('d1');
    expect(await photo(phone.store, dropped.att)).toBeNull();
    expect(await segmentsOf(phone.store, dropped.att)).toEqual([]);
    expect((await photo(phone.store, kept.att))?.state).toBe('waiting');
  });

  test('waits for nobody’s network: what cannot be decoded is said so and nothing is kept', async () => {
    const refusing = new PhotoBook({ store: phone.store, storage, keychain: {} as Keychain, toWriteUnder: () => Promise.reject(new NoKey()), shrink: () => Promise.reject(new CannotTake('damaged')) });
    await expect(refusing.take(new Blob([]), home.bucket, 'd')).rejects.toMatchObject({ why: 'damaged' });
    expect(await phone.store.connection.read(['photos'], (tx) => tx.objectStore('photos').count())).toBe(0);
  });
});

describe('sending', () => {
  test('the record goes first', async () => {
    const taken = await take();
    expect(await send()).toBe(0);
    await recorded([taken], false);
    expect(await send()).toBe(0);
    expect(server.laid).toEqual([]);
    await arrived(taken.att);
    expect(await send()).toBe(1);
    expect(await waitingPhotos(phone.store)).toEqual([]);
    expect((await photo(phone.store, taken.att))?.state).toBe('here');
  });

  test.each(['lost', 'unheard'] as const)('a cut in the middle (%s) costs one segment, and the photo arrives once [BATCH-3]', async (cut) => {
    const taken = await take();
    await recorded([taken]);
    server.cuts = ['none', cut];
    await expect(send()).rejects.toMatchObject({ code: 'offline' });
    expect((await photo(phone.store, taken.att))?.sent).toEqual([0]);
    expect(await send()).toBe(1);
    expect(server.laid).toEqual([0, 1, 2].map((n) => `${taken.att}/${n}`));
  });

  test('a phone that was killed goes on where it stood [F-14 BATCH-3]', async () => {
    const taken = await take();
    await recorded([taken]);
    server.cuts = ['none', 'none', 'lost'];
    await expect(send()).rejects.toBeInstanceOf(Trouble);
    phone.store.close();
    const again = new Store(phone.store.connection.name.replace('kasane-', ''));
    const before = server.laid.length;
    expect(await send(again)).toBe(1);
    expect(server.laid.slice(before)).toEqual([`${taken.att}/2`]);
  });

  test('a server that cleared the first half is given it again', async () => {
    const taken = await take();
    await recorded([taken]);
    server.cuts = ['none', 'none', 'lost'];
    await expect(send()).rejects.toBeInstanceOf(Trouble);
    server.chunks.clear();
    expect(await send()).toBe(1);
    expect(server.chunks.size).toBe(SEGMENTS);
  });

  test('a refused photo stays, the next one goes, and who asks has it offered again', async () => {
    const [first, second] = [await take(), await take()];
    await recorded([first, second]);
    server.refuse.set(first.att, 'blob_conflict');
    expect(await send()).toBe(1);
    expect((await photo(phone.store, first.att))?.failed?.code).toBe('blob_conflict');
    server.refuse.clear();
    expect(await send()).toBe(0);
    expect(await send(phone.store, true)).toBe(1);
  });

  test('a restored server is asked for every photo still here', async () => {
    const taken = await take();
    await recorded([taken]);
    await send();
    await requeue(phone.store, crypto.randomUUID(), 0);
    expect((await waitingPhotos(phone.store)).map(({ att }) => att)).toEqual([taken.att]);
  });
});

test('with a household that has gone go its photos, but for what has not arrived', async () => {
  const [sent, waiting, draft] = [await take(), await take(), await take('d2')];
  await recorded([sent]);
  await send();
  await recorded([waiting], false);
  await applyPage(phone.store, {
    gen: crypto.randomUUID(), cursor: 'c', ops: [], gone: [home.bucket], held: [], keys: [], alerts: [], scope: { rev: 1 }, now: '2026-11-24T02:00:00Z', clock_off_ms: 0, last: true,
  });
  expect([await photo(phone.store, sent.att), await photo(phone.store, draft.att)]).toEqual([null, null]);
  expect([await segmentsOf(phone.store, sent.att), await segmentsOf(phone.store, draft.att)]).toEqual([[], []]);
  expect(await photo(phone.store, waiting.att)).toMatchObject({ state: 'waiting', thumb: undefined });
  await arrived(waiting.att);
  expect(await send()).toBe(1);
  expect(b64u(await sha256(picture()))).not.toBe(waiting.file.digest);
});
