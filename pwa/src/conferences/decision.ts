/** The roles a conference decides on, as a form and as they are asked for. Pure. */
import type { Day, Offer, Uuid } from '../casework/records';
import { conferenceText } from '../text/conferences';

export interface RoleForm { id: Uuid; to: string; agency: string; role: string; task: string; due: Day }
export const OTHER = 'other';

export const blankRole = (): RoleForm => ({ id: crypto.randomUUID(), to: '', agency: '', role: 'co', task: '', due: '' });

export const offerOf = ({ to, agency, role, task, due }: RoleForm): Offer => ({ role, agency: to === OTHER ? agency.trim() : '', task: task.trim(), ...(to === OTHER ? {} : { to }), ...(due ? { due } : {}) });

/** Keyed by the control that must be filled. */
export function decisionErrors(roles: readonly RoleForm[], review: Day, today: Day): [string, boolean, string][] {
  const t = conferenceText.decision;
  const half = roles.map(({ to, agency, task }, n): [string, boolean, string] => [`decide-to-${n}`, !to || !task.trim() || (to === OTHER && !agency.trim()), t.error]);
  return [...half, ['decide-review', review !== '' && review <= today, t.reviewError]];
}
