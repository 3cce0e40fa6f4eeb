/** Comparison with the last time each thing was looked at. */
import type { Observation, StreetObservation, Uuid, Visit } from './records';

/** A record with its id; lists of them run newest first. */
export interface Look { id: Uuid; record: Visit | StreetObservation }

const samePlace = (a: Observation, b: Observation) => a.code === b.code && a.person === b.person;

function latest(earlier: readonly Look[], test: (item: Observation) => boolean): Observation | null {
  for (const { record } of earlier) {
    const found = (record.observations ?? []).find((item) => item.value !== 'unchecked' && test(item));
    if (found) return found;
  }
  return null;
}

export const previousValue = (item: Observation, earlier: readonly Look[]): Observation | null => latest(earlier, (other) => samePlace(other, item));

/** The last number given for the same room or person. */
export function previousNumber(item: Observation, earlier: readonly Look[]): number | null {
  return latest(earlier, (other) => samePlace(other, item) && other.qualifier === item.qualifier && other.number !== undefined)?.number ?? null;
}

export function previousStage(earlier: readonly Look[]): number | null {
  for (const { record } of earlier) if ('relation_stage' in record && record.relation_stage !== undefined) return record.relation_stage;
  return null;
}

/** Said to be worse, newly there, or a larger number than last time. */
export function worsened(item: Observation, earlier: readonly Look[]): boolean {
  if (item.value === 'unchecked') return false;
  if (item.number !== undefined && item.number > (previousNumber(item, earlier) ?? Infinity)) return true;
  if (item.value !== 'yes') return false;
  if (item.change === 'worse') return true;
  const before = previousValue(item, earlier);
  return before?.value === 'no' && (item.change === undefined || item.change === 'new');
}
