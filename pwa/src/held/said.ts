/** What a record says, line by line, where it is no entry of the timeline. Pure. */
import type { HouseholdState, Payload } from '../casework/records';
import { valueLabel } from '../households/conflicts';
import { type Moment, momentsOf } from '../households/timeline';
import { fieldNames } from '../text/fields';
import { nearMoment } from '../text/when';

/** The entry of the timeline that the record is, or that it changes. */
export function momentOfHeld(state: HouseholdState, id: string, payload: Payload): Moment | undefined {
  const target = payload.kind === 'amend' || payload.kind === 'retract' || payload.kind === 'review.set' ? payload.target : id;
  return momentsOf(state).find((one) => one.id === target);
}

export function linesOf(payload: Payload, nameOf: (id: string) => string): [string, string][] {
  const fields = (set: object): [string, string][] => Object.entries(set).map(([field, value]) => [fieldNames[field] ?? field, valueLabel(field, value, nameOf)]);
  switch (payload.kind) {
    case 'household.open': case 'person.add': return fields(payload.fields);
    case 'fields.set': return fields(payload.set);
    case 'plan.add': return [[nearMoment(payload.plan.window_from), payload.plan.purpose]];
    case 'photo.add': return [[nearMoment(payload.photo.taken_at), payload.photo.caption]];
    case 'note.add': return [['', payload.text]];
    case 'alert.raised': case 'alert.ack': case 'alert.closed': return [['', payload.note]];
    case 'amend': case 'retract': case 'caution.end': case 'plan.end': return [['', payload.reason]];
    case 'review.set': return [['', payload.comment]];
    default: return [];
  }
}
