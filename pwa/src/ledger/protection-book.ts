/** 支援措置: the mark that closes a household to all but whom it names, the household of those who are not protected, and the deliberate look at what is hidden. */
import type { Protection, SealedPlace } from '../casework/protection-records';
import type { HouseholdFields, HouseholdState, Payload, PersonFields, PersonState, Registers, Uuid } from '../casework/records';
import { KIND } from '../envelope/frame';
import { instantNow, today } from '../text/when';
import type { BookParts } from './book-parts';
import { firstOps, openBucket } from './new-household';
import { type Draftling, type Entry, newOpId } from './writer';

const PLACE = ['postal_code', 'ward', 'street_name', 'town', 'banchi', 'building', 'room', 'gakku'] as const;

export class ProtectionBook {
  constructor(private readonly parts: BookParts) {}

  /** `apart`: who lives there and is not protected. They go on in a household that knows nothing of this one; this one, with all that was ever written in it, stays with the protected side. `called`: that household's name in lists. */
  async mark(household: HouseholdState, protection: Protection, apart: readonly PersonState[], keepsPlace: boolean, called: string, draft?: string): Promise<Uuid | null> {
    const { me, renewal, write } = this.parts;
    const bucket = household.bucket;
    const recorded_at = instantNow();
    const people = protection.people.map(({ staff, basis }) => ({ staff, basis }));
    const op = (payload: Payload, effects?: Draftling['effects']): Draftling => ({ id: newOpId(), payload, kind: KIND.op, title: called, effects });
    const left = apart.map(({ id, fields }) => op({ kind: 'fields.set', entity: `person:${id}`, set: { left_on: today() }, base: { left_on: (fields.left_on?.heads ?? []).map((head) => head.op) }, recorded_at }));
    // The mark is last: whatever goes before it is written while everybody may still write.
    const home: Entry = { bucket, ...(await renewal.toWriteUnder(bucket)), ops: [...left, op({ kind: 'protection.set', protection, recorded_at }, [{ k: 'protection.set', people }])], draft };
    if (!apart.length) return write(home).then(() => null);
    const { bucket: other, key, opens, own } = await openBucket(me, this.parts.keys, this.parts.trust);
    const fields: Partial<HouseholdFields> = { ...(keepsPlace && valuesOf(household.fields, PLACE)), lead: me.staff, phase: 'intake' };
    const persons = apart.map((one) => Object.fromEntries(Object.entries(one.fields).flatMap(([field, { value }]) => (value === null || value === undefined ? [] : [[field, value]]))) as Partial<PersonFields>);
    const name = persons.map((one) => one.family_name ?? one.alias).find(Boolean);
    await write(home, { bucket: other, epoch: 1, key, opens, keys: [own], ops: firstOps(me, { ...(name && { name }), ...fields }, persons, name ?? '') });
    await this.parts.folder.refold([other]);
    return other;
  }

  /** What is hidden, after that it was looked at, and why, was written down. */
  async open(bucket: Uuid, why: string): Promise<SealedPlace> {
    const { renewal, folder, titleOf, write } = this.parts;
    const payload: Payload = { kind: 'protection.opened', why, recorded_at: instantNow() };
    await write({ bucket, ...(await renewal.toWriteUnder(bucket)), ops: [{ id: newOpId(), payload, kind: KIND.op, title: titleOf(bucket) }] });
    return folder.sealedPlace(bucket);
  }
}

function valuesOf(registers: Registers, fields: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(fields.flatMap((field) => (registers[field]?.value ? [[field, registers[field].value]] : [])));
}
