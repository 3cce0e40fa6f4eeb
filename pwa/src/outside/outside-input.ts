/** What is typed of another body's meeting, and what must be filled. Pure. */
import type { Outside } from '../casework/backup-records';
import type { Day } from '../casework/records';
import { outsideText } from '../text/outside';

export type OutsideForm = Required<Omit<Outside, 'organization'>> & { reason: string };

export const outsideForm = (said: Outside | undefined): OutsideForm => ({
  meeting: said?.meeting ?? '', held_on: said?.held_on ?? '', host: said?.host ?? '', attended: said?.attended ?? '', outcome: said?.outcome ?? '', next: said?.next ?? '', reason: '',
});

/** A host whose name stands in the directory is that agency; any other name is just a name. */
export function outsideOf(form: OutsideForm, directory: readonly { id: string; name: string }[]): Outside {
  const text = (value: string) => value.trim();
  const organization = directory.find(({ name }) => name === text(form.host))?.id;
  return { meeting: form.meeting, held_on: form.held_on, host: text(form.host), ...(organization ? { organization } : {}), attended: text(form.attended), outcome: text(form.outcome), next: text(form.next) };
}

/** Keyed by the control that must be filled. */
export function outsideErrors(form: OutsideForm, amends: boolean, today: Day): Record<string, string> {
  const e = outsideText.errors;
  const wrong: [string, boolean][] = [['meeting', !form.meeting], ['held_on', !form.held_on || form.held_on > today], ['host', !form.host.trim()], ['outcome', !form.outcome.trim()], ['reason', amends && !form.reason.trim()]];
  return Object.fromEntries(wrong.filter(([, is]) => is).map(([name]) => [`outside-${name}`, e[name] ?? '']));
}
