/** 相談受付・申込票, in two editions: with consent, and 同意なし, in which nothing stands that only a consent opens. Pure. */
import type { ConsentEntry } from '../casework/agreed-records';
import { formatEra } from '../casework/calendar';
import { CONCERNS, CONSENT_ANSWERS, CONSENT_DATA, CONSENT_METHODS, CONSENT_PURPOSES, CONSULTATION_METHODS, HEALTH_INSURANCES, HOMES, PENSIONS, RELATIONS, SEXES, URGENCIES, WORK_STATES } from '../casework/catalogue.gen';
import { labelOf, type CodedRow } from '../casework/catalogue';
import type { ConsultationEntry, PersonState } from '../casework/records';
import { textOf } from '../casework/registers';
import { birthShown } from '../households/birth';
import { addressOf, ageOf } from '../households/register';
import { consentText } from '../text/consents';
import { formText as t } from '../text/forms';
import { fullMoment } from '../text/when';
import { filled, type FilledForm, NOTHING, plain, type Row, type Told, type Values } from './layout';
import { consultationsOf, type Source, standingOf } from './source';
import { ticked, together } from './teller';

export function application(source: Source): FilledForm[] {
  const { home, choice, today, people } = source;
  const standing = standingOf(home, choice.person, today);
  const person = people.find(({ id }) => id === choice.person);
  const entry = consultationsOf(home).find(({ id }) => id === choice.consultation);
  const opened = new Set(standing.flatMap(({ consent }) => consent.data));
  const values: Values = {
    edition: standing.length ? 'consented' : 'unconsented', boxes: { ...receptionOf(source, entry), ...personOf(source, person), ...livingOf(source, entry), sign: plain(t.sign), sign_day: plain(t.signDay), household_no: plain(textOf(home.fields, 'household_no')) },
    rows: { members: people.filter(({ id }) => id !== choice.person).map((one) => memberOf(source, one)), consents: consentsOf(source, standing) },
  };
  return [filled('application', values, (data) => opened.has(data))];
}

function receptionOf({ teller, nameOf }: Source, entry: ConsultationEntry | undefined): Record<string, Told> {
  if (!entry) return { concerns: ticked(CONCERNS, [], '') };
  const { consultation: one, versions } = entry;
  const at = versions.at(-1)?.recorded_at ?? entry.recorded_at;
  const shows = teller.isOwn(one) || teller.manner.third;
  const third = shows && !teller.isOwn(one);
  return {
    received_at: plain(fullMoment(one.received_at)), received_by: plain(nameOf(one.received_by)), method: plain(labelOf(CONSULTATION_METHODS, one.method)), urgency: plain(labelOf(URGENCIES, one.urgency)),
    came: shows ? { text: t.came[one.channel] ?? t.came.other!, third } : NOTHING, concerns: { ...ticked(CONCERNS, shows ? one.concerns : [], one.most_worried ?? ''), third },
    facts: teller.ofConsultation(one, one.facts, at), quotes: teller.ofConsultation(one, one.quotes, at),
  };
}

function personOf({ home, teller, now }: Source, person: PersonState | undefined): Record<string, Told> {
  const shut: Told = { text: '', withheld: 'place' };
  const where = { postal_code: plain(textOf(home.fields, 'postal_code')), address: plain(addressOf(home.fields)) };
  const place = home.protection ? { postal_code: shut, address: shut, phone: shut } : where;
  if (!person) return { ...place, sex: ticked(SEXES, []) };
  const { fields } = person;
  const own = { name: plain(teller.name(person)), sex: ticked(SEXES, [textOf(fields, 'sex')]), language: teller.field(fields, 'language') };
  if (home.protection) return { ...place, ...own, kana: shut, birth: shut };
  const kana = [textOf(fields, 'family_kana'), textOf(fields, 'given_kana')].filter(Boolean).join(' ');
  const birth = [birthShown(textOf(fields, 'birth_date') || null, textOf(fields, 'birth_precision')), ageOf(person, now)].filter(Boolean).join('　');
  return { ...place, ...own, kana: plain(teller.called(kana)), birth: plain(birth), phone: plain(textOf(fields, 'phone') || textOf(home.fields, 'phone')) };
}

const LISTS: Record<string, readonly CodedRow[]> = { work: WORK_STATES, home: HOMES, insurance: HEALTH_INSURANCES, pension: PENSIONS };

/** The items of the national form, as the consultation has them. */
export function livingOf({ teller }: Source, entry: ConsultationEntry | undefined): Record<string, Told> {
  const isOwn = !entry || teller.isOwn(entry.consultation);
  const more = isOwn || teller.manner.third ? (entry?.consultation.more ?? {}) : {};
  return Object.fromEntries(Object.entries(LISTS).map(([item, rows]) => [item, { ...ticked(rows, [more[item]]), third: !isOwn && Boolean(more[item]) }]));
}

export function memberOf({ home, teller, now }: Source, person: PersonState): Row {
  const { fields } = person;
  const words = (name: string) => teller.field(fields, name);
  return {
    name: plain(teller.name(person)), relation: plain(labelOf(RELATIONS, textOf(fields, 'relation'))), age: plain(ageOf(person, now)), about: words('support_needs'), care: words('care_level'), insurance: words('insurance'),
    guardian: home.protection ? NOTHING : words('guardian'),
  };
}

/** What stands, or, of somebody who has not agreed, what they answered. */
function consentsOf(source: Source, standing: readonly ConsentEntry[]): Row[] {
  const { home, choice } = source;
  const shown = standing.length ? standing : home.consents.filter(({ consent }) => consent.person === choice.person);
  return shown.map((entry) => consentRow(source, entry, standing.length > 0));
}

function consentRow({ home, teller }: Source, { consent: one, at, withdrawals }: ConsentEntry, stands: boolean): Row {
  const person = home.persons.find(({ id }) => id === one.person);
  const who = person ? teller.name(person) : consentText.section.gone;
  const proxy = one.method === 'proxy' && one.proxy ? teller.said(one.proxy, at) : NOTHING;
  const names = (rows: readonly CodedRow[], codes: readonly string[]) => codes.map((code) => labelOf(rows, code)).join('、');
  const row: Row = {
    who: plain(who), answer: plain([labelOf(CONSENT_ANSWERS, one.answer), ...withdrawals.map(({ on }) => t.takenBack(formatEra(on)))].join('\n')), on: plain(formatEra(one.obtained_on)),
    how: together([plain(labelOf(CONSENT_METHODS, one.method)), proxy]), what: plain(names(CONSENT_PURPOSES, one.purposes) || t.allPurposes), until: plain(one.answer === 'given' ? (one.until ? formatEra(one.until) : consentText.section.always) : ''),
  };
  // To whom and what may be told is a consent's own matter: of one that does not stand it says nothing any more.
  return stands ? { ...row, what: plain(`${names(CONSENT_PURPOSES, one.purposes) || t.allPurposes}\n${t.given(names(CONSENT_DATA, one.data))}`), to: teller.said(one.orgs.join('、'), at) } : row;
}
