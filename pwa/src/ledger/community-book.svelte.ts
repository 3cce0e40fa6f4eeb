/** 地域の棚: a center's resources, issues, committees and activities, in a bucket that everybody who works there shares. */
import type { Payload, Uuid } from '../casework/records';
import { activitiesOf, committeesOf, issuesOf, resourcesOf } from '../community/shelf';
import { isShelfRow, type ListRow, type ShelfRow } from '../conferences/conference-row';
import { KIND } from '../envelope/frame';
import { communityText } from '../text/community';
import type { BookParts } from './book-parts';
import { openBucket } from './new-household';
import { newOpId } from './writer';

export class CommunityBook {
  /** reactive: a new array on each change */
  shelves = $state.raw<ShelfRow[]>([]);
  // Two phones may each have begun it without a signal: what lies in either counts.
  readonly #own = $derived.by(() => this.shelves.filter(({ center }) => center === this.parts.me.center));
  readonly resources = $derived.by(() => resourcesOf(this.#own));
  readonly issues = $derived.by(() => issuesOf(this.#own));
  readonly committees = $derived.by(() => committeesOf(this.#own));
  readonly activities = $derived.by(() => activitiesOf(this.#own));

  constructor(private readonly parts: BookParts) {}

  show(rows: readonly ListRow[]): void {
    const found = rows.filter(isShelfRow);
    const fresh = new Set(found.map(({ bucket }) => bucket));
    if (fresh.size) this.shelves = [...this.shelves.filter(({ bucket }) => !fresh.has(bucket)), ...found];
  }

  drop(bucket: Uuid): void {
    this.shelves = this.shelves.filter((row) => row.bucket !== bucket);
  }

  clear(): void {
    this.shelves = [];
  }

  titleOf(bucket: Uuid): string | undefined {
    return this.shelves.some((row) => row.bucket === bucket) ? communityText.shelf : undefined;
  }

  /** Into the bucket in which it lies, else the center's first, which this begins where none is known here. */
  async put(payload: Extract<Payload, { kind: 'fields.set' }>, bucket: Uuid | null, draft?: string): Promise<void> {
    const { me, keys, trust, renewal } = this.parts;
    const known = bucket ?? this.#own.map((row) => row.bucket).sort()[0];
    if (known) return void (await this.parts.write({ bucket: known, ...(await renewal.toWriteUnder(known)), ops: [this.#op(payload)], draft }));
    const { bucket: begun, key, opens, own } = await openBucket(me, keys, trust, 'community');
    const first: Payload = { kind: 'community.open', center: me.center, recorded_at: payload.recorded_at };
    await this.parts.write({ bucket: begun, epoch: 1, key, opens, keys: [own], ops: [this.#op(first), this.#op(payload)], draft });
  }

  #op(payload: Payload) {
    return { id: newOpId(), payload, kind: KIND.op, title: communityText.shelf };
  }
}
