/** Whether a payload can be folded at all: one broken record may not close the whole household. Twin of server/casework/readable.py. */
import { isCollaboration, isConsent, isEvaluation } from './readable-agreed';
import { isFollow, isMatch, isMatchStep, isWish } from './readable-participation';
import { isProtection } from './readable-protection';
import type { Payload } from './records';

type Need = 'text' | 'moment' | 'maybe' | 'outside' | 'map' | 'bases' | 'list' | 'visit' | 'street' | 'level' | 'texts' | 'caution' | 'plan' | 'photo' | 'file' | 'flag' | 'offer' | 'move' | 'ordinal' | 'recipients' | 'sheet' | 'consultation' | 'invitees' | 'about' | 'material' | 'consent' | 'collaboration' | 'evaluation' | 'timers' | 'wish' | 'match' | 'match_step' | 'follow' | 'protection';

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
  'timers.set': { timers: 'timers' },
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
  'sheet.share': { packet: 'text', number: 'ordinal', digest: 'text', recipients: 'recipients' },
  'sheet.version': { sheet: 'sheet' },
  'sheet.opened': { recipient: 'text', how: 'text', note: 'text' },
  'sheet.answered': { recipient: 'text', accepted: 'flag', note: 'text' },
  'consultation.add': { consultation: 'consultation' },
  'consultation.amend': { target: 'text', consultation: 'consultation', reason: 'text' },
  'informant.note': { household: 'text', consultation: 'text', name: 'text', relation: 'text', tel: 'text', may_be_named: 'text' },
  'informant.opened': { why: 'text' },
  'center.open': { center: 'text' },
  'meeting.approved': { meeting: 'text', note: 'text' },
  'conference.item': { item: 'text', about: 'about' },
  'conference.material': { item: 'text', packet: 'text', digest: 'text', invitees: 'invitees' },
  'conference.minutes': { item: 'text', text: 'text', reason: 'text' },
  'conference.approved': { target: 'text', note: 'text' },
  'material.version': { material: 'material' },
  'material.opened': { invitee: 'text' },
  'backup.ask': { question: 'text', tried: 'text', urgency: 'text' },
  'backup.take': { target: 'text' },
  'backup.say': { target: 'text', text: 'text' },
  'backup.end': { target: 'text', outcome: 'text', text: 'text', item: 'maybe' },
  'task.add': { text: 'text', agency: 'text', to: 'maybe', due: 'maybe', request: 'maybe' },
  'task.mark': { target: 'text', done: 'flag', note: 'text' },
  'outside.add': { outside: 'outside' },
  'outside.amend': { target: 'text', outside: 'outside', reason: 'text' },
  'checkin.start': { watch: 'text', second: 'text', until: 'moment', companions: 'texts', place: 'text', reason: 'text' },
  'checkin.extend': { target: 'text', until: 'moment' },
  'checkin.end': { target: 'text', word: 'text' },
  'incident.add': { target: 'text', what: 'text', hurt: 'text', next: 'text' },
  'consent.add': { consent: 'consent' },
  'consent.withdrawn': { target: 'text', withdrawn_on: 'text', who: 'text', how: 'text' },
  'collaboration.version': { plan: 'collaboration' },
  'collaboration.evaluated': { target: 'text', evaluation: 'evaluation' },
  'wish.set': { wish: 'text', about: 'wish' },
  'match.add': { match: 'match' },
  'match.step': { target: 'text', step: 'match_step' },
  'match.follow': { target: 'text', follow: 'follow' },
  'community.open': { center: 'text' },
  'protection.set': { protection: 'protection' },
  'protection.end': { target: 'text', reason: 'text' },
  'protection.opened': { why: 'text' },
  'around.set': { around: 'text', set: 'map', base: 'bases' },
  'tie.set': { tie: 'text', set: 'map', base: 'bases' },
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

const isLevel = (value: unknown): boolean => value === 1 || value === 2 || value === 3 || value === 4;

function areTimers(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isMap(one) && areTexts([one.alert, one.chain, one.rule, one.subject, one.target]) && isMoment(one.since) && isMoment(one.due_at) && isLevel(one.level));
}

/** What a step carries beside is looked at by its guards, which take nothing for granted. */
function isMove(value: unknown): boolean {
  if (!isMap(value) || !areTexts([value.from, value.to, value.reason])) return false;
  const { watch, offers, settles } = value;
  if (![value.meeting, value.item, value.plan].every((one) => isAbsent(one) || typeof one === 'string') || !(isAbsent(offers) || (Array.isArray(offers) && offers.every(isOffer)))) return false;
  if (!(isAbsent(settles) || (isMap(settles) && areTexts(Object.values(settles))))) return false;
  return isAbsent(watch) || (isMap(watch) && areTexts([watch.reason, watch.tier, watch.review_on]));
}

const isOrdinal = (value: unknown): boolean => Number.isInteger(value) && (value as number) >= 1;

function areRecipients(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isMap(one) && areTexts([one.id, one.name, one.office, one.basis, one.word]) && (isAbsent(one.staff) || typeof one.staff === 'string'));
}

function isSheet(value: unknown): boolean {
  if (!isMap(value) || !areTexts([value.household, value.title, value.author]) || !isOrdinal(value.number) || !isMoment(value.as_of)) return false;
  return [value.members, value.involved].every(areTexts) && [value.issues, value.sections].every((one) => isMap(one) && areTexts(Object.values(one))) && areRecipients(value.recipients);
}

function isConsultation(value: unknown): boolean {
  if (!isMap(value) || !isMoment(value.received_at) || !areTexts([value.method, value.channel, value.facts, value.quotes, value.urgency, value.received_by]) || !areTexts(value.concerns)) return false;
  const { more } = value;
  return [value.most_worried, value.informant].every((one) => isAbsent(one) || typeof one === 'string') && (isAbsent(more) || (isMap(more) && areTexts(Object.values(more))));
}

function areInvitees(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => isMap(one) && areTexts([one.id, one.name, one.office]) && [one.staff, one.pledged_on].every((text) => isAbsent(text) || typeof text === 'string'));
}

function isAbout(value: unknown): boolean {
  return isMap(value) && areTexts([value.meeting, value.held_on, value.basis, value.question]) && typeof value.withdrawn === 'boolean' && areInvitees(value.invitees);
}

function isMaterial(value: unknown): boolean {
  if (!isMap(value) || !areTexts([value.household, value.item, value.title, value.author, value.basis, value.question]) || !isMoment(value.as_of)) return false;
  return [value.meeting, value.sections].every((one) => isMap(one) && areTexts(Object.values(one))) && areInvitees(value.invitees);
}

const isMaybe = (value: unknown): boolean => isAbsent(value) || typeof value === 'string';

function isOutside(value: unknown): boolean {
  return isMap(value) && areTexts([value.meeting, value.held_on, value.host, value.attended, value.outcome, value.next]) && isMaybe(value.organization);
}

const TESTS: Record<Need, (value: unknown) => boolean> = {
  text: (value) => typeof value === 'string',
  texts: areTexts,
  map: isMap,
  bases: (value) => isMap(value) && Object.values(value).every(areTexts),
  list: (value) => Array.isArray(value) && value.every((rule) => isMap(rule) && typeof rule.rule === 'string' && Array.isArray(rule.evidence)),
  visit: (value) => isRecord(value) && typeof (value as Record<string, unknown>).result === 'string',
  street: isRecord,
  level: isLevel,
  timers: areTimers,
  caution: (value) => isMap(value) && typeof value.kind === 'string' && typeof value.solo === 'string' && typeof value.expires_on === 'string',
  plan: (value) => isMap(value) && isMoment(value.window_from) && isMoment(value.window_to) && typeof value.purpose === 'string' && areTexts(value.staff) && typeof value.required_two === 'boolean',
  photo: (value) => isMap(value) && isMoment(value.taken_at) && areTexts([value.place, value.caption]),
  file: isFile,
  flag: (value) => typeof value === 'boolean',
  offer: isOffer,
  move: isMove,
  ordinal: isOrdinal,
  recipients: areRecipients,
  sheet: isSheet,
  consultation: isConsultation,
  invitees: areInvitees,
  about: isAbout,
  material: isMaterial,
  maybe: isMaybe,
  moment: isMoment,
  outside: isOutside,
  consent: isConsent,
  collaboration: (value) => isCollaboration(value) && isOrdinal(value.number) && isMoment(value.as_of),
  evaluation: isEvaluation,
  wish: isWish,
  match: isMatch,
  match_step: isMatchStep,
  follow: isFollow,
  protection: isProtection,
};

export function isReadable(payload: Payload): boolean {
  const needs = (NEEDS as Record<string, Record<string, Need>>)[payload.kind];
  if (!needs || !isMoment(payload.recorded_at)) return false;
  return Object.entries(needs).every(([field, need]) => TESTS[need]((payload as unknown as Record<string, unknown>)[field]));
}
