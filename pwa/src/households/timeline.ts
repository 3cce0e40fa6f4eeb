/** Everything that happened in a household as one line of time. Pure. */
import type { OutsideEntry } from '../casework/backup-records';
import type { CautionEntry, ConsultationEntry, HouseholdState, NoteEntry, PlanEntry, StreetEntry, VisitEntry } from '../casework/records';
import { monthOf } from '../text/when';

/** `home`: whose record it is, where several households are read together. */
export type Moment = { id: string; at: string; home: HouseholdState } & (
  | { kind: 'visit'; entry: VisitEntry }
  | { kind: 'street'; entry: StreetEntry }
  | { kind: 'consultation'; entry: ConsultationEntry }
  | { kind: 'outside'; entry: OutsideEntry }
  | { kind: 'note'; entry: NoteEntry }
  | { kind: 'caution'; entry: CautionEntry }
  | { kind: 'plan'; entry: PlanEntry }
);
export type TimelineKind = 'all' | 'visit' | 'consultation' | 'street' | 'outside' | 'note' | 'change';

/** Newest first; `merged` are the households put into this one. */
export function momentsOf(state: HouseholdState, kind: TimelineKind = 'all', merged: readonly HouseholdState[] = []): Moment[] {
  return [state, ...merged].flatMap(recordsOf).filter((one) => belongs(one, kind)).sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (a.id < b.id ? 1 : -1));
}

function recordsOf(state: HouseholdState): Moment[] {
  const all = [
    ...state.visits.map((entry) => ({ kind: 'visit' as const, id: entry.id, at: entry.visit.occurred_at, entry })),
    ...state.street.map((entry) => ({ kind: 'street' as const, id: entry.id, at: entry.observation.occurred_at, entry })),
    ...state.consultations.map((entry) => ({ kind: 'consultation' as const, id: entry.id, at: entry.consultation.received_at, entry })),
    // a day without an hour stands at its noon
    ...state.outside.map((entry) => ({ kind: 'outside' as const, id: entry.id, at: `${entry.outside.held_on}T12:00:00+09:00`, entry })),
    ...state.notes.map((entry) => ({ kind: 'note' as const, id: entry.id, at: entry.recorded_at, entry })),
    ...state.cautions.map((entry) => ({ kind: 'caution' as const, id: entry.id, at: entry.recorded_at, entry })),
    ...state.plans.filter((entry) => entry.status !== 'planned' && entry.status !== 'done').map((entry) => ({ kind: 'plan' as const, id: entry.id, at: entry.plan.window_from, entry })),
  ];
  return all.map((one) => ({ ...one, home: state }));
}

function belongs(one: Moment, kind: TimelineKind): boolean {
  return kind === 'all' || (kind === 'change' ? one.kind === 'caution' || one.kind === 'plan' : one.kind === kind);
}

export function byMonth(moments: readonly Moment[]): { month: string; moments: Moment[] }[] {
  const months: { month: string; moments: Moment[] }[] = [];
  for (const one of moments) {
    const month = monthOf(one.at);
    if (months.at(-1)?.month === month) months.at(-1)!.moments.push(one);
    else months.push({ month, moments: [one] });
  }
  return months;
}
