/** What a record says, line by line, where it is no entry of the timeline. Pure. */
import type { HouseholdState, Payload } from '../casework/records';
import { valueLabel } from '../households/conflicts';
import { type Moment, momentsOf } from '../households/timeline';
import { fieldNames } from '../text/fields';
import { pageOf } from '../sheets/page';
import { nearMoment } from '../text/when';

/** The entry of the timeline that the record is, or that it changes. */
export function momentOfHeld(state: HouseholdState, id: string, payload: Payload): Moment | undefined {
  const target = payload.kind === 'amend' || payload.kind === 'consultation.amend' || payload.kind === 'outside.amend' || payload.kind === 'retract' || payload.kind === 'review.set' ? payload.target : id;
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
    case 'incident.add': return [['', payload.what], ['', payload.next]];
    case 'alert.raised': case 'alert.ack': case 'alert.closed': return [['', payload.note]];
    case 'amend': case 'consultation.amend': case 'outside.amend': case 'retract': case 'caution.end': case 'plan.end': return [['', payload.reason]];
    case 'review.set': return [['', payload.comment]];
    case 'sheet.version': return pageOf(payload.sheet, null).map(({ title, parts }) => [title, parts.map(({ text }) => text).join('')]);
    case 'sheet.share': return payload.recipients.map(({ name, word }) => [name, word]);
    case 'sheet.opened': case 'sheet.answered': return [['', payload.note]];
    case 'conference.item': return [['', payload.about.question]];
    case 'conference.minutes': return [['', payload.text], ['', payload.reason]];
    case 'consent.add': return [['', payload.consent.words], ['', payload.consent.capacity_note]];
    case 'consent.withdrawn': return [['', payload.who], ['', payload.how]];
    case 'collaboration.version': return [['', payload.plan.wish], ['', payload.plan.goal_long], ['', payload.plan.goal_short], ...payload.plan.actions.map(({ who, what }): [string, string] => [who, what])];
    case 'collaboration.evaluated': return [['', payload.evaluation.changes], ['', payload.evaluation.person_view]];
    case 'wish.set': return [['', payload.about.want], ['', payload.about.avoid]];
    case 'match.add': return [[payload.match.name, payload.match.note]];
    case 'match.step': return [['', payload.step.companion], ['', payload.step.reason]];
    case 'match.follow': return [['', payload.follow.words]];
    case 'material.version': return [['', payload.material.question], ...Object.entries(payload.material.sections)];
    case 'backup.ask': return [['', payload.question], ['', payload.tried]];
    case 'backup.say': case 'backup.end': case 'task.add': return [['', payload.text]];
    default: return [];
  }
}
