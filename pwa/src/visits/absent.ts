/** An absence: nobody met, told in three touches. Absence is a result, never a missing record. */
import type { Uuid, Visit } from '../casework/records';
import { fromLocalInput, toLocalInput } from '../text/when';

export interface AbsentInput { occurred_at: string; result: string; presence_signs: string[]; letter: string; facts: string }

export const ABSENT_RESULTS = ['absent', 'no_answer_present', 'letter_left'];

export function blankAbsent(now: Date): AbsentInput {
  return { occurred_at: toLocalInput(now), result: '', presence_signs: [], letter: '', facts: '' };
}

/** A sign of somebody at home contradicts 不在: the person is asked, never overruled. */
export function contradicts(input: AbsentInput): boolean {
  return input.result === 'absent' && input.presence_signs.length > 0;
}

export function absentVisit(input: AbsentInput, me: Uuid, plan: Uuid | null, now: Date): Visit {
  return {
    occurred_at: fromLocalInput(input.occurred_at) ?? now.toISOString(), method: input.result === 'letter_left' ? 'letter' : 'visit', result: input.result,
    staff: [me], accompanied: [], met_persons: [], presence_signs: [...input.presence_signs], safety: [], observations: [],
    facts: input.facts.trim(), quotes: '', assessment: '', third_party: [], promises: '',
    ...(input.letter && { letter_left: input.letter }), ...(plan && { plan }),
  };
}
