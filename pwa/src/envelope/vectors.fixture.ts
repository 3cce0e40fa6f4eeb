/** The shared vectors of tests/vectors/envelope.json, read for tests and for the script that writes them. */
import { createHash } from 'node:crypto';
import { type Bytes, concat, u32, utf8 } from './bytes';

export interface Recipe { text?: string; times?: number; stream?: number }

export function payloadOf(recipe: Recipe): Bytes {
  if (recipe.stream === undefined) return utf8((recipe.text ?? '').repeat(recipe.times ?? 1));
  const blocks = Array.from({ length: Math.floor(recipe.stream / 32) + 1 }, (_, i) => createHash('sha256').update(u32(i)).digest());
  return concat(...blocks).slice(0, recipe.stream);
}
