/** Whether free text seems to say where somebody lives or how to ring them. It cautions, and never decides: better once too rarely than at every visit. Pure. */
const TELEPHONE = /(?<!\d)0\d{1,4}[-( ]?\d{1,4}[-) ]?\d{3,4}(?!\d)/g;
const POSTCODE = /〒|(?<![\d-])\d{3}-\d{4}(?![\d-])/;
const NUMBER = /\d+\s*(丁目|番地|番\s*\d|号室)/;
const STREET = /(上る|下る|上ル|下ル|東入|西入)/;
const TOWN = /[一-龥ヶ々ぁ-ん]{1,10}[区町]\s?\d+(-\d+)*(?![\d年月日時人回])/;
const LEAST_DIGITS = 10;
// Times, days and ids are the form's own, not anybody's words.
const NOT_WORDS = /^(\d{4}-\d{2}-\d{2}(T.*)?|[0-9a-f]{8}-[0-9a-f]{4}-.*)$/;

export function tellsPlace(written: string): boolean {
  const text = written.normalize('NFKC').replace(/[‐‑–ー−]/g, '-');
  const rings = (text.match(TELEPHONE) ?? []).some((one) => one.replace(/\D/g, '').length >= LEAST_DIGITS);
  return rings || POSTCODE.test(text) || NUMBER.test(text) || STREET.test(text) || TOWN.test(text);
}

/** Every text of a form. */
export function wordsIn(value: unknown): string[] {
  if (typeof value === 'string') return NOT_WORDS.test(value) ? [] : [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
}
