/** How the emergency watch sees the visit form. */
import type { HouseholdState } from '../casework/records';
import type { Watched } from '../emergency/urgency.svelte';
import { toVisit, type VisitInput } from './visit-input';

export function watchedVisit(input: () => VisitInput, household: () => HouseholdState): Watched {
  return {
    household,
    record: () => toVisit(input(), new Date()),
    ticked: () => tickedIn(input()),
    untick: (keys) => keys.forEach((key) => untick(input(), key)),
    note: (line) => {
      const form = input();
      form.facts = form.facts ? `${form.facts}\n${line}` : line;
    },
  };
}

/** `result:absent`, `sign:OUT04`, `sign:BOD04:head_face`, `worry`: every choice a rule may rest on. */
export function tickedIn(input: VisitInput): string[] {
  const signs = Object.entries(input.signs).flatMap(([code, sign]) => {
    const numbers = Object.entries(sign.numbers).filter(([, text]) => text !== '').map(([name, text]) => `number:${code}:${name}:${text}`);
    return sign.value === 'yes' ? [`sign:${code}`, ...sign.qualifiers.map((one) => `sign:${code}:${one}`), ...numbers] : numbers;
  });
  return [...(input.result ? [`result:${input.result}`] : []), ...signs, ...(input.worry ? ['worry'] : [])];
}

function untick(input: VisitInput, key: string): void {
  const [kind, code = '', detail] = key.split(':');
  const sign = input.signs[code];
  if (kind === 'result') input.result = '';
  else if (kind === 'worry') input.worry = '';
  else if (sign && kind === 'number') sign.numbers[detail ?? ''] = '';
  else if (sign && detail) sign.qualifiers = sign.qualifiers.filter((one) => one !== detail);
  else if (sign) sign.value = 'unchecked';
}
