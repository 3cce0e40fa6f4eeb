/** What somebody of the household answered, as a form, as it is kept and as it is shown. Pure. */
import type { Consent, ConsentEntry } from '../casework/agreed-records';
import { stateOn } from '../casework/fold-consents';
import type { Day, HouseholdState, Uuid } from '../casework/records';
import { livingHere } from '../households/register';
import { consentText } from '../text/consents';
import { dayError, dayIn, daysUntil, dayShown } from './day-form';

export interface ConsentForm {
  person: Uuid; answer: string; purposes: string[]; data: string[]; orgs: string; method: string; proxy: string; obtained_on: string; until: string; words: string; capacity_note: string;
}
/** Within so many days of its last day a consent is asked for anew. */
const SOON = 30;

export function blankConsent(state: HouseholdState, today: Day): ConsentForm {
  const here = livingHere(state);
  return { person: here.length === 1 ? here[0]!.id : '', answer: '', purposes: ['plan'], data: [], orgs: '', method: '', proxy: '', obtained_on: dayShown(today), until: '', words: '', capacity_note: '' };
}

export const linesOf = (text: string): string[] => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** Keyed by the control that must be filled, in the order of the form. */
export function consentErrors(form: ConsentForm, today: Day): Record<string, string> {
  const t = consentText.add.errors;
  const gives = form.answer === 'given';
  const [on, until] = [dayIn(form.obtained_on), dayIn(form.until)];
  const wrong: [string, string | undefined | false][] = [
    ['consent-person', !form.person && t.who], ['consent-answer', !form.answer && t.answer], ['consent-purposes', form.answer !== 'refused' && !form.purposes.length && t.purposes],
    ['consent-data', gives && !form.data.length && t.data], ['consent-orgs', gives && !linesOf(form.orgs).length && t.orgs], ['consent-method', !form.method && t.method], ['consent-proxy', form.method === 'proxy' && !form.proxy.trim() && t.proxy],
    ['consent-on', dayError(form.obtained_on) ?? (on === null ? t.needDay : on > today && t.future)],
    ['consent-until', gives && (dayError(form.until) ?? (until !== null && (on !== null && until < on ? t.before : until < today && t.passed)))],
  ];
  return Object.fromEntries(wrong.filter((one): one is [string, string] => Boolean(one[1])));
}

export function consentOf(form: ConsentForm, by: Uuid): Consent {
  const gives = form.answer === 'given';
  const until = gives ? dayIn(form.until) : null;
  return {
    person: form.person, answer: form.answer as Consent['answer'], purposes: form.purposes, data: gives ? form.data : [], orgs: gives ? linesOf(form.orgs) : [], method: form.method as Consent['method'],
    obtained_on: dayIn(form.obtained_on) ?? '', by, words: form.words.trim(), capacity_note: form.capacity_note.trim(),
    ...(form.method === 'proxy' ? { proxy: form.proxy.trim() } : {}), ...(until ? { until } : {}),
  };
}

export interface Answer { entry: ConsentEntry; state: ReturnType<typeof stateOn>; /** until its last day, where that is near */ left: number | null }

/** What stands today, and everything else, each newest first. */
export function answersOf(consents: readonly ConsentEntry[], today: Day): { stand: Answer[]; past: Answer[] } {
  const all = [...consents].reverse().map((entry): Answer => {
    const days = entry.consent.until ? daysUntil(entry.consent.until, today) : null;
    return { entry, state: stateOn(consents, entry, today), left: days !== null && days >= 0 && days <= SOON ? days : null };
  });
  return { stand: all.filter(({ state }) => state === 'stands'), past: all.filter(({ state }) => state !== 'stands') };
}

/** Whether it can still be taken back. */
export const mayEnd = ({ consent, withdrawals }: ConsentEntry): boolean => consent.answer === 'given' && !withdrawals.length;

export function backErrors({ on, who, how }: { on: string; who: string; how: string }, { consent }: ConsentEntry, today: Day): Record<string, string> {
  const [t, add] = [consentText.back.errors, consentText.add.errors];
  const day = dayIn(on);
  const wrong: [string, string | undefined | false][] = [
    ['back-on', dayError(on) ?? (day === null ? add.needDay : day > today ? add.future : day < consent.obtained_on && t.before)], ['back-who', !who.trim() && t.who], ['back-how', !how.trim() && t.how],
  ];
  return Object.fromEntries(wrong.filter((one): one is [string, string] => Boolean(one[1])));
}
