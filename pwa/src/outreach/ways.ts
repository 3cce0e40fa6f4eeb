/** 訪ね方 of a household as its registers hold it: how to come to the door, what is good to talk of, what to leave unsaid. Pure. */
import { textOf } from '../casework/registers';
import type { HouseholdState } from '../casework/records';

export interface Ways { way: string; good: string; avoid: string; through: string }
export const WAYS = 'outreach';

export function waysOf(state: HouseholdState): Ways {
  const fields = state.entities[WAYS] ?? {};
  return { way: textOf(fields, 'way'), good: textOf(fields, 'good'), avoid: textOf(fields, 'avoid'), through: textOf(fields, 'through') };
}

export const fieldsOfWays = (ways: Ways): Record<string, unknown> => ({ way: ways.way.trim(), good: ways.good.trim(), avoid: ways.avoid.trim(), through: ways.through.trim() });
