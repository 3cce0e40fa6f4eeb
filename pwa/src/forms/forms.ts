/** 個票: the sheets somebody chose, each filled from what is written already. Pure. */
import type { HouseholdState, Uuid } from '../casework/records';
import { dayOf } from '../casework/calendar';
import { application } from './application';
import { assessment } from './assessment';
import { course } from './course';
import { type FilledForm, type FormCode, FORMS } from './layout';
import { evaluation, plan } from './plan-forms';
import { type Choice, gathered, peopleOf, type Source } from './source';
import { Teller } from './teller';

const MADE: Record<FormCode, (source: Source) => FilledForm[]> = { application, assessment, plan, course, evaluation };
export interface Asked { choice: Choice; nameOf: (staff: Uuid) => string; now: Date; hidden: boolean }

/** In the order of the forms, whichever was chosen first. */
export function formsOf(state: HouseholdState, merged: readonly HouseholdState[], { choice, nameOf, now, hidden }: Asked): FilledForm[] {
  const home = gathered(state, merged);
  const source: Source = { home, people: peopleOf(state, merged), teller: new Teller(home, { third: choice.third, hidden }), choice, today: dayOf(now), now, nameOf };
  return FORMS.filter(({ code }) => choice.forms.includes(code)).flatMap(({ code }) => MADE[code](source));
}
