/** この扉を開けられる人: who can reach this household, the likeliest first. Pure. */
import type { Instant } from '../casework/records';
import type { Ecomap, Line, Node } from './ecomap';
import { HOME } from './read';

export interface Door { node: Node; /** with whom or what; null where only the visits say it */ line: Line | null; met: number }

const SHOWN = 3;
const BY_QUALITY: readonly string[] = ['strong', 'usual', 'unknown', 'weak', 'tense', 'cut'];

/** Whom somebody wrote down comes before whom only the visits speak for. Whoever finds it hard just now, or has lost touch, opens no door. */
export function doorsOf(map: Ecomap): Door[] {
  const met = (node: Node) => node.visits?.met ?? 0;
  const written = map.lines.flatMap((line) => helpers(map, line).map((node): Door => ({ node, line, met: met(node) })));
  const open = written.filter(({ line }) => isOpen(line!)).sort((a, b) => rank(a) - rank(b) || b.met - a.met || lastAt(b).localeCompare(lastAt(a)) || (a.node.key < b.node.key ? -1 : 1));
  const once = [...new Map([...open].reverse().map((one) => [one.node.key, one])).values()].reverse();
  const said = new Set(written.filter(({ line }) => line!.entry && line!.said.door !== 'unknown').map(({ node }) => node.key));
  const seen = map.nodes.filter((node) => met(node) > 0 && !said.has(node.key)).sort((a, b) => met(b) - met(a) || (a.key < b.key ? -1 : 1));
  return [...once, ...seen.map((node) => ({ node, line: null, met: met(node) }))].slice(0, SHOWN);
}

/** Who of the two is the one at the door: never the person themselves, unless both live here and one speaks for the other. */
function helpers(map: Ecomap, { from, to, said }: Line): Node[] {
  const ends = [from, to].map((key) => map.nodes.find((node) => node.key === key));
  const outside = ends.filter((node): node is Node => node !== undefined && node.side !== 'home');
  if (outside.length) return outside;
  const [first] = ends;
  return from !== HOME && to !== HOME && first && !first.away && said.door !== 'unknown' ? [first] : [];
}

const isOpen = ({ entry, said }: Line): boolean => entry !== null && said.quality !== 'cut' && (said.door === 'meet' || said.door === 'call');
const rank = ({ line }: Door): number => (line!.said.door === 'meet' ? 0 : 10) + Math.max(0, BY_QUALITY.indexOf(line!.said.quality));
const lastAt = ({ line }: Door): Instant => line!.entry!.versions.at(-1)?.at ?? line!.entry!.at;
