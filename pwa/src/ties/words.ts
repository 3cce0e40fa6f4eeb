/** A line of the picture in words. Pure. */
import { tieText } from '../text/ties';
import type { Ecomap, Line, Node } from './ecomap';
import { doorWord, HOME, kindWord, qualityWord, sourceWord, UNKNOWN } from './read';
import { sinceWord } from './tie-form';

export function nameIn(map: Ecomap, key: string): string {
  return key === HOME ? tieText.home : (map.nodes.find((node) => node.key === key)?.name ?? tieText.newer);
}

/** From one of the two: who the other is, what there is between them, and how it is. What somebody else told is never in it. */
export function lineWords(map: Ecomap, line: Line, own: Node['key']): { other: string; facts: string[] } {
  const { said, from, to, entry } = line;
  const facts = [kindFrom(line, own), said.quality === UNKNOWN ? '' : qualityWord(said.quality), said.since && tieText.page.since(sinceWord(said.since)), said.door === UNKNOWN ? '' : doorWord(said.door), sourceWord(said.known), said.word, entry ? '' : tieText.page.byItself];
  return { other: nameIn(map, from === own ? to : from), facts: facts.filter(Boolean) };
}

/** Of 親子 and 祖父母と孫 it says which of the two the other is. */
function kindFrom({ said, from }: Line, own: string): string {
  const t = tieText.tie;
  const [older, younger] = said.kind === 'parent' ? [t.parent, t.child] : said.kind === 'grandparent' ? [t.grandparent, t.grandchild] : ['', ''];
  return older ? (from === own ? younger : older) : kindWord(said.kind);
}
