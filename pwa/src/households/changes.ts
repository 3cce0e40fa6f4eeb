/** 「前回から変わったこと」: the newest look at each sign against the look before it. Pure. */
import { observationOf } from '../casework/catalogue';
import type { Change, HouseholdState, Observation } from '../casework/records';

export interface ChangeLine { code: string; way: Change; label: string; note: string }
interface Look { visit: boolean; at: string; observations: readonly Observation[] }

/** The newest visit with observations, and what the street showed since, against everything before. What was not looked at says nothing. */
export function changesSince(state: HouseholdState): { lines: ChangeLine[]; same: number } {
  const looks = looksOf(state);
  const visit = looks.findIndex((look) => look.visit);
  const recent = looks.slice(0, visit + 1 || 1);
  const earlier = looks.slice(recent.length);
  if (recent.length === 0 || earlier.length === 0) return { lines: [], same: 0 };
  const unique = new Map<string, ChangeLine>();
  for (const one of recent.flatMap((look) => look.observations)) {
    const line = one.value === 'unchecked' || unique.has(one.code) ? null : lineOf(one, earlier);
    if (line) unique.set(one.code, line);
  }
  const lines = [...unique.values()];
  const order: Change[] = ['new', 'worse', 'better'];
  return {
    lines: lines.filter((line) => line.way !== 'same').sort((a, b) => order.indexOf(a.way) - order.indexOf(b.way)),
    same: lines.filter((line) => line.way === 'same').length,
  };
}

function looksOf(state: HouseholdState): Look[] {
  return [
    ...state.visits.filter((entry) => !entry.retracted).map((entry) => ({ visit: true, at: entry.visit.occurred_at, observations: entry.visit.observations })),
    ...state.street.filter((entry) => !entry.retracted).map((entry) => ({ visit: false, at: entry.observation.occurred_at, observations: entry.observation.observations })),
  ].filter((look) => look.observations.some((one) => one.value !== 'unchecked')).sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

function lineOf(one: Observation, earlier: readonly Look[]): ChangeLine | null {
  const item = observationOf(one.code);
  if (!item) return null;
  const before = earlier.flatMap((look) => look.observations).find((other) => other.code === one.code && other.value !== 'unchecked' && (item.number?.measured ? other.qualifier === one.qualifier : true));
  const way = item.number?.measured ? byNumber(one, before) : byValue(one, before);
  return way ? { code: one.code, way, label: item.label, note: one.note ?? '' } : null;
}

function byNumber(one: Observation, before: Observation | undefined): Change | null {
  if (one.number === undefined || before?.number === undefined) return null;
  if (one.number === before.number) return 'same';
  return one.number > before.number ? 'worse' : 'better';
}

/** The worker's own word on the change goes before our comparison. なし without a look before says nothing. */
function byValue(one: Observation, before: Observation | undefined): Change | null {
  if (one.value === 'yes' && one.change) return one.change;
  if (!before) return one.value === 'yes' ? 'new' : null;
  if (one.value === before.value) return 'same';
  return one.value === 'yes' ? 'new' : 'better';
}
