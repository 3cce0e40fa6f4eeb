/** Reading registers and names off a folded household, for display. */
import { labelOf } from '../casework/catalogue';
import { RELATIONS } from '../casework/catalogue.gen';
import { ageOf as yearsOld, isPresent } from '../casework/clocks';
import { TITLE as VEILED } from '../casework/fold-protection';
import { NAMELESS } from '../casework/summary';
import type { HouseholdFields, HouseholdState, PersonFields, PersonState, Registers, SafetyLevel, Summary, Uuid } from '../casework/records';
import { householdText } from '../text/households';

export function valueOf<K extends keyof HouseholdFields>(registers: Registers, field: K): HouseholdFields[K] | undefined;
export function valueOf<K extends keyof PersonFields>(registers: Registers, field: K): PersonFields[K] | undefined;
export function valueOf(registers: Registers, field: string): unknown {
  const value = registers[field]?.value;
  return value === null || value === '' ? undefined : value;
}

/** 森川 ハツ; an alias when there is no name, 氏名不詳 when there is neither. */
export function personName(person: PersonState, hidden = false): string {
  const family = valueOf(person.fields, 'family_name');
  const given = valueOf(person.fields, 'given_name');
  const name = [family, given].filter(Boolean).join(' ') || valueOf(person.fields, 'alias') || householdText.unknownPerson;
  return hidden ? masked(name) : name;
}

/** ハツさん: short, for a form about one household. */
export function callName(person: PersonState, hidden = false): string {
  const name = valueOf(person.fields, 'given_name') ?? valueOf(person.fields, 'alias') ?? valueOf(person.fields, 'family_name');
  if (name === undefined) return householdText.unknownPerson;
  return householdText.san(hidden ? masked(name) : name);
}

/** 森○ ○○: enough to know one's own people by, not enough for a neighbour; a name of one letter would be whole, so it is hidden whole. */
export function masked(name: string): string {
  const hide = (part: string) => [...part].map((letter, index, all) => (index === 0 && all.length > 1 ? letter : '○')).join('');
  return name.split(' ').map(hide).join(' ');
}

/** 森川さん宅; a household without a name keeps what tells it from others. */
export function titleOf(summary: Pick<Summary, 'title'>, hidden = false): string {
  const { title } = summary;
  if (title.startsWith(NAMELESS) || title.startsWith(VEILED) || /[宅方]$/.test(title)) return title;
  return householdText.home(hidden ? masked(title) : title);
}

/** 上京区 智恵光院通上立売上る 12 : the line a person reads out. */
export function addressOf(fields: Registers): string {
  const street = valueOf(fields, 'street_name');
  const town = valueOf(fields, 'town');
  const number = [valueOf(fields, 'banchi'), valueOf(fields, 'building'), valueOf(fields, 'room')].filter(Boolean).join(' ');
  return [valueOf(fields, 'ward'), [street, town].filter(Boolean).join(' '), number].filter(Boolean).join(' ');
}

/** The same line from a row of a list. */
export function placeLine({ ward, town, place }: Pick<Summary, 'ward' | 'town' | 'place'>): string {
  const number = [place.banchi, place.building, place.room].filter(Boolean).join(' ');
  return [ward, [place.street_name, town].filter(Boolean).join(' '), number].filter(Boolean).join(' ');
}

/** 84歳・母 */
export function aboutPerson(person: PersonState, now: Date): string {
  const relation = valueOf(person.fields, 'relation');
  const known = relation && labelOf(RELATIONS, relation);
  return [ageOf(person, now), known].filter(Boolean).join('・');
}

/** 84歳, 80歳くらい, or nothing. */
export function ageOf(person: PersonState, now: Date): string {
  const age = yearsOld(person.fields, now);
  if (age === null) return '';
  return valueOf(person.fields, 'birth_date') && (valueOf(person.fields, 'birth_precision') ?? 'day') === 'day' ? householdText.age(age) : householdText.aboutAge(age);
}

/** People still here: those who died or left stay in the record but not on the form. */
export function livingHere(state: HouseholdState): PersonState[] {
  return state.persons.filter((person) => isPresent(person.fields));
}

export function personById(state: HouseholdState, id: Uuid): PersonState | undefined {
  return state.persons.find((person) => person.id === id);
}

/** How the person was last seen or heard: their clock keeps only when. */
export function lastDirectLevel(state: HouseholdState, person: Uuid): SafetyLevel | null {
  for (const entry of state.visits) {
    const found = entry.retracted ? undefined : entry.visit.safety.find((one) => one.person === person && (one.level === 'A_seen' || one.level === 'B_voice'));
    if (found) return found.level;
  }
  return null;
}
