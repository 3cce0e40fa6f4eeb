/** Who stands in the picture of a household and what is between them: what people wrote, and what the records say by themselves. Pure. */
import { addDays, momentMs } from '../casework/calendar';
import { TEAM_ROLES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import { isPresent } from '../casework/clocks';
import { hasAccepted } from '../casework/fold-team';
import { textOf, valueOf } from '../casework/registers';
import type { Day, HouseholdState, PersonState, Uuid } from '../casework/records';
import type { TieEntry } from '../casework/tie-records';
import { aboutPerson, masked, personName } from '../households/register';
import { tieText } from '../text/ties';
import { aroundPerson, between, type Between, HOME, isKin, stepOf, whoWord } from './read';

export interface Node {
  key: string; /** in which column: who lives here, who is around, who works for them */ side: 'home' | 'around' | 'team'; shape: 'person' | 'agency';
  name: string; about: string; /** 0 is the one the household is called after */ generation: number | null; order: string; entry: TieEntry | null; /** of the team, in the last six months */ visits: { made: number; met: number } | null; away: boolean;
}
/** `entry`: null where nobody wrote it: it follows from the records. */
export interface Line { id: string; from: string; to: string; said: Between; entry: TieEntry | null }
export interface Ecomap { nodes: Node[]; lines: Line[]; /** taken back */ gone: TieEntry[]; /** that nothing can be drawn of */ unread: TieEntry[] }
export interface Known { today: Day; hidden: boolean; nameOf: (staff: Uuid) => string }

/** Half a year of visits says who comes here. */
export const WINDOW_DAYS = 183;
const NOTHING: Omit<Between, 'from' | 'to' | 'kind'> = { quality: 'unknown', since: '', known: '', third: null, door: 'unknown', doorDiffers: false, word: '', gone: '' };
/** By 続柄, towards the head of the household: who is the older, and what it is. */
const BY_RELATION: Record<string, [kind: string, headFirst: boolean]> = {
  spouse: ['spouse', true], partner: ['spouse', true], child: ['parent', true], grandchild: ['grandparent', true], parent: ['parent', false], grandparent: ['grandparent', false], sibling: ['sibling', true], child_spouse: ['relative', true],
};
const GENERATION: Record<string, number> = { head: 0, spouse: 0, partner: 0, sibling: 0, child: 1, child_spouse: 1, grandchild: 2, parent: -1, grandparent: -2 };

/** `homes`: the household, and those that were put into it. */
export function ecomapOf(homes: readonly HouseholdState[], known: Known): Ecomap {
  const ties = homes.flatMap(({ ties: all }) => all).map((entry) => ({ entry, said: between(entry) }));
  const standing = ties.filter(({ said }) => !said.gone);
  const people = homes.flatMap((home) => home.persons.filter((one) => isPresent(one.fields) || !home.protection).map((one) => personNode(one, known)));
  const around = homes.flatMap((home) => home.around).filter((one) => !aroundPerson(one).gone).map((one) => aroundNode(one, known));
  const team = teamNodes(homes, standing.flatMap(({ said }) => [said.from, said.to]), known);
  const nodes = unique([...people, ...around, ...team, ...agencyNodes(homes, around)]);
  const keys = new Set([HOME, ...nodes.map(({ key }) => key)]);
  const drawn = standing.filter(({ said }) => keys.has(said.from) && keys.has(said.to) && said.from !== said.to);
  const lines = drawn.map(({ entry, said }): Line => ({ id: entry.id, from: said.from, to: said.to, said, entry }));
  const byThemselves = [...homes.flatMap(({ persons }) => kinLines(persons, lines)), ...teamLines(nodes, lines)].filter((one) => keys.has(one.from) && keys.has(one.to));
  const all = [...lines, ...byThemselves].sort((a, b) => (a.id < b.id ? -1 : 1));
  const generations = generationsOf(nodes, homes.flatMap(({ persons }) => persons), all);
  const placed = nodes.map((one) => ({ ...one, generation: generations.get(one.key) ?? null })).sort((a, b) => (a.key < b.key ? -1 : 1));
  return {
    nodes: placed, lines: all, gone: ties.filter(({ said }) => said.gone).map(({ entry }) => entry), unread: standing.filter((one) => !drawn.includes(one)).map(({ entry }) => entry),
  };
}

function personNode(person: PersonState, { today, hidden }: Known): Node {
  const died = Boolean(valueOf(person.fields, 'died_on'));
  const away = !isPresent(person.fields);
  const about = died ? tieText.died : away ? tieText.away : aboutPerson(person, new Date(`${today}T12:00:00+09:00`));
  return { key: `person:${person.id}`, side: 'home', shape: 'person', name: personName(person, hidden), about, generation: null, order: textOf(person.fields, 'birth_date') || '9', entry: null, visits: null, away };
}

function aroundNode(entry: TieEntry, { hidden }: Known): Node {
  const { id, name, who, agency } = aroundPerson(entry);
  const shown = name ? (hidden && !agency ? masked(name) : name) : whoWord(who) || tieText.nameless;
  return { key: `around:${id}`, side: agency ? 'team' : 'around', shape: agency ? 'agency' : 'person', name: shown, about: name ? whoWord(who) : '', generation: null, order: name, entry, visits: null, away: false };
}

/** Who leads, who has taken a role on, who came in the last half year, and whoever is named in a tie. */
function teamNodes(homes: readonly HouseholdState[], ends: readonly string[], { today, nameOf }: Known): Node[] {
  const since = momentMs(`${addDays(today, -WINDOW_DAYS)}T00:00:00+09:00`);
  const made = homes.flatMap(({ visits }) => visits).filter(({ retracted, visit }) => !retracted && momentMs(visit.occurred_at) >= since);
  const roles = new Map<Uuid, string>();
  for (const { to, role } of homes.flatMap(({ team }) => team).filter(hasAccepted)) if (to) roles.set(to, labelOf(TEAM_ROLES, role));
  for (const { fields } of homes) if (textOf(fields, 'lead')) roles.set(textOf(fields, 'lead'), labelOf(TEAM_ROLES, 'lead'));
  const named = ends.filter((end) => end.startsWith('staff:')).map((end) => end.slice('staff:'.length));
  const ids = new Set([...roles.keys(), ...made.flatMap(({ by, visit }) => [by, ...visit.staff]), ...named]);
  return [...ids].filter((id) => nameOf(id)).map((id) => {
    const own = made.filter(({ by, visit }) => by === id || visit.staff.includes(id));
    const visits = { made: own.length, met: own.filter(({ visit }) => visit.met_persons.length > 0).length };
    return { key: `staff:${id}`, side: 'team', shape: 'person', name: nameOf(id), about: roles.get(id) ?? tieText.visitor, generation: null, order: nameOf(id), entry: null, visits, away: false };
  });
}

/** Agencies that took a role on and have no account here; one that somebody wrote as being around is the same one. */
function agencyNodes(homes: readonly HouseholdState[], around: readonly Node[]): Node[] {
  const known = new Set(around.map(({ name }) => name));
  return homes.flatMap(({ team }) => team).filter((one) => !one.to && one.agency.trim() && hasAccepted(one) && !known.has(one.agency.trim())).map((one): Node => ({
    key: `agency:${one.agency.trim()}`, side: 'team', shape: 'agency', name: one.agency.trim(), about: labelOf(TEAM_ROLES, one.role), generation: null, order: one.agency, entry: null, visits: null, away: false,
  }));
}

const unique = (nodes: readonly Node[]): Node[] => [...new Map(nodes.map((one) => [one.key, one])).values()];

/** What 続柄 says, where nobody wrote anything of kin between the two. */
function kinLines(persons: readonly PersonState[], written: readonly Line[]): Line[] {
  const head = persons.find(({ fields }) => textOf(fields, 'relation') === 'head');
  if (!head) return [];
  const has = (a: string, b: string) => written.some(({ from, to, said }) => isKin(said.kind) && ((from === a && to === b) || (from === b && to === a)));
  return persons.flatMap((one) => {
    const found = BY_RELATION[textOf(one.fields, 'relation')];
    const [own, other] = [`person:${one.id}`, `person:${head.id}`];
    if (!found || one === head || has(own, other)) return [];
    const [from, to] = found[1] ? [other, own] : [own, other];
    return [{ id: `kin ${from} ${to}`, from, to, said: { ...NOTHING, from, to, kind: found[0] }, entry: null }];
  });
}

function teamLines(nodes: readonly Node[], written: readonly Line[]): Line[] {
  const tied = new Set(written.flatMap(({ from, to }) => [from, to]));
  return nodes.filter(({ key }) => (key.startsWith('staff:') || key.startsWith('agency:')) && !tied.has(key)).map(({ key }) => ({ id: `team ${key}`, from: key, to: HOME, said: { ...NOTHING, from: key, to: HOME, kind: 'help' }, entry: null }));
}

/** 続柄 first, then step by step along what was written; of two that contradict each other the first holds. */
export function generationsOf(nodes: readonly Node[], persons: readonly PersonState[], lines: readonly Line[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const { id, fields } of persons) {
    const generation = GENERATION[textOf(fields, 'relation')];
    if (generation !== undefined) found.set(`person:${id}`, generation);
  }
  const steps = lines.flatMap(({ from, to, said }) => {
    const step = stepOf(said.kind);
    return step === null ? [] : [[from, to, step] as const];
  }).sort((a, b) => (`${a[0]} ${a[1]}` < `${b[0]} ${b[1]}` ? -1 : 1));
  const kin = nodes.map(({ key }) => key).filter((key) => steps.some(([from, to]) => from === key || to === key)).sort();
  for (let seed: string | undefined = ''; seed !== undefined; seed = kin.find((key) => !found.has(key))) {
    if (seed) found.set(seed, 0);
    for (let grew = true; grew;) {
      grew = false;
      for (const [from, to, step] of steps) {
        if (found.has(from) === found.has(to)) continue;
        if (found.has(from)) found.set(to, found.get(from)! + step);
        else found.set(from, found.get(to)! - step);
        grew = true;
      }
    }
  }
  return found;
}
