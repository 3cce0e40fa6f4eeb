/** つながりの図 as it goes along with an item's material: frozen, and without the ids it was drawn from. Read with care, it may be damaged or of a newer app. Pure. */
import type { Drawing } from '../casework/conference-records';
import { masked } from '../households/register';
import type { Ecomap, Line, Node } from '../ties/ecomap';
import { HOME, kindWord, qualityWord, UNKNOWN } from '../ties/read';
import { nameIn } from '../ties/words';
import { tieText } from '../text/ties';

const SIDES: readonly string[] = ['home', 'around', 'team'] satisfies Node['side'][];
const MOST = 60;

/** Who and what there is between them; of no tie when it began, how it is known, or who opens the door. */
export function drawingOf({ nodes, lines }: Ecomap): Drawing | null {
  if (!nodes.length) return null;
  const names = new Map(nodes.map(({ key }, n) => [key, `n${n}`]));
  const short = (key: string) => (key === HOME ? HOME : (names.get(key) ?? ''));
  return {
    nodes: nodes.map(({ key, side, shape, name, about, generation, order, away }) => ({ key: short(key), side, shape, name, about, generation, order: side === 'home' ? order : name, away })),
    lines: lines.map(({ from, to, said }) => ({ from: short(from), to: short(to), kind: said.kind, quality: said.quality })),
  };
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const mapOf = (value: unknown): Record<string, unknown> | null => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null);
const listOf = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.slice(0, MOST).map(mapOf).filter((one) => one !== null) : []);

/** What of it can be drawn; null where that is nobody. */
export function readDrawing(value: unknown, hidden: boolean): Ecomap | null {
  const given = mapOf(value);
  const nodes = listOf(given?.nodes).flatMap((one) => nodeOf(one, hidden));
  const keys = new Set([HOME, ...nodes.map(({ key }) => key)]);
  const lines = listOf(given?.lines).map(lineOf).filter(({ from, to }) => keys.has(from) && keys.has(to) && from !== to);
  return nodes.length && keys.size === nodes.length + 1 ? { nodes, lines, gone: [], unread: [] } : null;
}

function nodeOf({ key, side, shape, name, about, generation, order, away }: Record<string, unknown>, hidden: boolean): Node[] {
  if (!text(key) || key === HOME || !text(name) || !SIDES.includes(text(side))) return [];
  const own = shape === 'agency' ? 'agency' : 'person';
  const shown = hidden && side !== 'team' ? masked(text(name)) : text(name);
  return [{ key: text(key), side: side as Node['side'], shape: own, name: shown, about: text(about), generation: Number.isInteger(generation) ? (generation as number) : null, order: text(order), entry: null, visits: null, away: away === true }];
}

function lineOf({ from, to, kind, quality }: Record<string, unknown>, n: number): Line {
  const said = { from: text(from), to: text(to), kind: text(kind), quality: text(quality) || UNKNOWN, since: '', known: '', third: null, door: UNKNOWN, doorDiffers: false, word: '', gone: '' };
  return { id: `l${n}`, from: said.from, to: said.to, said, entry: null };
}

/** All lines in words: for ears, and where the picture has no room. */
export function linesOf(map: Ecomap): string[] {
  return map.lines.map(({ from, to, said }) => `${tieText.ends(nameIn(map, from), nameIn(map, to))}：${[kindWord(said.kind), said.quality === UNKNOWN ? '' : qualityWord(said.quality)].filter(Boolean).join('・')}`);
}
