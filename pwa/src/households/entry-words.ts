/** A record's codes in words, for the timeline. */
import { observationOf } from '../casework/catalogue';
import type { Observation } from '../casework/records';

/** Signs that were there, each once, with its rating when it has one. */
export function signLine(observations: readonly Observation[]): string {
  const words = observations.filter((one) => one.value === 'yes').map((one) => {
    const item = observationOf(one.code);
    const room = item?.qualifiers?.find((qualifier) => qualifier.code === one.qualifier)?.label;
    return item?.number?.measured ? `${item.label} ${[room, one.number].filter((part) => part !== undefined).join(' ')}` : (item?.label ?? one.code);
  });
  return [...new Set(words)].join('、');
}
