/** Which doors a business has in the app: what is out of sight while a center lets it rest. Records are no doors: whatever was written stays where it is read. Pure. */
import type { Transition } from '../casework/catalogue';

export type Runs = (part: string) => boolean;

/** Screens by their path; the words of what else hides stand in text/rollout.ts. */
export const DOOR_PARTS: Readonly<Record<string, string>> = {
  '/consultation': 'comprehensive_consultation', '/backup': 'multi_agency', '/sheets': 'multi_agency', '/conferences': 'conferences', '/watch': 'watch_list',
  '/participation': 'participation', '/community': 'community_building',
};
/** What is written from the door of a household. */
const KINDS: Readonly<Record<string, string>> = { street: 'outreach', letter: 'outreach', consultation: 'comprehensive_consultation' };
const STEPS: Readonly<Record<string, string>> = { sheet_shared: 'multi_agency', backup_support: 'multi_agency', conference: 'conferences', monitoring: 'watch_list' };

export const isOpenDoor = (href: string, runs: Runs): boolean => !DOOR_PARTS[href] || runs(DOOR_PARTS[href]);
export const isOpenKind = (kind: string, runs: Runs): boolean => !KINDS[kind] || runs(KINDS[kind]);
/** The way back to where a household came from is never shut. */
export const isOpenStep = ({ to, guards }: Pick<Transition, 'to' | 'guards'>, runs: Runs): boolean => guards.includes('previous') || !STEPS[to] || runs(STEPS[to]);
