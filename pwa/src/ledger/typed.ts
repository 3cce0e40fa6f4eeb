/** The words a person typed into a form, out of a draft of whatever shape. */

/** Codes of the catalogue are plain ASCII; what people write here is not. */
export function typedIn(value: unknown): string[] {
  return stringsIn(value).filter((text) => /[^\x20-\x7e]/.test(text));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() ? [value.trim()] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(stringsIn);
}
