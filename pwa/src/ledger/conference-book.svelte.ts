/** A center's meetings in a bucket of its own, and the material of items, each in a packet of its own: their rows, and what is written there. */
import type { Material, MaterialState, OwnState } from '../casework/conference-records';
import type { Payload, Uuid } from '../casework/records';
import { type CenterRow, isCenterRow, isMaterialRow, type ListRow, type MaterialRow, meetingsOf, membersOf } from '../conferences/conference-row';
import { KIND } from '../envelope/frame';
import { digestOf } from '../sheets/digest';
import { conferenceText } from '../text/conferences';
import { instantNow } from '../text/when';
import type { BookParts } from './book-parts';
import type { Effect } from './ledger';
import { openBucket } from './new-household';
import { newOpId } from './writer';

export class ConferenceBook {
  /** reactive: new arrays on each change */
  centers = $state.raw<CenterRow[]>([]);
  materials = $state.raw<MaterialRow[]>([]);
  readonly meetings = $derived.by(() => meetingsOf(this.centers, this.parts.me.center));
  readonly members = $derived.by(() => membersOf(this.centers, this.parts.me.center));

  constructor(private readonly parts: BookParts) {}

  readonly center = (bucket: Uuid): Promise<OwnState | null> => this.parts.folder.center(bucket);
  readonly one = (packet: Uuid): Promise<MaterialState | null> => this.parts.folder.material(packet);

  show(rows: readonly ListRow[]): void {
    const [centers, materials] = [rows.filter(isCenterRow), rows.filter(isMaterialRow)];
    const [fresh, given] = [new Set(centers.map(({ bucket }) => bucket)), new Set(materials.map(({ packet }) => packet))];
    if (fresh.size) this.centers = [...this.centers.filter(({ bucket }) => !fresh.has(bucket)), ...centers];
    if (given.size) this.materials = [...this.materials.filter(({ packet }) => !given.has(packet)), ...materials];
  }

  drop(bucket: Uuid): void {
    this.centers = this.centers.filter((row) => row.bucket !== bucket);
    this.materials = this.materials.filter(({ packet }) => packet !== bucket);
  }

  clear(): void {
    this.centers = [];
    this.materials = [];
  }

  titleOf(bucket: Uuid): string | undefined {
    return this.centers.some((row) => row.bucket === bucket) ? conferenceText.title : this.materials.find(({ packet }) => packet === bucket)?.title;
  }

  /** Of a meeting or a member: into the bucket in which it lies, else the center's first, which this begins where none is known here. */
  async put(payload: Extract<Payload, { kind: 'fields.set' }>, bucket: Uuid | null, draft?: string): Promise<void> {
    const known = bucket ?? this.#first;
    if (!known) return this.begin(payload, draft);
    await this.parts.write({ bucket: known, ...(await this.parts.renewal.toWriteUnder(known)), ops: [this.#op(payload)], draft });
  }

  /** The center's own bucket, where none is known here: also without a meeting, what concerns no household needs a place to be answered in. */
  async begin(payload?: Payload, draft?: string): Promise<void> {
    if (this.#first) return;
    const { me, keys, trust } = this.parts;
    const { bucket, key, opens, own } = await openBucket(me, keys, trust, 'center');
    const first: Payload = { kind: 'center.open', center: me.center, recorded_at: payload?.recorded_at ?? instantNow() };
    await this.parts.write({ bucket, epoch: 1, key, opens, keys: [own], ops: [this.#op(first), ...(payload ? [this.#op(payload)] : [])], draft });
  }

  get #first(): Uuid | undefined {
    return this.centers.filter(({ center }) => center === this.parts.me.center).map((row) => row.bucket).sort()[0];
  }

  /** Freezes the material in a packet, gives it to whom the item calls, and writes down in the household that it was given: all of it durable, or nothing. */
  async give(material: Material, draft?: string): Promise<Uuid> {
    const { me, keys, trust, titleOf, renewal } = this.parts;
    const { household, item, invitees, basis } = material;
    const [home, packet] = await Promise.all([renewal.toWriteUnder(household), openBucket(me, keys, trust, 'packet')]);
    const recorded_at = instantNow();
    const effects = invitees.flatMap(({ staff }): Effect[] => (staff && staff !== me.staff ? [{ k: 'packet.grant', staff, basis }] : []));
    const given: Payload = { kind: 'conference.material', item, packet: packet.bucket, digest: await digestOf(material), invitees, recorded_at };
    await this.parts.write(
      { bucket: packet.bucket, epoch: 1, key: packet.key, opens: packet.opens, keys: [packet.own], ops: [this.#op({ kind: 'material.version', material, recorded_at }, material.title, effects)], draft },
      { bucket: household, ...home, ops: [this.#op(given, titleOf(household))] },
    );
    return packet.bucket;
  }

  #op(payload: Payload, title: string = conferenceText.title, effects: Effect[] = []) {
    return { id: newOpId(), payload, kind: KIND.op, title, effects };
  }
}
