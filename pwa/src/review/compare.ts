/** The signs of one visit beside the last time each was looked at. Pure. */
import { observationOf } from '../casework/catalogue';
import { OBSERVATIONS } from '../casework/catalogue.gen';
import type { Change, HouseholdState, Instant, Observation, Uuid, VisitEntry } from '../casework/records';
import { previousValue, type Look } from '../casework/trends';

export interface SignRow { key: string; code: string; label: string; before: Observation | null; now: Observation; way: Change; person: Uuid | null }
export interface Comparison { before_at: Instant | null; rows: SignRow[]; same: SignRow[]; unchecked: string[] }

const ORDER: Change[] = ['new', 'worse', 'better', 'same'];

export function compareSigns(household: HouseholdState, entry: VisitEntry): Comparison {
  const earlier = looksBefore(household, entry);
  const rows = entry.visit.observations.filter((one) => one.value !== 'unchecked').map((one) => signRow(one, earlier));
  const looked = new Set(rows.map((row) => row.code));
  return {
    before_at: earlier[0]?.record.occurred_at ?? null,
    rows: rows.filter((row) => row.way !== 'same').sort((a, b) => ORDER.indexOf(a.way) - ORDER.indexOf(b.way)),
    same: rows.filter((row) => row.way === 'same'),
    unchecked: OBSERVATIONS.filter((item) => !looked.has(item.code)).map((item) => item.label),
  };
}

/** Newest first, only what happened before. */
function looksBefore(household: HouseholdState, entry: VisitEntry): Look[] {
  const at = Date.parse(entry.visit.occurred_at);
  const looks: Look[] = [
    ...household.visits.filter((one) => !one.retracted && one.id !== entry.id).map((one) => ({ id: one.id, record: one.visit })),
    ...household.street.filter((one) => !one.retracted).map((one) => ({ id: one.id, record: one.observation })),
  ];
  return looks.filter((look) => Date.parse(look.record.occurred_at) < at && look.record.observations.some((one) => one.value !== 'unchecked'))
    .sort((a, b) => Date.parse(b.record.occurred_at) - Date.parse(a.record.occurred_at));
}

function signRow(one: Observation, earlier: readonly Look[]): SignRow {
  const item = observationOf(one.code);
  const measured = item?.number?.measured === true;
  const before = measured ? lastMeasured(one, earlier) : previousValue(one, earlier);
  const room = item?.qualifiers?.find((qualifier) => qualifier.code === one.qualifier)?.label;
  return {
    key: [one.code, one.person, one.qualifier].join(':'), code: one.code, label: [item?.label ?? one.code, room].filter(Boolean).join('・'),
    before, now: one, way: measured ? byNumber(one, before) : byValue(one, before), person: one.person ?? null,
  };
}

function lastMeasured(one: Observation, earlier: readonly Look[]): Observation | null {
  for (const { record } of earlier) {
    const found = record.observations.find((other) => other.code === one.code && other.qualifier === one.qualifier && other.number !== undefined);
    if (found) return found;
  }
  return null;
}

function byNumber(one: Observation, before: Observation | null): Change {
  if (one.number === undefined || before?.number === undefined) return before ? 'same' : 'new';
  if (one.number === before.number) return 'same';
  return one.number > before.number ? 'worse' : 'better';
}

/** The worker's own word goes before our comparison; a なし without a look before is nothing new. */
function byValue(one: Observation, before: Observation | null): Change {
  if (one.value === 'yes') return one.change ?? (before?.value === 'yes' ? 'same' : 'new');
  return before?.value === 'yes' ? 'better' : 'same';
}
