/** The photos of the open book: taken, sealed before they are stored, sent after their records, opened only to be looked at. */
import { v7 } from 'uuid';
import type { AttachedFile, HouseholdState, PhotoEntry, Uuid } from '../casework/records';
import { openSegments, sealSegments } from '../envelope/attachment';
import { b64u, type Bytes, CannotOpen, fromB64u } from '../envelope/bytes';
import type { EpochKey, Keychain } from '../ledger/keychain';
import { keeping } from '../store/keeping.svelte';
import type { PhotoRow } from '../store/photo-rows';
import { dropPhoto, keepPhoto, photo, segmentsOf, trimPhotos, waitingPhotos } from '../store/photos';
import type { Store } from '../store/store';
import { Backoff } from '../sync/backoff';
import { openBytes, sealBytes } from '../unlock/keys';
import { type BlobOffice, officeOverHttp } from './office';
import type { PhotoInput } from './photo-input';
import { sendPhotos } from './queue';
import { shrink, type Shrunk } from './shrink';

/** Kept on the phone for every household: the newest, so that a stairwell without signal still shows them. */
export const KEPT_A_HOUSEHOLD = 20;

export interface WaitingPhoto { att: Uuid; bucket: Uuid; sent: number; n: number; size: number; added_at: string; failed: string | null }
export interface PhotoParts { store: Store; storage: CryptoKey; keychain: Keychain; toWriteUnder(bucket: Uuid): Promise<EpochKey>; office?: BlobOffice; shrink?: (source: Blob | ImageBitmap) => Promise<Shrunk> }

const thumbPlace = (att: Uuid) => `kasane photo thumb v1\n${att}`;

export class PhotoBook {
  /** what has not arrived, oldest first */
  waiting = $state.raw<WaitingPhoto[]>([]);
  readonly #office: BlobOffice;
  readonly #backoff = new Backoff(Math.random, () => keeping.longestWait);
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;
  #sending: Promise<void> | null = null;
  #fetching: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: PhotoParts) {
    this.#office = parts.office ?? officeOverHttp;
  }

  /** Resolves when it is durable here, sealed. Throws CannotTake, NoKey or a failure of the store. */
  async take(source: Blob | ImageBitmap, bucket: Uuid, draft: string): Promise<PhotoInput> {
    const taken_at = new Date().toISOString();
    const shrunk = await (this.parts.shrink ?? shrink)(source);
    const newest = await this.parts.toWriteUnder(bucket);
    const att = v7();
    const { header, segments } = await sealSegments(newest.key, shrunk.content, { att, bucket, epoch: newest.epoch });
    const thumb = shrunk.thumb ? await sealBytes(this.parts.storage, thumbPlace(att), shrunk.thumb) : undefined;
    const row: PhotoRow = { att, bucket, state: 'draft', n: header.n, size: header.size, added_at: taken_at, sent: [], failed: null, draft, thumb };
    await keepPhoto(this.parts.store, row, segments);
    const { media, width, height } = shrunk;
    const file: AttachedFile = { media, width, height, size: header.size, n: header.n, salt: b64u(header.salt), digest: b64u(header.digest), epoch: newest.epoch };
    return { att, taken_at, place: '', caption: '', file };
  }

  remove(att: Uuid): Promise<void> {
    return dropPhoto(this.parts.store, att);
  }

  /** The small picture of an own photo, or the vault's; null when neither is here and the server is out of reach. */
  async small(entry: Pick<PhotoEntry, 'id' | 'thumb' | 'file' | 'full'>, bucket: Uuid): Promise<Bytes | null> {
    const own = (await photo(this.parts.store, entry.id))?.thumb;
    if (own) return openBytes(this.parts.storage, thumbPlace(entry.id), own).catch(() => null);
    return entry.thumb ? this.#open(entry.thumb.id, entry.thumb.file, bucket) : this.whole(entry, bucket);
  }

  /** What the vault cleaned, else the photo as it was taken where a browser can show that. */
  async whole(entry: Pick<PhotoEntry, 'id' | 'file' | 'full'>, bucket: Uuid): Promise<Bytes | null> {
    const cleaned = entry.full ? await this.#open(entry.full.id, entry.full.file, bucket) : null;
    return cleaned ?? (entry.file.media === 'image/heic' ? null : this.#open(entry.id, entry.file, bucket));
  }

  /** Once for all that waits; a person who asks has refused ones offered again. */
  send(asked = false): Promise<void> {
    this.#sending ??= this.#send(asked).finally(() => {
      this.#sending = null;
    });
    return this.#sending;
  }

  async read(): Promise<void> {
    const rows = await waitingPhotos(this.parts.store);
    if (this.#closed) return;
    this.waiting = rows.map(({ att, bucket, sent, n, size, added_at, failed }) => ({ att, bucket, sent: sent.length, n, size, added_at, failed: failed?.code ?? null }));
  }

  /** After the records have gone and come: their photos follow, and nothing waits for them. */
  follow(touched: Iterable<Uuid>, read: (bucket: Uuid) => Promise<HouseholdState | null>): void {
    void this.send();
    void this.keepNewest(touched, read);
  }

  /** The small pictures of the newest photos come with the records; what is older makes room. Waits for nothing on the screen. */
  keepNewest(buckets: Iterable<Uuid>, read: (bucket: Uuid) => Promise<HouseholdState | null>): Promise<unknown> {
    this.#fetching = this.#fetching.then(async () => {
      for (const bucket of buckets) await this.#keepNewestOf((await read(bucket)) ?? { bucket });
    }).catch(() => undefined);
    return this.#fetching;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer) clearTimeout(this.#timer);
    this.waiting = [];
  }

  async #send(asked: boolean): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    try {
      await sendPhotos(this.parts.store, { office: this.#office, asked, progress: () => void this.read().catch(() => undefined) });
      this.#backoff.reset();
    } catch {
      if (!this.#closed) this.#timer = setTimeout(() => void this.send(), this.#backoff.next());
    }
    await this.read().catch(() => undefined);
  }

  async #keepNewestOf({ bucket, photos = [] }: Pick<HouseholdState, 'bucket'> & Partial<HouseholdState>): Promise<void> {
    const newest = photos.filter((entry) => !entry.retracted).slice(0, KEPT_A_HOUSEHOLD);
    const kept = new Set(newest.flatMap((entry) => [entry.id, entry.thumb?.id ?? '', entry.full?.id ?? '']));
    if (photos.length > newest.length) await trimPhotos(this.parts.store, bucket, kept);
    for (const { thumb } of newest) if (thumb && !this.#closed) await this.#segments(thumb.id, thumb.file, bucket);
  }

  async #open(att: Uuid, file: AttachedFile, bucket: Uuid): Promise<Bytes | null> {
    const segments = await this.#segments(att, file, bucket).catch(() => null);
    const key = (await this.parts.keychain.all(bucket)).find(({ epoch }) => epoch === file.epoch)?.key;
    if (!segments || !key) return null;
    const header = { salt: fromB64u(file.salt), size: file.size, n: file.n, digest: fromB64u(file.digest) };
    return openSegments(key, header, segments, { att, bucket, epoch: file.epoch }).catch(() => {
      throw new CannotOpen();
    });
  }

  /** From here, else from the server and then here: sealed as they came. */
  async #segments(att: Uuid, file: AttachedFile, bucket: Uuid): Promise<Bytes[]> {
    const here = await segmentsOf(this.parts.store, att);
    if (here.length === file.n) return here;
    const fetched: Bytes[] = [];
    for (let n = 0; n < file.n; n++) fetched.push(await this.#office.fetch(att, n));
    const row: PhotoRow = { att, bucket, state: 'here', n: file.n, size: file.size, added_at: new Date().toISOString(), sent: [], failed: null };
    if (!this.#closed) await keepPhoto(this.parts.store, row, fetched);
    return fetched;
  }
}
