/** What 個票 are made from: the household with those put into it, and what somebody chose to print of it. Pure. */
import type { ConsentEntry } from '../casework/agreed-records';
import { addDays, dayOf, type Moment } from '../casework/calendar';
import { stateOn } from '../casework/fold-consents';
import { RUNNING } from '../casework/fold-plans';
import type { ConsultationEntry, Day, HouseholdState, PersonState, Uuid } from '../casework/records';
import { dwellers } from '../households/together';
import { valueOf } from '../households/register';
import type { FormCode } from './layout';
import type { Teller } from './teller';

export interface Choice { forms: FormCode[]; person: Uuid; consultation: Uuid; plan: Uuid; from: Day; to: Day; third: boolean }
export interface Source { home: HouseholdState; people: readonly PersonState[]; teller: Teller; choice: Choice; today: Day; now: Date; nameOf: (staff: Uuid) => string }

/** Their records in one, as the page of the household reads them. */
export function gathered(state: HouseholdState, merged: readonly HouseholdState[]): HouseholdState {
  if (!merged.length) return state;
  const homes = [state, ...merged];
  const { own, others } = dwellers(state, merged);
  return {
    ...state, persons: [...new Map([...[...own, ...others].map(({ person }) => person), ...homes.flatMap(({ persons }) => persons)].map((one) => [one.id, one])).values()],
    visits: homes.flatMap(({ visits }) => visits), consultations: homes.flatMap(({ consultations }) => consultations), consents: homes.flatMap(({ consents }) => consents), items: homes.flatMap(({ items }) => items),
    steps: homes.flatMap(({ steps }) => steps), sheets: homes.flatMap(({ sheets }) => sheets), collaborations: homes.flatMap(({ collaborations }) => collaborations),
  };
}

/** Those who live there, each once. */
export const peopleOf = (state: HouseholdState, merged: readonly HouseholdState[]): PersonState[] => {
  const { own, others } = dwellers(state, merged);
  return [...own, ...others].map(({ person }) => person);
};

export const standingOf = ({ consents }: Pick<HouseholdState, 'consents'>, person: Uuid, today: Day): ConsentEntry[] =>
  consents.filter((entry) => entry.consent.person === person && stateOn(consents, entry, today) === 'stands');

const receivedAt = ({ consultation }: ConsultationEntry): number => Date.parse(consultation.received_at);

/** Newest first, without those that were taken back. */
export const consultationsOf = ({ consultations }: Pick<HouseholdState, 'consultations'>): ConsultationEntry[] =>
  consultations.filter(({ retracted }) => !retracted).sort((a, b) => receivedAt(b) - receivedAt(a));

/** Whoever has said yes, else whom the household is about; the newest consultation; the plan that runs; the whole time there has been. */
export function firstChoice(home: HouseholdState, people: readonly PersonState[], now: Moment): Choice {
  const today = dayOf(now);
  const agreed = people.find(({ id }) => standingOf(home, id, today).length);
  const key = people.find(({ fields }) => valueOf(fields, 'key_person') === true);
  const plan = home.collaborations.findLast(({ state }) => RUNNING.includes(state)) ?? home.collaborations.at(-1);
  const begun = home.opened_at ? dayOf(home.opened_at) : addDays(today, -365);
  const first = [...home.visits.map(({ visit }) => visit.occurred_at), ...home.consultations.map(({ consultation }) => consultation.received_at)].filter((at) => !Number.isNaN(Date.parse(at))).map(dayOf).sort()[0];
  return {
    forms: ['application'], person: (agreed ?? key ?? people[0])?.id ?? '', consultation: consultationsOf(home)[0]?.id ?? '', plan: plan?.id ?? '',
    from: first && first < begun ? first : begun, to: today, third: false,
  };
}

/** Keyed by the control that must be put right. */
export function choiceErrors({ forms, from, to }: Choice, t: { none: string; day: string; order: string }): Record<string, string> {
  const errors: Record<string, string> = forms.length ? {} : { 'form-which': t.none };
  if (!forms.includes('course')) return errors;
  if (!from) errors['form-from'] = t.day;
  if (!to) errors['form-to'] = t.day;
  else if (from && to < from) errors['form-to'] = t.order;
  return errors;
}
