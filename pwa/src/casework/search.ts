/** Search keys: what makes ﾜﾀﾅﾍﾞ, 髙﨑 and 𠮷田 findable. Keys are made for comparing only; what was typed is never changed. */
import { SEARCH_FOLDS } from './catalogue.gen';
import type { Summary } from './records';

const ideographs = new Map(Object.entries(SEARCH_FOLDS.ideographs));
const small = new Map(Object.entries(SEARCH_FOLDS.small));
const drop = new Set(SEARCH_FOLDS.drop);

function folded(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if ((code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef) || drop.has(char)) return '';
  const kanji = ideographs.get(char);
  if (kanji) return kanji;
  const hiragana = code >= 0x30a1 && code <= 0x30f6 ? String.fromCodePoint(code - 0x60) : char;
  return small.get(hiragana) ?? hiragana;
}

/** NFKC → 異体字 → ひらがな → 大書き → no spaces or marks → lower case. */
export function searchKey(text: string): string {
  let key = '';
  for (const char of text.normalize('NFKC')) if (char.trim()) key += folded(char);
  return key.toLowerCase();
}

export const digitsOf = (text: string): string => text.normalize('NFKC').replace(/\D/g, '');

const queryTerms = (query: string): string[] => query.normalize('NFKC').split(/\s+/).map(searchKey).filter(Boolean);

/** Every word of the query must be somewhere in the household's key: names, kana, address, telephone. */
export function matches(summary: Summary, query: string): boolean {
  return queryTerms(query).every((term) => summary.search_key.includes(term));
}

/** Like `matches` for a whole list, with the query read once. */
export function search<Row extends { search_key: string }>(rows: readonly Row[], query: string): Row[] {
  const terms = queryTerms(query);
  return rows.filter((row) => terms.every((term) => row.search_key.includes(term)));
}
