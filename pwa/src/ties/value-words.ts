/** One field of a tie or of somebody around, in words: for its history, and where two people wrote differently. Pure. */
import { AROUND_KINDS, DOOR_WORDS, TIE_KINDS, TIE_QUALITIES, TIE_SOURCES } from '../casework/catalogue.gen';
import type { CodedRow } from '../casework/catalogue';
import type { HouseholdState } from '../casework/records';
import { fieldNames } from '../text/fields';
import { tieText } from '../text/ties';
import { personById, personName } from '../households/register';
import { aroundPerson, between, HOME, whoWord, wordOf } from './read';
import { sinceWord } from './tie-form';

const CODED: Record<string, readonly CodedRow[]> = { kind: TIE_KINDS, quality: TIE_QUALITIES, known: TIE_SOURCES, door: DOOR_WORDS, who: AROUND_KINDS };

export function valueWord(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return fieldNames.blank!;
  if (field === 'third_party') {
    const { source, text } = (typeof value === 'object' ? value : {}) as Record<string, unknown>;
    return typeof source === 'string' && typeof text === 'string' ? [source, text].filter(Boolean).join('：') : tieText.newer;
  }
  if (typeof value !== 'string') return tieText.newer;
  return CODED[field] ? wordOf(CODED[field], value) : field === 'since' ? sinceWord(value) : field === 'organization' ? tieText.node.organization : value;
}

/** What `entity` (`tie:<id>`, `around:<id>`) is called, for 「2通りの記入があります」. */
export function entityWord(state: HouseholdState, entity: string, hidden: boolean, nameOf: (staff: string) => string): string {
  const tie = state.ties.find(({ id }) => entity === `tie:${id}`);
  if (!tie) return endWord(state, entity, hidden, nameOf);
  const said = between(tie);
  return tieText.ends(endWord(state, said.from, hidden, nameOf), endWord(state, said.to, hidden, nameOf));
}

export function endWord(state: HouseholdState, end: string, hidden: boolean, nameOf: (staff: string) => string): string {
  if (end === HOME) return tieText.home;
  const [kind, id = ''] = end.split(':');
  const person = kind === 'person' ? personById(state, id) : undefined;
  if (person) return personName(person, hidden);
  const around = kind === 'around' ? state.around.find((one) => one.id === id) : undefined;
  if (around) return (!hidden && aroundPerson(around).name) || whoWord(aroundPerson(around).who) || tieText.nameless;
  return (kind === 'staff' && nameOf(id)) || tieText.newer;
}
