/** What one deliberate touch may answer for the signs of a group that were looked at: never a red one, never one that needs a word more. Pure. */
import type { ObservationItem } from '../casework/catalogue';
import type { HouseholdState } from '../casework/records';
import type { SignInput } from './visit-input';

type Signs = Record<string, SignInput>;
export type Last = HouseholdState['last_observations'];
/** What the signs of a group held before one touch, by code. */
export type Before = Record<string, Pick<SignInput, 'value' | 'change'>>;

const open = (item: ObservationItem, signs: Signs) => item.severity !== 'R' && !item.number?.measured && signs[item.code]?.value === 'unchecked';

/** Those that may become 「なし」. */
export function restNo(items: readonly ObservationItem[], signs: Signs): string[] {
  return items.filter((item) => open(item, signs)).map((item) => item.code);
}

/** Those that may become what they were last time. An あり that asks whose, which or how many is answered alone. */
export function restSame(items: readonly ObservationItem[], signs: Signs, last: Last, persons: number): string[] {
  const plain = (item: ObservationItem) => !item.number && !item.qualifiers?.length && !(item.per_person && persons > 1);
  const again = (item: ObservationItem) => last[item.code]?.value === 'no' || (last[item.code]?.value === 'yes' && plain(item));
  return items.filter((item) => open(item, signs) && again(item)).map((item) => item.code);
}

export function answerNo(codes: readonly string[], signs: Signs): Before {
  return answer(codes, signs, () => ({ value: 'no', change: null }));
}

export function answerSame(codes: readonly string[], signs: Signs, last: Last): Before {
  return answer(codes, signs, (code) => ({ value: last[code]!.value, change: last[code]!.value === 'yes' ? 'same' : null }));
}

function answer(codes: readonly string[], signs: Signs, now: (code: string) => Before[string]): Before {
  const before: Before = {};
  for (const code of codes) {
    const sign = signs[code]!;
    before[code] = { value: sign.value, change: sign.change };
    Object.assign(sign, now(code));
  }
  return before;
}

export function takeBack(before: Before, signs: Signs): void {
  for (const [code, held] of Object.entries(before)) Object.assign(signs[code]!, held);
}
