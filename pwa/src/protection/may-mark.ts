/** Who may hide where a household lives, and when: never while it is one with another, whose people would still read it. Pure. */
import type { HouseholdState } from '../casework/records';
import { mayAuthor } from '../casework/roles';

export const isMerged = (household: HouseholdState): boolean => household.merged_into !== null || household.merged_from.length > 0;
export const mayMark = (role: string, household: HouseholdState): boolean => mayAuthor(role, 'protection.set') && !isMerged(household);
