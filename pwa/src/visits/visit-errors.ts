/** What must be put right before a visit can be kept: one sentence a field, keyed by the id of the control. */
import { observationOf } from '../casework/catalogue';
import { fromLocalInput } from '../text/when';
import { visitText } from '../text/visits';
import type { VisitInput } from './visit-input';

export type FieldErrors = Record<string, string>;

// A phone's clock may run a little ahead of the one the person reads.
const CLOCK_SLACK_MS = 5 * 60_000;

export function fieldErrors(input: VisitInput, now: Date, amending: boolean): FieldErrors {
  const errors: FieldErrors = { ...timeErrors(input, now), ...textErrors(input), ...numberErrors(input) };
  if (input.staff.length === 0) errors.staff = visitText.errors.staff;
  if (!input.method) errors.method = visitText.errors.method;
  if (!input.result) errors.result = visitText.errors.result;
  if (amending && !input.reason.trim()) errors.reason = visitText.errors.reason;
  return errors;
}

function timeErrors(input: VisitInput, now: Date): FieldErrors {
  const started = fromLocalInput(input.occurred_at);
  if (!started) return { occurred_at: visitText.errors.occurred_at };
  const errors: FieldErrors = {};
  if (Date.parse(started) > now.getTime() + CLOCK_SLACK_MS) errors.occurred_at = visitText.errors.future;
  const ended = fromLocalInput(input.ended_at);
  if (ended && Date.parse(ended) < Date.parse(started)) errors.ended_at = visitText.errors.ended_at;
  if (input.next_on && input.next_on < input.occurred_at.slice(0, 10)) errors.next_on = visitText.errors.next_on;
  return errors;
}

function textErrors(input: VisitInput): FieldErrors {
  const errors: FieldErrors = {};
  input.third_party.forEach((one, index) => {
    if (one.text.trim() && !one.source.trim()) errors[`third-${index}-source`] = visitText.errors.source;
  });
  if (input.letter === 'other' && !input.letter_text.trim()) errors.letter_text = visitText.errors.letter;
  return errors;
}

function numberErrors(input: VisitInput): FieldErrors {
  const errors: FieldErrors = {};
  for (const [code, sign] of Object.entries(input.signs)) {
    const item = observationOf(code)?.number;
    if (!item || item.measured || sign.value !== 'yes' || !sign.numbers['']) continue;
    const number = Number(sign.numbers['']);
    if (!Number.isInteger(number) || number < item.min || number > item.max) errors[`sign-${code}-number`] = visitText.errors.number(item.min, item.max);
  }
  return errors;
}
