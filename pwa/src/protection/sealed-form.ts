/** What 支援措置 hides, in the writing: one correction for the home, and for each person one of the telephone and one of what else leads to them. Pure. */
import { REACH } from '../casework/fold-protection';
import type { SealedPlace } from '../casework/protection-records';
import type { Instant, Payload, PersonState, Registers } from '../casework/records';
import { changeOf, type Correction, correctionOf, resumedOver, touchedOnly } from '../households/correction';
import { type AddressForm, digits } from '../households/household-form';
import { addressOf, callName } from '../households/register';
import { fieldNames } from '../text/fields';
import { protectionText } from '../text/protection';

const HOME = ['postal_code', 'ward', 'street_name', 'town', 'banchi', 'building', 'room', 'gakku', 'hokatsu_area', 'hint', 'phone'] as const;
export const REACHES = ['school', 'care', 'work', 'other'] as const;
export type HomeForm = AddressForm & Record<(typeof HOME)[number], string>;
export type Texts = Record<string, string>;
export interface SealedForm { household: Correction<HomeForm>; others: Record<string, Correction<Texts>> }

const t = protectionText.place;
const textsOf = (registers: Registers, fields: readonly string[]): Texts => Object.fromEntries(fields.map((field) => [field, String(registers[field]?.value ?? '')]));
const setOf = (form: object): Record<string, unknown> => Object.fromEntries(Object.entries(form as Texts).map(([field, text]) => [field, (field === 'postal_code' ? digits(text) : text.trim()) || null]));
const begun = (registers: Registers, fields: readonly string[]) => correctionOf(textsOf(registers, fields), setOf, registers);
const mapped = <A, B>(all: Record<string, A>, to: (one: A, entity: string) => B): Record<string, B> => Object.fromEntries(Object.entries(all).map(([entity, one]) => [entity, to(one, entity)]));

export const personEntity = ({ id }: PersonState): string => `person:${id}`;
export const reachEntity = ({ id }: PersonState): string => `${REACH}${id}`;

export function sealedForm(place: SealedPlace, persons: readonly PersonState[]): SealedForm {
  const others = persons.flatMap((one) => [[personEntity(one), begun(place.persons[one.id] ?? {}, ['phone'])], [reachEntity(one), begun(place.reach[one.id] ?? {}, REACHES)]] as const);
  return { household: begun(place.fields, HOME) as unknown as Correction<HomeForm>, others: Object.fromEntries(others) };
}

export function resumedSealed(fresh: SealedForm, found: SealedForm): SealedForm {
  return {
    household: resumedOver<HomeForm>(setOf)(fresh.household, found.household),
    others: mapped(fresh.others, (one, entity) => (found.others[entity] ? resumedOver<Texts>(setOf)(one, found.others[entity]) : one)),
  };
}

export function storedSealed(form: SealedForm): SealedForm {
  return { household: touchedOnly<HomeForm>(setOf)(form.household), others: mapped(form.others, touchedOnly<Texts>(setOf)) };
}

export function sealedChanges(form: SealedForm, at: Instant): Payload[] {
  const entries: [string, Correction<Texts>][] = [['household', form.household as unknown as Correction<Texts>], ...Object.entries(form.others)];
  return entries.flatMap(([entity, correction]) => changeOf(entity, correction, setOf, at) ?? []);
}

/** As lines to read: what nobody has written is left out. */
export function sealedLines(place: SealedPlace, persons: readonly PersonState[], isPrivate: boolean): [string, string][] {
  const text = (registers: Registers | undefined, field: string) => String(registers?.[field]?.value ?? '');
  const of = (one: PersonState): [string, string][] => [
    [t.of(callName(one, isPrivate), fieldNames.phone!), text(place.persons[one.id], 'phone')],
    ...REACHES.map((field): [string, string] => [t.of(callName(one, isPrivate), t.reach[field]!), text(place.reach[one.id], field)]),
  ];
  const home = (['postal_code', 'hint', 'phone', 'gakku', 'hokatsu_area'] as const).map((field): [string, string] => [fieldNames[field]!, text(place.fields, field)]);
  const around = Object.values(place.around).filter((one) => !text(one, 'gone')).map((one) => [isPrivate ? '' : text(one, 'name'), text(one, 'note')].filter(Boolean).join('　')).filter(Boolean).join('\n');
  return ([[t.address, addressOf(place.fields)], ...home, ...persons.flatMap(of), [t.around, around]] as [string, string][]).filter(([, line]) => line);
}
