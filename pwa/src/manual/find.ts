/** Finds pages of 手引き by a word that stands anywhere in them. Pure. */
import { type ManualPage } from '../text/manual';

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');

const wordsOf = ({ title, about, parts }: ManualPage): string =>
  plain([title, about, ...parts.flatMap((part) => [part.title, part.text ?? '', ...(part.steps ?? []), ...(part.points ?? [])])].join('\n'));

/** Every word has to stand in the page; in the order of the manual. */
export function found(pages: readonly ManualPage[], query: string): ManualPage[] {
  const words = query.split(/\s+/).map(plain).filter(Boolean);
  return pages.filter((page) => words.every((word) => wordsOf(page).includes(word)));
}
