/** 支援経過一覧: everything that was done in a period, the newest last, and how often. Pure. */
import { dayOf, formatEra, formatTime } from '../casework/calendar';
import { CASE_PHASES, CONSENT_ANSWERS, CONSULTATION_METHODS, CONTACT_METHODS, CONTACT_RESULTS, URGENCIES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { ConsultationEntry, Instant, VisitEntry } from '../casework/records';
import { mayBeTold } from '../plans/told';
import { formText as t } from '../text/forms';
import { keptAt } from './assessment';
import { filled, type FilledForm, NOTHING, plain, type Row, type Told } from './layout';
import type { Source } from './source';
import { together } from './teller';

/** A day without an hour stands at its noon. */
interface Moment { at: Instant; row: Row }
const MET = new Set(['met_person', 'met_outside', 'spoke_through_door']);
const noon = (day: string): Instant => `${day}T12:00:00+09:00`;
const time = ({ at }: Moment): number => Date.parse(at) || 0;

export function course(source: Source): FilledForm[] {
  const { from, to } = source.choice;
  const within = (at: Instant) => !Number.isNaN(Date.parse(at)) && dayOf(at) >= from && dayOf(at) <= to;
  const visits = source.home.visits.filter(({ retracted, visit }) => !retracted && within(visit.occurred_at));
  const received = source.home.consultations.filter(({ retracted, consultation }) => !retracted && within(consultation.received_at));
  const moments = [...visits.map((one) => visited(source, one)), ...received.map((one) => consulted(source, one)), ...stepped(source), ...agreed(source), ...planned(source)];
  const entries = moments.filter(({ at }) => within(at)).sort((a, b) => time(a) - time(b)).map(({ row }) => row);
  const boxes = { from: plain(from && formatEra(from)), to: plain(to && formatEra(to)), ...countsOf(visits, received.length) };
  return [filled('course', { boxes, rows: { entries } }, () => true)];
}

function visited({ home, teller, nameOf }: Source, entry: VisitEntry): Moment {
  const { visit } = entry;
  const at = keptAt(entry);
  const said = (text: string | undefined) => teller.ofVisit(visit, text ?? '', at);
  const met = visit.met_persons.flatMap((id) => home.persons.find((one) => one.id === id) ?? []).map((one) => teller.name(one));
  const others = visit.third_party.map(({ text }) => teller.heard(text, at)); // never who said it
  return {
    at: visit.occurred_at,
    row: {
      at: plain(shown(visit.occurred_at)), how: plain([labelOf(CONTACT_METHODS, visit.method), teller.isHearsay(visit) && !teller.manner.third ? '' : labelOf(CONTACT_RESULTS, visit.result)].filter(Boolean).join('\n')), by: together([plain(visit.staff.map(nameOf).join('、')), teller.said(visit.accompanied.join('、'), at)]),
      whom: plain(met.join('、')), what: together([said(visit.facts), said(visit.quotes), ...others]), view: said(visit.assessment), next: together([said(visit.promises), plain(visit.next_on ? shortDay(visit.next_on) : ''), said(visit.next_note)]),
    },
  };
}

function consulted({ teller, nameOf }: Source, entry: ConsultationEntry): Moment {
  const { consultation: one, versions, recorded_at } = entry;
  const at = versions.at(-1)?.recorded_at ?? recorded_at;
  const said = (text: string) => teller.ofConsultation(one, text, at);
  const came: Told = teller.isOwn(one) ? plain(t.came[one.channel]) : teller.heard(t.came.other!, at);
  return {
    at: one.received_at,
    row: { at: plain(shown(one.received_at)), how: plain([t.rows.consultation, labelOf(CONSULTATION_METHODS, one.method)].filter(Boolean).join('\n')), by: plain(nameOf(one.received_by)), whom: came, what: together([said(one.facts), said(one.quotes)]), view: NOTHING, next: plain(labelOf(URGENCIES, one.urgency)) },
  };
}

const line = (at: Instant, when: string, how: string, by: string, what: string): Moment => ({ at, row: { at: plain(when), how: plain(how), by: plain(by), what: plain(what) } });

// Paper is read in another year, and a column is narrow.
const shortDay = (day: string): string => day.replaceAll('-', '/');
const shown = (at: Instant): string => `${shortDay(dayOf(at))}\n${formatTime(at)}`;

/** Only where to, never why: a reason may be one of a 支援会議. That it came before a conference at all is told only where none was held without the person. */
function stepped({ home, nameOf }: Source): Moment[] {
  const isOpen = home.items.every(mayBeTold);
  return home.steps.filter(({ state, move }) => state === 'stands' && (move.to !== 'conference' || isOpen)).map(({ at, by, decided, move }) => {
    const when = decided?.at ?? at;
    return line(when, shown(when), t.rows.step, nameOf(decided?.by ?? by), labelOf(CASE_PHASES, move.to));
  });
}

function agreed({ home, nameOf, teller }: Source): Moment[] {
  return home.consents.flatMap(({ by, consent, withdrawals }) => {
    const person = home.persons.find(({ id }) => id === consent.person);
    const whom = person ? plain(teller.name(person)) : NOTHING;
    const rows = [line(noon(consent.obtained_on), shortDay(consent.obtained_on), t.rows.consent, nameOf(by), labelOf(CONSENT_ANSWERS, consent.answer)), ...withdrawals.map((back) => line(noon(back.on), shortDay(back.on), t.rows.back, nameOf(back.by), ''))];
    return rows.map(({ at, row }) => ({ at, row: { ...row, whom } }));
  });
}

/** Versions, decisions and looks back; of shared sheets those alone that were shared with the person's yes. */
function planned({ home, nameOf, teller }: Source): Moment[] {
  const sheets = home.sheets.filter(({ recipients }) => recipients.every(({ basis }) => basis === 'consent')).map(({ at, by, number }) => line(at, shown(at), t.rows.sheet, nameOf(by), t.rows.shared(number)));
  const plans = home.collaborations.flatMap(({ at, by, plan, decided, evaluations }) => [
    line(at, shown(at), t.rows.plan, nameOf(by), t.rows.proposed(plan.number)), ...(decided ? [line(decided.at, shown(decided.at), t.rows.plan, nameOf(decided.by), t.rows.decided(plan.number))] : []),
    ...evaluations.map((one): Moment => ({ at: noon(one.evaluation.on), row: { at: plain(shortDay(one.evaluation.on)), how: plain(t.rows.evaluation), by: plain(nameOf(one.by)), what: teller.said(one.evaluation.changes, one.at) } })),
  ]);
  return [...sheets, ...plans];
}

/** 延べ: every record of it, of several people who went together one. */
function countsOf(visits: readonly VisitEntry[], received: number): Record<string, Told> {
  const times = (fits: (entry: VisitEntry) => boolean) => plain(t.times(visits.filter(fits).length));
  const methods = CONTACT_METHODS.filter(({ code }) => code !== 'other').map(({ code }): [string, Told] => [`count_${code}`, times(({ visit }) => visit.method === code)]);
  const known = new Set<string>(CONTACT_METHODS.map(({ code }) => code));
  return {
    ...Object.fromEntries(methods), count_other: times(({ visit }) => visit.method === 'other' || !known.has(visit.method)), count_all: times(() => true), count_met: times(({ visit }) => MET.has(visit.result)), count_consultation: plain(t.times(received)),
  };
}
