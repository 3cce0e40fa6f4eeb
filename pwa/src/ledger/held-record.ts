/** Reads a record that the office keeps back, before anybody decides: checked and opened like any other, and kept nowhere. */
import type { HouseholdState, OpenedOp } from '../casework/records';
import { fromB64u } from '../envelope/bytes';
import type { Trust } from '../envelope/trust';
import { takeOps } from '../sync/intake';
import type { HeldRecord, HeldRow } from '../sync/wire';
import type { Folder } from './folder';
import type { Opener } from './opener';

/** `state`: the household as it would be with this record */
export interface HeldWords { op: OpenedOp; state: HouseholdState }
export interface HeldReader { trust: Trust; device: string; opener: Opener; folder: Folder }

export async function readHeld(of: HeldRow, { e, rcv }: HeldRecord, { trust, device, opener, folder }: HeldReader): Promise<HeldWords | null> {
  const [row] = await takeOps([{ seq: 0, rcv, e: fromB64u(e) }], trust, device);
  // The list said which record is decided upon: another one, however well signed, would be read in its place.
  if (!row || row.aside !== null || row.id !== of.op_id || row.bucket !== of.bucket || row.device !== of.device) return null;
  const op = await opener.peek({ ...row, seq: null });
  return op && { op, state: await folder.imagined(op) };
}
