/** 「希望はあるが資源がない」: wishes that no place answers, counted on this device from what it can open; and what may not stand on a paper of the community. Pure. */
import { digitsOf, searchKey } from '../casework/search';
import { holdsId } from '../casework/fold-community';
import type { Summary } from '../casework/records';
import type { WishRow } from '../casework/participation-records';

type Home = Pick<Summary, 'wishes' | 'matches' | 'gakku' | 'town' | 'phase'>;

/** An open wish for which no way to a place is under way. */
export const isUnmet = (wish: WishRow, { matches }: Pick<Summary, 'matches'>): boolean => !wish.about.ended && !matches.some((one) => one.wish === wish.id && one.state !== 'stopped');

export interface Gap { gakku: string; all: number; /** by kind of resource; a wish may be for several, and '' for none yet */ kinds: { kind: string; count: number }[] }

/** By 学区, the most first. */
export function gapsOf(rows: readonly Home[]): Gap[] {
  const found = new Map<string, WishRow[]>();
  for (const row of rows) {
    if (row.phase === 'closed') continue;
    for (const wish of row.wishes) if (isUnmet(wish, row)) found.set(row.gakku, [...(found.get(row.gakku) ?? []), wish]);
  }
  const gaps = [...found].map(([gakku, wishes]): Gap => {
    const kinds = new Map<string, number>();
    for (const { about } of wishes) for (const kind of about.kinds.length ? new Set(about.kinds) : ['']) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    return { gakku, all: wishes.length, kinds: [...kinds].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count || a.kind.localeCompare(b.kind)) };
  });
  return gaps.sort((a, b) => b.all - a.all || a.gakku.localeCompare(b.gakku));
}

const CALLED = '(?:さん|様|さま|氏|宅|家|君|くん|ちゃん)';
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** What of a household that this device knows stands in the words: a name, a number, a telephone; null when nothing does. */
export function namesIn(text: string, rows: readonly Pick<Summary, 'title' | 'clocks' | 'phone_digits'>[]): string | null {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const [key, digits] = [searchKey(text), digitsOf(text)];
  if (holdsId({ text })) return text.slice(0, 8);
  for (const { title, clocks, phone_digits } of rows) {
    if (phone_digits.split(' ').some((one) => one.length >= 9 && digits.includes(one))) return title;
    for (const called of [title.replace(/（.*$/, ''), ...clocks.flatMap(({ name, kana }) => [name, kana])]) {
      const parts = called.normalize('NFKC').split(/\s+/).filter((part) => part.length > 0 && part !== '氏名不詳');
      if (parts.length > 1 && key.includes(searchKey(parts.join('')))) return called;
      if (parts.some((part) => new RegExp(`${escaped(part)}${CALLED}`).test(plain))) return called;
    }
  }
  return null;
}
