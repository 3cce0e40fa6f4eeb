/** Two texts word by word: what stayed, what was added, what was cut. Pure. */
export interface Part { how: 'same' | 'add' | 'cut'; text: string }

/** Beyond these whole sentences are compared, and then whole texts: the work grows with the product of the two. */
const MOST_LETTERS = 4_000_000;
const MOST_CELLS = 1_000_000;

export function partsOf(was: string, is: string): Part[] {
  if (was === is) return is ? [{ how: 'same', text: is }] : [];
  const split = was.length * is.length <= MOST_LETTERS ? wordsOf : sentencesOf;
  const [a, b] = [split(was), split(is)];
  return joined(a.length * b.length <= MOST_CELLS ? compare(a, b) : [...cut([was]), ...add([is])]);
}

const cut = (words: readonly string[]): Part[] => words.map((text) => ({ how: 'cut', text }));
const add = (words: readonly string[]): Part[] => words.map((text) => ({ how: 'add', text }));

/** The longest common subsequence, between a common beginning and a common end. */
function compare(a: readonly string[], b: readonly string[]): Part[] {
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const same = (words: readonly string[]): Part[] => words.map((text) => ({ how: 'same', text }));
  const end = tail ? a.slice(-tail) : [];
  return [...same(a.slice(0, head)), ...between(a.slice(head, a.length - tail), b.slice(head, b.length - tail)), ...same(end)];
}

function between(a: readonly string[], b: readonly string[]): Part[] {
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      longest[i * width + j] = a[i] === b[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
    }
  }
  const parts: Part[] = [];
  let [i, j] = [0, 0];
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      parts.push({ how: 'same', text: a[i]! });
      i += 1;
      j += 1;
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) parts.push({ how: 'cut', text: a[i++]! });
    else parts.push({ how: 'add', text: b[j++]! });
  }
  return [...parts, ...cut(a.slice(i)), ...add(b.slice(j))];
}

/** Neighbours of one kind are one part; what was cut stands before what came in its place. */
function joined(parts: readonly Part[]): Part[] {
  const out: Part[] = [];
  for (let n = 0; n < parts.length; ) {
    const run: Record<Part['how'], string> = { same: '', add: '', cut: '' };
    const isSame = parts[n]!.how === 'same';
    for (; n < parts.length && (parts[n]!.how === 'same') === isSame; n += 1) run[parts[n]!.how] += parts[n]!.text;
    for (const how of ['same', 'cut', 'add'] as const) if (run[how]) out.push({ how, text: run[how] });
  }
  return out;
}

const sentencesOf = (text: string): string[] => text.split(/(?<=[\n。])/);

/** Japanese has no spaces: the browser knows its words; where it does not, each letter counts. */
function wordsOf(text: string): string[] {
  if (!('Segmenter' in Intl)) return [...text];
  return [...new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)].map(({ segment }) => segment);
}
