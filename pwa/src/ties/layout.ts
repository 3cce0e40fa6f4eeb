/** Where everything of the picture stands: who lives here in the middle, generation below generation; who is around on the left, who works for them on the right. Lines run between the columns, so none passes beneath somebody. Pure, and the same for the same household however its records came. */
import type { Ecomap, Line, Node } from './ecomap';
import { HOME, isKin } from './read';

export interface Point { x: number; y: number }
export interface Box { x: number; y: number; w: number; h: number }
export interface Placed { node: Node; box: Box; name: string[]; about: string[] }
export interface Picture { width: number; height: number; frame: Box; nodes: Placed[]; lines: { line: Line; points: Point[] }[] }
/** `em`: of the letters, so that larger ones make a larger picture. */
export interface Room { width: number; em: number }

const NAME_LINES = 3;
const ABOUT_LINES = 2;
const LEAST_EM = 4.75;
const MOST_EM = 11;
const ROW_EM = 1.4;
/** From here on two of a generation stand beside each other. */
const WIDE_EM = 52;

interface Measures { em: number; node: number; gutter: number; gap: number; pad: number; columns: number }

function measured({ width, em }: Room, columns: number): Measures {
  const least = em * 1.5;
  const node = Math.min(MOST_EM * em, Math.max(LEAST_EM * em, (width - least * (columns + 1)) / (columns + 2)));
  const gutter = Math.max(least, Math.min(em * 7, (width - node * (columns + 2)) / (columns + 1)));
  return { em, node, gutter, gap: em * 1.25, pad: Math.min(gutter / 3, em * 0.75), columns };
}

/** Narrower, or in larger letters, no picture is drawn: the list says the same. */
export const hasRoom = ({ width, em }: Room): boolean => width >= em * (3 * LEAST_EM + 3);

export function layoutOf(map: Ecomap, room: Room): Picture {
  const home = rowsOf(map.nodes.filter(({ side }) => side === 'home'), map.lines, room.width >= room.em * WIDE_EM ? 2 : 1);
  const m = measured(room, Math.max(1, ...home.map((row) => row.length)));
  const top = m.em * 3.25;
  const placed = new Map<string, Placed>();
  let y = top;
  for (const row of home) {
    const all = row.map((node) => sized(node, m));
    const height = Math.max(...all.map(({ box }) => box.h));
    all.forEach((one, column) => placed.set(one.node.key, at(one, m.node + m.gutter + column * (m.node + m.gutter), y, height)));
    y += height + m.gap;
  }
  const bottoms = [y, ...(['around', 'team'] as const).map((side) => sideColumn(side, map, placed, m))];
  const height = Math.max(...bottoms);
  const inner = m.columns * m.node + (m.columns - 1) * m.gutter;
  const frame = { x: m.node + m.gutter - m.pad, y: 0, w: inner + 2 * m.pad, h: height };
  const nodes = [...placed.values()].sort((a, b) => (a.node.key < b.node.key ? -1 : 1));
  return { width: 2 * (m.node + m.gutter) + inner, height: height + 2, frame, nodes, lines: routed(map.lines, placed, frame, m) };
}

const at = (one: Placed, x: number, y: number, h = one.box.h): Placed => ({ ...one, box: { ...one.box, x, y, h } });

function sized(node: Node, m: Measures): Placed {
  const letters = m.node / m.em - 0.75;
  const name = wrapped(node.name, letters, NAME_LINES);
  const about = node.about ? wrapped(node.about, letters, ABOUT_LINES) : [];
  return { node, name, about, box: { x: 0, y: 0, w: m.node, h: Math.max(2.75, (name.length + about.length) * ROW_EM + 0.9) * m.em } };
}

/** A full letter is one wide, a Latin one half. */
const wide = (text: string): number => [...text].reduce((sum, letter) => sum + (letter.charCodeAt(0) < 0x250 ? 0.6 : 1), 0);

/** A name breaks between its parts; what begins no line hangs at the end of the one before. */
export function wrapped(text: string, letters: number, lines: number): string[] {
  const rows = [''];
  for (const part of text.split(' ')) {
    if (rows.at(-1) && wide(`${rows.at(-1)} ${part}`) > letters && rows.length < lines) rows.push('');
    for (const letter of rows.at(-1) ? ` ${part}` : part) {
      if (wide(rows.at(-1)! + letter) <= letters || HANGS.has(letter)) rows[rows.length - 1] += letter;
      else if (rows.length < lines) rows.push(letter.trim());
      else return [...rows.slice(0, -1), `${[...rows.at(-1)!].slice(0, -1).join('')}…`];
    }
  }
  return rows;
}
const HANGS: ReadonlySet<string> = new Set('・ー、。）ッャュョっゃゅょ');

/** A generation is a row, or several; couples and then the older stand first. */
function rowsOf(nodes: readonly Node[], lines: readonly Line[], columns: number): Node[][] {
  const sorted = [...nodes].sort((a, b) => (a.generation ?? 0) - (b.generation ?? 0) || Number(a.away) - Number(b.away) || compare(a.order, b.order) || compare(a.key, b.key));
  const rows: Node[][] = [];
  const left = new Set(sorted);
  for (const node of sorted) {
    if (!left.delete(node)) continue;
    const partner = sorted.find((one) => left.has(one) && one.generation === node.generation && lines.some(({ from, to, said }) => COUPLE.has(said.kind) && ((from === node.key && to === one.key) || (from === one.key && to === node.key))));
    for (const one of partner && left.delete(partner) ? [node, partner] : [node]) {
      const row = rows.at(-1);
      if (row && row.length < columns && row[0]!.generation === one.generation) row.push(one);
      else rows.push([one]);
    }
  }
  return rows;
}
const COUPLE: ReadonlySet<string> = new Set(['spouse', 'separated', 'divorced']);
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Each as near as it can be to whom it is tied to; returns where the column ends. */
function sideColumn(side: 'around' | 'team', map: Ecomap, placed: Map<string, Placed>, m: Measures): number {
  const middle = ({ box }: Placed) => box.y + box.h / 2;
  const wanted = (node: Node): number => {
    const near = map.lines.filter(({ from, to }) => from === node.key || to === node.key).map(({ from, to }) => placed.get(from === node.key ? to : from)).filter((one): one is Placed => one?.node.side === 'home');
    return near.length ? near.reduce((sum, one) => sum + middle(one), 0) / near.length : Number.POSITIVE_INFINITY;
  };
  const kin = new Set(map.lines.filter(({ said }) => isKin(said.kind)).flatMap(({ from, to }) => [from, to]));
  const generation = (node: Node) => (kin.has(node.key) && node.generation !== null ? node.generation : Number.POSITIVE_INFINITY);
  const all = map.nodes.filter((node) => node.side === side).map((node) => ({ node, wanted: wanted(node), generation: generation(node) }));
  all.sort((a, b) => order(a.generation, b.generation) || order(a.wanted, b.wanted) || compare(a.node.key, b.node.key));
  const x = side === 'around' ? 0 : (m.node + m.gutter) * (m.columns + 1);
  let y = m.em * 0.5;
  for (const { node } of all) {
    const one = at(sized(node, m), x, y);
    placed.set(node.key, one);
    y += one.box.h + m.gap;
  }
  return y;
}
const order = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

/** `channels`: free ways across the middle, one above each row; `last`: where the column on the right begins. */
interface Ways { gutter: number; gap: number; channels: readonly number[]; last: number }

function routed(lines: readonly Line[], placed: ReadonlyMap<string, Placed>, frame: Box, m: Measures): Picture['lines'] {
  const tops = [...placed.values()].filter(({ node }) => node.side === 'home').map(({ box }) => box.y);
  const ways = { gutter: m.gutter, gap: m.gap, channels: [...new Set(tops)].sort((a, b) => a - b).map((y) => y - m.gap / 2), last: (m.node + m.gutter) * (m.columns + 1) };
  return lines.flatMap((line, index) => {
    const [a, b] = [placed.get(line.from), placed.get(line.to)];
    const lane = ((index % 5) - 2) * 3;
    if (a && b) return [{ line, points: pathBetween(a.box, b.box, ways, lane) }];
    const [one, end] = a ? [a, line.to] : [b, line.from];
    if (!one || end !== HOME) return [];
    return [{ line, points: toFrame(one.box, frame, lane) }];
  });
}

/** What is tied to the household as a whole ends at the frame around it. */
function toFrame(box: Box, frame: Box, lane: number): Point[] {
  const y = box.y + box.h / 2 + lane;
  if (box.x + box.w <= frame.x) return [{ x: box.x + box.w, y }, { x: frame.x, y }];
  if (box.x >= frame.x + frame.w) return [{ x: box.x, y }, { x: frame.x + frame.w, y }];
  const x = box.x + box.w / 2 + lane;
  return [{ x, y: box.y }, { x, y: box.y - 12 }];
}

/** Straight where nothing stands between; else down the gutter and along the channel that is nearest. */
function pathBetween(a: Box, b: Box, ways: Ways, lane: number): Point[] {
  if (a.x > b.x) return pathBetween(b, a, ways, lane).reverse();
  if (a.x === b.x) return inColumn(a, b, ways, lane);
  const [start, end] = [{ x: a.x + a.w, y: a.y + a.h / 2 + lane }, { x: b.x, y: b.y + b.h / 2 + lane }];
  if (end.x - start.x <= ways.gutter + 1) return [start, end];
  const middle = (start.y + end.y) / 2;
  const channel = ways.channels.reduce((best, one) => (Math.abs(one - middle) < Math.abs(best - middle) ? one : best), ways.channels[0] ?? middle) + lane;
  const [first, last] = [start.x + ways.gutter / 2 + lane, end.x - ways.gutter / 2 + lane];
  return [start, { x: first, y: start.y }, { x: first, y: channel }, { x: last, y: channel }, { x: last, y: end.y }, end];
}

/** Neighbours straight; others around those between, on the side that looks to the middle. */
function inColumn(a: Box, b: Box, ways: Ways, lane: number): Point[] {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a];
  const x = upper.x + upper.w / 2 + lane;
  const straight = lower.y - (upper.y + upper.h) <= ways.gap + 1 ? [{ x, y: upper.y + upper.h }, { x, y: lower.y }] : null;
  const inwards = upper.x >= ways.last - 1;
  const side = inwards ? upper.x : upper.x + upper.w;
  const out = side + (inwards ? -1 : 1) * (ways.gutter / 3 + lane);
  const [from, to] = [upper.y + upper.h / 2 + lane, lower.y + lower.h / 2 + lane];
  const points = straight ?? [{ x: side, y: from }, { x: out, y: from }, { x: out, y: to }, { x: side, y: to }];
  return upper === a ? points : points.reverse();
}
