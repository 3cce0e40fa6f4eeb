/** The shared sheets on this device, each in a packet with a key of its own: their rows, their words, and the sharing of another one. */
import type { Payload, Sheet, SheetState, Uuid } from '../casework/records';
import { KIND } from '../envelope/frame';
import { digestOf } from '../sheets/digest';
import type { SheetRow } from '../sheets/sheet-row';
import { instantNow } from '../text/when';
import type { BookParts } from './book-parts';
import type { Effect } from './ledger';
import { openBucket } from './new-household';
import { newOpId } from './writer';

export class SheetBook {
  /** reactive: new array on each change */
  rows = $state.raw<SheetRow[]>([]);

  constructor(private readonly parts: BookParts) {}

  readonly one = (packet: Uuid): Promise<SheetState | null> => this.parts.folder.sheet(packet);

  show(rows: readonly SheetRow[]): void {
    const fresh = new Set(rows.map(({ packet }) => packet));
    if (fresh.size) this.rows = [...this.rows.filter(({ packet }) => !fresh.has(packet)), ...rows];
  }

  drop(packet: Uuid): void {
    this.rows = this.rows.filter((row) => row.packet !== packet);
  }

  titleOf(packet: Uuid): string | undefined {
    return this.rows.find((row) => row.packet === packet)?.title;
  }

  /** Freezes the version in a packet, gives it to whom it names, and writes down in the household that it was shared: all of it durable, or nothing. `first`: what of the draft was not recorded yet. */
  async share(sheet: Sheet, first: Payload | null, draft?: string): Promise<Uuid> {
    const { me, keys, trust, titleOf, renewal, write } = this.parts;
    const { household, number, recipients } = sheet;
    const [home, packet] = await Promise.all([renewal.toWriteUnder(household), openBucket(me, keys, trust, 'packet')]);
    const recorded_at = instantNow();
    const version: Payload = { kind: 'sheet.version', sheet, recorded_at };
    const share: Payload = { kind: 'sheet.share', packet: packet.bucket, number, digest: await digestOf(sheet), recipients, recorded_at };
    const effects = recipients.flatMap(({ staff, basis }): Effect[] => (staff ? [{ k: 'packet.grant', staff, basis }] : []));
    const op = (payload: Payload, title: string, given: Effect[] = []) => ({ id: newOpId(), payload, kind: KIND.op, title, effects: given });
    await write(
      { bucket: packet.bucket, epoch: 1, key: packet.key, opens: packet.opens, keys: [packet.own], ops: [op(version, sheet.title, effects)], draft },
      { bucket: household, ...home, ops: [...(first ? [first] : []), share].map((payload) => op(payload, titleOf(household))) },
    );
    return packet.bucket;
  }
}
