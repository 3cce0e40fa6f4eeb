/** One agency in the writing: what the form holds, what is wrong with it, and how two people's changes come together. Pure. */
import { FIELDS, type FieldCode, type OrganizationKindCode } from '../casework/catalogue.gen';
import type { OrganizationEntry, Tel } from '../store/organization-rows';
import { organizationText } from '../text/organizations';
import { telOf } from './organization';

export interface OrganizationForm {
  name: string; kana: string; kind: string; fields: FieldCode[]; target: string; center: string | null; near: boolean; area_name: string;
  tels: Tel[]; url: string; hours: string; address: string; notes: string; is_public: boolean;
}

/** `shown` and `version`: what stood there when the writing began; a new one has version 0. `id` is made with the first saving. */
export interface OrganizationDraft { id: string; version: number; shown: OrganizationForm; input: OrganizationForm; checked: boolean }

export const MOST_TELS = 5;
const LENGTHS = { name: 80, kana: 120, target: 200, area_name: 40, url: 300, hours: 200, address: 200, notes: 500 } as const;
const KANA = /^[ぁ-ゖァ-ヺー・、 0-9]+$/;
const URL_SHAPE = /^https:\/\/(?:[a-z0-9-]+\.)+[a-z0-9-]+(?::[0-9]{1,5})?(?:[/?#][^\s<>"'`\\^{|}]*)?$/i;
const t = organizationText.errors;

export function blankForm(center: string | null): OrganizationForm {
  return { name: '', kana: '', kind: '', fields: [], target: '', center, near: false, area_name: '', tels: [{ label: '', number: '' }], url: '', hours: '', address: '', notes: '', is_public: true };
}

export function formOf(entry: OrganizationEntry): OrganizationForm {
  const { name, kana, kind, fields, target, center, area_level, area_name, tels, url, hours, address, notes, is_public } = entry;
  return { name, kana, kind, fields: [...fields], target, center, near: area_level === 'neighbourhood', area_name, tels: tels.map((tel) => ({ label: tel.label, number: tel.number })), url, hours, address, notes, is_public };
}

/** Only of a form without errors. Telephones that were left empty are no telephones. */
export function entryOf(form: OrganizationForm): OrganizationEntry {
  const { near, ...rest } = form;
  return {
    ...rest, kind: form.kind as OrganizationKindCode, area_level: form.center === null ? 'city' : near ? 'neighbourhood' : 'ward', area_name: form.center !== null && near ? form.area_name : '',
    kana: form.kana.normalize('NFKC').trim(), url: form.url.trim(), tels: written(form.tels).map((tel) => ({ label: tel.label.trim(), number: telOf(tel.number)! })),
  };
}

/** Keyed by the end of the control's id, in the order of the form. */
export function formErrors(form: OrganizationForm): Record<string, string> {
  const errors: Record<string, string> = {};
  const kana = form.kana.normalize('NFKC').trim();
  if (!form.name.trim()) errors.name = t.name;
  if (!KANA.test(kana)) errors.kana = t.kana;
  if (!form.kind) errors.kind = t.kind;
  if (!form.fields.length) errors[`field-${FIELDS[0].code}`] = t.fields;
  if (form.center !== null && form.near && !form.area_name.trim()) errors.area = t.area;
  Object.assign(errors, telErrors(form.tels));
  if (form.url.trim() && !URL_SHAPE.test(form.url.trim())) errors.url = t.url;
  for (const [field, most] of Object.entries(LENGTHS) as [keyof typeof LENGTHS, number][]) {
    const id = field === 'area_name' ? 'area' : field;
    if (!errors[id] && form[field].trim().length > most) errors[id] = t.long(most);
  }
  return errors;
}

function telErrors(tels: readonly Tel[]): Record<string, string> {
  const errors: Record<string, string> = {};
  if (!written(tels).length) errors['tel-0'] = t.tel;
  const before = new Set<string>();
  tels.forEach((tel, place) => {
    if (!tel.number.trim()) {
      if (tel.label.trim()) errors[`tel-${place}`] = t.tel;
      return;
    }
    const number = telOf(tel.number)?.replaceAll('-', '');
    if (!number) errors[`tel-${place}`] = t.telShape;
    else if (before.has(number)) errors[`tel-${place}`] = t.telTwice;
    else before.add(number);
  });
  return errors;
}

function written(tels: readonly Tel[]): Tel[] {
  return tels.filter((tel) => tel.number.trim());
}

/** A writing over what has become of the entry since: what was touched stays as typed, all else is as it stands now. `both`: what the other has changed too. */
export function over(now: { version: number; shown: OrganizationForm }, draft: OrganizationDraft): { draft: OrganizationDraft; both: (keyof OrganizationForm)[] } {
  const names = Object.keys(now.shown) as (keyof OrganizationForm)[];
  const touched = names.filter((name) => !same(draft.input[name], draft.shown[name]));
  const both = touched.filter((name) => !same(now.shown[name], draft.shown[name]) && !same(now.shown[name], draft.input[name]));
  const kept = Object.fromEntries(touched.map((name) => [name, draft.input[name]]));
  return { draft: { ...draft, version: now.version, shown: now.shown, input: { ...structuredClone(now.shown), ...kept } }, both };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
