/** What stands on the printed page, section by section, and what changed in each since the version before. Pure. */
import { CONSENT_STATES, FIELDS } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Sheet } from '../casework/records';
import { sheetText as t } from '../text/sheets';
import { partsOf, type Part } from './word-diff';

export interface PageSection { name: string; title: string; parts: Part[] }

const ORDER = ['sticking_point', 'tried', 'wish', 'consent_state', 'consent_note', 'asked_of', 'urgency_note'];

/** In the order of the page. Without `before` every part is plain. */
export function pageOf(sheet: Sheet, before: Sheet | null): PageSection[] {
  const old = new Map(before ? textsOf(before) : []);
  const now = new Map(textsOf(sheet));
  return [...titles()].flatMap(([name, title]) => {
    const [was, is] = [old.get(name) ?? '', now.get(name) ?? ''];
    if (!was && !is) return [];
    return [{ name, title, parts: before ? partsOf(was, is) : [{ how: 'same', text: is } as const] }];
  });
}

export const hasChanged = (sections: readonly PageSection[]): boolean => sections.some(({ parts }) => parts.some(({ how }) => how !== 'same'));

function titles(): Map<string, string> {
  const issues = FIELDS.map((field): [string, string] => [`issue ${field.code}`, t.issue(field.label)]);
  return new Map([['members', t.fields.members!], ['involved', t.fields.involved!], ...issues, ...ORDER.map((name): [string, string] => [name, t.fields[name]!])]);
}

function textsOf({ members, involved, issues, sections }: Sheet): [string, string][] {
  const issueTexts = Object.entries(issues).map(([code, text]): [string, string] => [`issue ${code}`, text]);
  const rest = Object.entries(sections).map(([name, text]): [string, string] => [name, name === 'consent_state' ? labelOf(CONSENT_STATES, text) : text]);
  return [['members', members.join('\n')], ['involved', involved.join('\n')], ...issueTexts, ...rest];
}
