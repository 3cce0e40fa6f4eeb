/** Whom a cell of a spreadsheet means: a colleague by name, reading or staff id, or another center by its name. Pure. */
import type { Uuid } from '../casework/records';
import type { Center, ListedPerson } from './acts';

/** Those the server lets lead a household (server/scope/rules.py). */
const LEADS = new Set(['outreach_worker', 'community_coordinator', 'coordinator', 'office', 'manager', 'center_head']);

export type Meant =
  | { kind: 'person'; id: Uuid; name: string }
  | { kind: 'center'; id: string; name: string }
  | { kind: 'unclear'; why: 'unknown' | 'two_people' | 'left' | 'leaving' | 'cannot_lead' | 'own_center' };

export function mayLead(one: ListedPerson, center: string): boolean {
  return one.active && one.leaves_on === null && one.center === center && LEADS.has(one.role);
}

/** Width, spaces and the kind of kana do not matter: people type names as they come. */
export function nameKey(text: string): string {
  const hiragana = (letter: string) => String.fromCharCode(letter.charCodeAt(0) - 0x60);
  return text.normalize('NFKC').toLowerCase().replace(/[\s・]/g, '').replace(/[ァ-ヶ]/g, hiragana).replace(/さん$/, '');
}

export function whomItMeans(cell: string, people: readonly ListedPerson[], centers: readonly Center[], own: string): Meant {
  const key = nameKey(cell);
  const named = people.filter((one) => one.id === key || nameKey(one.name) === key || nameKey(one.kana) === key);
  // Somebody who has left does not stand in the way of a colleague of the same name.
  const here = named.filter((one) => one.active);
  const found = here.length ? here : named;
  if (found.length > 1) return { kind: 'unclear', why: 'two_people' };
  if (found[0]) return judged(found[0], own);
  const center = centers.find((one) => nameKey(one.name) === key || one.id === key);
  if (!center) return { kind: 'unclear', why: 'unknown' };
  return center.id === own ? { kind: 'unclear', why: 'own_center' } : { kind: 'center', ...center };
}

function judged(one: ListedPerson, own: string): Meant {
  if (!one.active) return { kind: 'unclear', why: 'left' };
  if (one.leaves_on !== null) return { kind: 'unclear', why: 'leaving' };
  return mayLead(one, own) ? { kind: 'person', id: one.id, name: one.name } : { kind: 'unclear', why: 'cannot_lead' };
}
