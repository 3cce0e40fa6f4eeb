/** Keys of the desk. They never act while somebody types, chooses in a list, or a sheet is open. */
export type DeskKey = 'j' | 'k' | 'Enter' | 'x' | '/' | 'r' | 'd' | '?';

const KEYS: readonly string[] = ['j', 'k', 'Enter', 'x', '/', 'r', 'd', '?'];

export function deskKey(event: KeyboardEvent): DeskKey | null {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return null;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest('input, textarea, select, [contenteditable], dialog')) return null;
  // Enter on a button or link is that button's or link's own.
  if (event.key === 'Enter' && target?.closest('button, a, summary')) return null;
  return event.key as DeskKey;
}
