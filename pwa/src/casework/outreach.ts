/** 関係の段階: what was said of it in visits and in what was noticed beside them, as one course. It may go back: that is no failure. Twin of server/casework/outreach.py. */
import { momentMs } from './calendar';
import { compareText } from './order';
import type { HouseholdState, Instant, StreetEntry, StreetObservation, Uuid, Visit, VisitEntry } from './records';

export interface StageSaid { id: Uuid; by: Uuid; at: Instant; stage: number; word: string }
type Found = { entry: VisitEntry | StreetEntry; record: Visit | StreetObservation };
const HIGHEST = 6;

/** Every visit and every look that stands, with its entry; the oldest first. */
export function recordsOf(state: HouseholdState): Found[] {
  const found: Found[] = [
    ...state.visits.filter((entry) => !entry.retracted).map((entry) => ({ entry, record: entry.visit })),
    ...state.street.filter((entry) => !entry.retracted).map((entry) => ({ entry, record: entry.observation })),
  ];
  return found.sort((a, b) => momentMs(a.record.occurred_at) - momentMs(b.record.occurred_at) || compareText(a.entry.id, b.entry.id));
}

function stageIn(record: Visit | StreetObservation): number | null {
  const stage: unknown = record.relation_stage;
  return Number.isInteger(stage) && (stage as number) >= 0 && (stage as number) <= HIGHEST ? (stage as number) : null;
}

/** Each time somebody said where the relation stands, and why; the oldest first. */
export function courseOf(state: HouseholdState): StageSaid[] {
  return recordsOf(state).flatMap(({ entry, record }) => {
    const stage = stageIn(record);
    return stage === null ? [] : [{ id: entry.id, by: entry.by, at: record.occurred_at, stage, word: textIn(record.relation_word) }];
  });
}

/** Of a household and what was put into it, as one. */
export function coursesOf(states: readonly HouseholdState[]): StageSaid[] {
  return states.flatMap(courseOf).sort((a, b) => momentMs(a.at) - momentMs(b.at) || compareText(a.id, b.id));
}

export const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
