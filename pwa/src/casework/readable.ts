/** Whether a payload can be folded at all: one broken record may not close the whole household. Twin of server/casework/readable.py. */
import type { Payload } from './records';

type Need = 'text' | 'map' | 'bases' | 'list' | 'visit' | 'street' | 'level' | 'texts' | 'caution' | 'plan' | 'photo' | 'file' | 'flag' | 'offer' | 'move';

const NEEDS: Record<Payload['kind'], Record<string, Need>> = {
  'household.open': { fields: 'map' },
  'person.add': { person: 'text', fields: 'map' },
  'fields.set': { entity: 'text', set: 'map', base: 'bases' },
  'visit.add': { visit: 'visit' },
  'obs.add': { observation: 'street' },
  'note.add': { text: 'text' },
  amend: { target: 'text', visit: 'visit', reason: 'text' },
  retract: { target: 'text', reason: 'text' },
  'review.set': { target: 'text', version: 'text', state: 'text', comment: 'text' },
  'caution.add': { caution: 'caution' },
  'caution.end': { target: 'text' },
  'plan.add': { plan: 'plan' },
  'plan.end': { target: 'text', status: 'text' },
  'alert.raised': { alert: 'text', target: 'text', level: 'level', rules: 'list', note: 'text' },
  'alert.ack': { alert: 'text', how: 'text', note: 'text' },
  'alert.closed': { alert: 'text', outcome: 'text', note: 'text' },
  verdict: { target: 'text', rules: 'list' },
  'photo.add': { photo: 'photo', file: 'file' },
  'photo.rendered': { target: 'text', use: 'text', file: 'file' },
  'photo.refused': { target: 'text', why: 'text' },
  'household.merge': { merge: 'text', into: 'text' },
  'household.merged': { merge: 'text', from: 'text' },
  'household.unmerge': { targets: 'texts' },
  'household.caught_up': { targets: 'texts' },
  'role.offer': { offer: 'offer' },
  'role.answer': { target: 'text', accepted: 'flag', note: 'text' },
  'role.end': { target: 'text', how: 'text', note: 'text' },
  'case.move': { move: 'move' },
  'case.decide': { target: 'text', agree: 'flag', note: 'text' },
};
const MOMENT = /^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;

const isMap = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isMoment = (value: unknown): boolean => typeof value === 'string' && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string');

/** Absent, or a list of maps that each have these texts. */
function isList(value: unknown, ...texts: string[]): boolean {
  if (value === undefined || value === null) return true;
  return Array.isArray(value) && value.every((one) => isMap(one) && texts.every((field) => typeof one[field] === 'string'));
}

function isRecord(value: unknown): boolean {
  return isMap(value) && isMoment(value.occurred_at) && isList(value.observations, 'code', 'value') && isList(value.safety, 'person', 'level');
}

function isFile(value: unknown): boolean {
  if (!isMap(value)) return false;
  const texts = [value.media, value.salt, value.digest];
  return areTexts(texts) && [value.width, value.height, value.size, value.n, value.epoch].every((one) => Number.isInteger(one) && (one as number) >= 0);
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

function isOffer(value: unknown): boolean {
  if (!isMap(value) || !areTexts([value.role, value.agency, value.task])) return false;
  return [value.to, value.due].every((one) => isAbsent(one) || typeof one === 'string');
}

/** What a step carries beside is looked at by its guards, which take nothing for granted. */
function isMove(value: unknown): boolean {
  if (!isMap(value) || !areTexts([value.from, value.to, value.reason])) return false;
  const { watch } = value;
  return isAbsent(watch) || (isMap(watch) && areTexts([watch.reason, watch.tier, watch.review_on]));
}

const TESTS: Record<Need, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  texts: areTexts,
  map: isMap,
  bases: (value) => isMap(value) && Object.values(value).every(areTexts),
  list: (value) => Array.isArray(value) && value.every((rule) => isMap(rule) && typeof rule.rule === 'string' && Array.isArray(rule.evidence)),
  visit: (value) => isRecord(value) && typeof (value as Record<string, unknown>).result === 'string',
  street: isRecord,
  level: (value) => value === 1 || value === 2 || value === 3 || value === 4,
  caution: (value) => isMap(value) && typeof value.kind === 'string' && typeof value.solo === 'string' && typeof value.expires_on === 'string',
  plan: (value) => isMap(value) && isMoment(value.window_from) && isMoment(value.window_to) && typeof value.purpose === 'string' && areTexts(value.staff) && typeof value.required_two === 'boolean',
  photo: (value) => isMap(value) && isMoment(value.taken_at) && areTexts([value.place, value.caption]),
  file: isFile,
  flag: (value) => typeof value === 'boolean',
  offer: isOffer,
  move: isMove,
};

export function isReadable(payload: Payload): boolean {
  const needs = (NEEDS as Record<string, Record<string, Need>>)[payload.kind];
  if (!needs || !isMoment(payload.recorded_at)) return false;
  return Object.entries(needs).every(([field, need]) => TESTS[need]((payload as unknown as Record<string, unknown>)[field]));
}
