/** Consultations as they are taken: with the household they begin, and who told them sealed apart; all of it durable, or nothing. */
import type { Consultation, HouseholdFields, Informant, InformantState, Payload, PersonFields, Uuid } from '../casework/records';
import { KIND } from '../envelope/frame';
import { instantNow } from '../text/when';
import { UNSENT_TITLE } from '../text/sync';
import type { BookParts } from './book-parts';
import { firstOps, openBucket } from './new-household';
import { type Draftling, type Entry, newOpId } from './writer';

export type Told = Omit<Informant, 'household' | 'consultation'>;
/** A household of the list, with what is put right there; or one that begins with this. */
export type Where = { household: Uuid; amends?: { target: Uuid; reason: string } } | { fields: Partial<HouseholdFields>; persons: Partial<PersonFields>[] };
/** What may be known of a sealed name without opening it. */
export type Seal = Pick<InformantState, 'packet' | 'by' | 'openings'>;

export class ConsultationBook {
  constructor(private readonly parts: BookParts) {}

  /** The household in which it stands now. */
  async take(consultation: Consultation, told: Told | null, where: Where, draft?: string): Promise<Uuid> {
    const home = await this.#home(where);
    const id = newOpId();
    const amends = 'household' in where ? where.amends : undefined;
    const sealed = told && (await this.#sealed({ ...told, household: home.bucket, consultation: amends?.target ?? id }, home.title));
    const said: Consultation = sealed ? { ...consultation, informant: sealed.bucket } : consultation;
    const recorded_at = instantNow();
    const payload: Payload = amends ? { kind: 'consultation.amend', ...amends, consultation: said, recorded_at } : { kind: 'consultation.add', consultation: said, recorded_at };
    const entry: Entry = { ...home.entry, draft, ops: [...home.first, { id, payload, kind: KIND.op, title: home.title }] };
    await this.parts.write(entry, ...(sealed ? [sealed] : []));
    if (!('household' in where)) await this.parts.folder.refold([home.bucket]);
    return home.bucket;
  }

  /** null: nobody on this device may open it. */
  async seal(packet: Uuid): Promise<Seal | null> {
    const state = await this.parts.folder.informant(packet);
    return state && { packet, by: state.by, openings: state.openings };
  }

  /** Who told. That it was opened, and why, is written down before anything is shown. */
  async open(packet: Uuid, why: string, household: Uuid): Promise<Informant | null> {
    const { renewal, folder, titleOf, write } = this.parts;
    const payload: Payload = { kind: 'informant.opened', why, recorded_at: instantNow() };
    await write({ bucket: packet, ...(await renewal.toWriteUnder(packet)), ops: [{ id: newOpId(), payload, kind: KIND.op, title: titleOf(household) }] });
    return (await folder.informant(packet))?.informant ?? null;
  }

  async #home(where: Where): Promise<{ bucket: Uuid; entry: Omit<Entry, 'ops'>; first: Draftling[]; title: string }> {
    const { me, keys, trust, renewal, titleOf } = this.parts;
    if ('household' in where) return { bucket: where.household, entry: { bucket: where.household, ...(await renewal.toWriteUnder(where.household)) }, first: [], title: titleOf(where.household) };
    const { bucket, key, opens, own } = await openBucket(me, keys, trust);
    const title = where.fields.name ?? where.fields.hint ?? UNSENT_TITLE;
    return { bucket, entry: { bucket, epoch: 1, key, opens, keys: [own] }, first: firstOps(me, where.fields, where.persons, title), title };
  }

  /** Nobody is given it: whoever opened the packet and the center's own people have it. */
  async #sealed(informant: Informant, title: string): Promise<Entry> {
    const { me, keys, trust } = this.parts;
    const { bucket, key, opens, own } = await openBucket(me, keys, trust, 'packet');
    const payload: Payload = { kind: 'informant.note', ...informant, recorded_at: instantNow() };
    return { bucket, epoch: 1, key, opens, keys: [own], ops: [{ id: newOpId(), payload, kind: KIND.op, title }] };
  }
}
