/** The four truths about an alert, each with its time or what it waits for. */
import type { AlertRow } from '../ledger/ledger';
import { emergencyText as t } from '../text/emergency';
import { timeOf } from '../text/when';

export interface ProgressStep { label: string; lines: string[]; state: 'done' | 'now' | 'later' }

/** `keptAt` is when it became durable on this device, when this device raised it. */
export function progressOf(alert: AlertRow, nameOf: (staff: string) => string, keptAt: string | null): ProgressStep[] {
  const reached = alert.recipients.filter((one) => one.reached_at !== null);
  const taken = alert.acked_at !== null && alert.owner !== null ? t.takenBy(nameOf(alert.owner), timeOf(alert.acked_at)) : null;
  const reachedLines = reached.map((one) => (one.seen_at ? t.seenBy(nameOf(one.staff), timeOf(one.seen_at)) : t.reachedBy(nameOf(one.staff), timeOf(one.reached_at!))));
  const steps: [string, string[] | null, string][] = [
    [t.steps.here, [timeOf(keptAt ?? alert.observed_at)], t.waiting.here],
    [t.steps.server, !alert.local && alert.accepted_at ? [timeOf(alert.accepted_at)] : null, t.waiting.server],
    [t.steps.reached, reachedLines.length ? reachedLines : null, t.waiting.reached],
    [t.steps.taken, taken ? [taken] : null, t.waiting.taken],
  ];
  const next = steps.findIndex(([, lines]) => lines === null);
  return steps.map(([label, lines, waiting], index) => ({ label, lines: lines ?? (index === next ? [waiting] : []), state: lines ? 'done' : index === next ? 'now' : 'later' }));
}
