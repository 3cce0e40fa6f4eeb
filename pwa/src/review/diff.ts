/** What a correction changed, field by field, in words. Pure. */
import { labelOf, observationOf } from '../casework/catalogue';
import { CONTACT_METHODS, CONTACT_RESULTS, LETTERS, PRESENCE_SIGNS, RELATION_STAGES } from '../casework/catalogue.gen';
import type { Observation, Uuid, Visit } from '../casework/records';
import { ja } from '../text/ja';
import { momentOf } from '../text/when';
import { visitText } from '../text/visits';

export interface FieldDiff { field: keyof Visit; was: string; is: string }
export interface Names { staff(id: Uuid): string; person(id: Uuid): string }

const FIELDS: (keyof Visit)[] = [
  'occurred_at', 'ended_at', 'method', 'result', 'staff', 'accompanied', 'met_persons', 'presence_signs', 'safety', 'observations', 'facts', 'quotes', 'assessment', 'third_party',
  'promises', 'next_on', 'next_note', 'letter_left', 'relation_stage', 'relation_word', 'worry',
];

export function diffVisits(before: Visit, after: Visit, names: Names): FieldDiff[] {
  return FIELDS.flatMap((field) => {
    const [was, is] = field === 'observations' ? changedSigns(before.observations, after.observations, names) : [fieldText(before, field, names), fieldText(after, field, names)];
    return was === is ? [] : [{ field, was, is }];
  });
}

/** Signs are many: only those that differ are worth reading. */
function changedSigns(before: readonly Observation[], after: readonly Observation[], names: Names): [string, string] {
  const was = before.map((one) => signText(one, names));
  const is = after.map((one) => signText(one, names));
  return [was.filter((line) => !is.includes(line)).join('\n'), is.filter((line) => !was.includes(line)).join('\n')];
}

export function signText(one: Observation, names: Pick<Names, 'person'>): string {
  const item = observationOf(one.code);
  const qualifier = item?.qualifiers?.find((known) => known.code === one.qualifier)?.label ?? one.qualifier;
  const about = [one.person && names.person(one.person), qualifier, one.number !== undefined && `${one.number}${item?.number?.unit ?? ''}`, one.change && ja.change[one.change], one.note].filter(Boolean).join('・');
  return `${item?.label ?? one.code} ${ja.tri[one.value]}${about ? `（${about}）` : ''}`;
}

function fieldText(visit: Visit, field: keyof Visit, names: Names): string {
  switch (field) {
    case 'occurred_at': return momentOf(visit.occurred_at);
    case 'ended_at': return visit.ended_at ? momentOf(visit.ended_at) : '';
    case 'method': return labelOf(CONTACT_METHODS, visit.method);
    case 'result': return labelOf(CONTACT_RESULTS, visit.result);
    case 'staff': return visit.staff.map(names.staff).join('、');
    case 'met_persons': return visit.met_persons.map(names.person).join('、');
    case 'presence_signs': return visit.presence_signs.map((code) => labelOf(PRESENCE_SIGNS, code)).join('、');
    case 'safety': return visit.safety.map((one) => `${names.person(one.person)} ${visitText.form.safety[one.level] ?? one.level}`).join('\n');
    case 'third_party': return visit.third_party.map((one) => `${one.source}：${one.text}`).join('\n');
    case 'letter_left': return letterText(visit.letter_left);
    case 'relation_stage': return visit.relation_stage === undefined ? '' : labelOf(RELATION_STAGES, visit.relation_stage);
    case 'worry': return visit.worry ? `${ja.level[visit.worry.level]}　${visit.worry.note}` : '';
    case 'accompanied': return visit.accompanied.join('、');
    default: return String(visit[field] ?? '');
  }
}

export function letterText(letter: string | undefined): string {
  if (!letter) return '';
  return letter.startsWith('other:') ? letter.slice(6) : labelOf(LETTERS, letter);
}
