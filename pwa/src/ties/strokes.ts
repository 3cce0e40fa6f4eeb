/** How a line says the quality of a tie without colour: thick, plain, dashed, zigzag, cut through, dotted. Pure. */
import type { Point } from './layout';

export interface Stroke { d: string; width: number; dash: string; /** across the line: 別居 one, 離婚 two, a tie that was cut a cross */ marks: string }

const STEP = 7;
const SWING = 4;
const WIDTHS: Record<string, number> = { strong: 5, tense: 2, usual: 2, weak: 2, cut: 2, unknown: 2.5 };
const DASHES: Record<string, string> = { weak: '9 6', unknown: '0.1 6' };
const SLASHES: Record<string, number> = { separated: 1, divorced: 2 };

export function strokeOf(points: readonly Point[], quality: string, kind: string): Stroke {
  const known = quality in WIDTHS ? quality : 'unknown';
  const middle = middleOf(points);
  const marks = known === 'cut' ? cross(middle) : Array.from({ length: SLASHES[kind] ?? 0 }, (_, n) => slash(middle, n * 6)).join('');
  return { d: known === 'tense' ? zigzag(points) : plain(points), width: WIDTHS[known]!, dash: DASHES[known] ?? '', marks };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const plain = (points: readonly Point[]): string => points.map(({ x, y }, index) => `${index ? 'L' : 'M'}${round(x)} ${round(y)}`).join('');

function zigzag(points: readonly Point[]): string {
  const out: Point[] = [points[0]!];
  let up = 1;
  points.slice(1).forEach((end, index) => {
    const start = points[index]!;
    const [dx, dy] = [end.x - start.x, end.y - start.y];
    const length = Math.hypot(dx, dy);
    for (let gone = STEP; gone < length - STEP / 2; gone += STEP) {
      const share = gone / length;
      out.push({ x: start.x + dx * share - (dy / length) * SWING * up, y: start.y + dy * share + (dx / length) * SWING * up });
      up = -up;
    }
    out.push(end);
  });
  return plain(out);
}

interface Middle extends Point { ux: number; uy: number }

function middleOf(points: readonly Point[]): Middle {
  const pieces = points.slice(1).map((end, index) => ({ start: points[index]!, end, length: Math.hypot(end.x - points[index]!.x, end.y - points[index]!.y) }));
  let left = pieces.reduce((sum, { length }) => sum + length, 0) / 2;
  for (const { start, end, length } of pieces) {
    if (left <= length && length > 0) return { x: start.x + ((end.x - start.x) * left) / length, y: start.y + ((end.y - start.y) * left) / length, ux: (end.x - start.x) / length, uy: (end.y - start.y) / length };
    left -= length;
  }
  return { ...points[0]!, ux: 1, uy: 0 };
}

const ARM = 7;
const piece = (a: Point, b: Point): string => `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`;

function slash({ x, y, ux, uy }: Middle, along: number): string {
  const at = { x: x + ux * along, y: y + uy * along };
  return piece({ x: at.x + uy * ARM - ux * 2, y: at.y - ux * ARM - uy * 2 }, { x: at.x - uy * ARM + ux * 2, y: at.y + ux * ARM + uy * 2 });
}

function cross({ x, y, ux, uy }: Middle): string {
  const [a, b] = [{ x: (ux + uy) * 0.7 * ARM, y: (uy - ux) * 0.7 * ARM }, { x: (ux - uy) * 0.7 * ARM, y: (uy + ux) * 0.7 * ARM }];
  return piece({ x: x - a.x, y: y - a.y }, { x: x + a.x, y: y + a.y }) + piece({ x: x - b.x, y: y - b.y }, { x: x + b.x, y: y + b.y });
}
