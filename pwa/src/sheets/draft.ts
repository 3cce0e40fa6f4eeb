/** The draft of a household's sheet: the registers it is written in, what is drawn from the household, and what a version freezes. Pure. */
import { CENTERS, FIELDS, ROLES, TEAM_ROLES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import { hasAccepted } from '../casework/fold-team';
import { textOf } from '../casework/registers';
import type { HouseholdState, Instant, Recipient, Registers, Sheet, Uuid } from '../casework/records';
import { aboutPerson, livingHere, personName } from '../households/register';
import type { Colleague } from '../ledger/ledger';
import { sheetText } from '../text/sheets';

export const ENTITY = 'sheet';
export const SECTIONS = ['tried', 'sticking_point', 'wish', 'consent_state', 'consent_note', 'asked_of', 'urgency_note'] as const;
export type Section = (typeof SECTIONS)[number];
export interface SheetForm { issues: Record<string, string>; sections: Record<Section, string> }

/** Each field of the form is a register of its own: whoever writes another one disturbs nobody. */
export function fieldsOfSheet({ issues, sections }: SheetForm): Record<string, string> {
  const issueFields = FIELDS.map(({ code }): [string, string] => [`issue_${code}`, (issues[code] ?? '').trim()]);
  return { ...Object.fromEntries(issueFields), ...Object.fromEntries(SECTIONS.map((name) => [name, sections[name].trim()])) };
}

export function sheetForm(registers: Registers): SheetForm {
  return {
    issues: Object.fromEntries(FIELDS.map(({ code }) => [code, textOf(registers, `issue_${code}`)])),
    sections: Object.fromEntries(SECTIONS.map((name) => [name, textOf(registers, name)])) as Record<Section, string>,
  };
}

export const hasDraft = (state: Pick<HouseholdState, 'entities'>): boolean => Object.values(fieldsOfSheet(sheetForm(state.entities[ENTITY] ?? {}))).some(Boolean);

/** 森川 ハツ（84歳・母） */
export function membersOf(state: HouseholdState, now: Date): string[] {
  return livingHere(state).map((person) => {
    const about = aboutPerson(person, now);
    return about ? `${personName(person)}（${about}）` : personName(person);
  });
}

/** Who leads and who took on a role, in the order in which they did. */
export function involvedIn(state: HouseholdState, nameOf: (staff: Uuid) => string): string[] {
  const lead = textOf(state.fields, 'lead');
  const took = state.team.filter((one) => hasAccepted(one) && one.to !== lead).map((one) => `${one.to ? nameOf(one.to) : one.agency}（${labelOf(TEAM_ROLES, one.role)}：${one.task}）`);
  return [...(lead ? [`${nameOf(lead)}（${labelOf(TEAM_ROLES, 'lead')}）`] : []), ...took];
}

export function nextNumber({ sheets }: Pick<HouseholdState, 'sheets'>): number {
  return Math.max(0, ...sheets.map(({ number }) => number)) + 1;
}

export interface Given { title: string; author: string; members: string[]; involved: string[]; recipients: Recipient[] }

/** Only what was written stands in it: an empty section is no section. */
export function sheetOf(state: HouseholdState, form: SheetForm, { title, author, ...given }: Given, as_of: Instant): Sheet {
  const written = (texts: Record<string, string>) => Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, text.trim()] as const).filter(([, text]) => text));
  return { household: state.bucket, number: nextNumber(state), title, author, as_of, ...given, issues: written(form.issues), sections: written(form.sections) };
}

export interface RecipientForm { id: Uuid; to: string; agency: string; basis: string; word: string }
export const OTHER = 'other';
/** An op carries no more effects than this (docs/wire.md). */
export const MOST_STAFF = 8;

export const blankRecipient = (): RecipientForm => ({ id: crypto.randomUUID(), to: '', agency: '', basis: '', word: '' });

/** As they are called today: the page says so even when they have long left. */
export function recipientOf({ id, to, agency, basis, word }: RecipientForm, people: readonly Colleague[]): Recipient {
  const person = people.find((one) => one.id === to);
  const who = person ? { staff: to, name: person.name, office: officeOf(person) } : { name: to === OTHER ? agency.trim() : '', office: '' };
  return { id, ...who, basis, word: word.trim() };
}

export const officeOf = ({ role, center }: Pick<Colleague, 'role' | 'center'>): string => [labelOf(CENTERS, center), labelOf(ROLES, role)].filter(Boolean).join('・');

/** Keyed by the control that must be filled. */
export function shareErrors(forms: readonly RecipientForm[]): Record<string, string> {
  const t = sheetText.share.errors;
  const wrong = forms.flatMap((one, n): [string, string][] => [
    ...(!one.to ? [[`share-to-${n}`, t.who!] as [string, string]] : []),
    ...(one.to && one.to !== OTHER && forms.findIndex((other) => other.to === one.to) < n ? [[`share-to-${n}`, t.twice!] as [string, string]] : []),
    ...(one.to === OTHER && !one.agency.trim() ? [[`share-agency-${n}`, t.agency!] as [string, string]] : []),
    ...(!one.basis ? [[`share-basis-${n}`, t.basis!] as [string, string]] : []),
    ...(!one.word.trim() ? [[`share-word-${n}`, t.word!] as [string, string]] : []),
  ]);
  const staff = forms.map((one, n) => ({ one, n })).filter(({ one }) => one.to && one.to !== OTHER);
  const tooMany = staff.length > MOST_STAFF ? [[`share-to-${staff[MOST_STAFF]!.n}`, t.most!] as [string, string]] : [];
  return Object.fromEntries([...wrong, ...tooMany]);
}
