/** The table of screens: path pattern → component, each loaded when first shown. */
import type { Component } from 'svelte';

export type Screen = Component<Record<string, string>>;
type Loader = () => Promise<{ default: Screen }>;

// A glob rather than imports: a build without a screen simply lacks that path.
const FILES = import.meta.glob('../*/*.svelte') as Record<string, Loader>;

const TABLE: Record<string, string> = {
  '/': 'today/Today',
  '/households': 'households/HouseholdList',
  '/households/new': 'households/NewHousehold',
  '/households/:id': 'households/HouseholdPage',
  '/households/:id/visit': 'visits/VisitForm',
  '/households/:id/absent': 'visits/AbsentForm',
  '/households/:id/street': 'street/StreetForm',
  '/households/:id/card': 'outreach/CardPage',
  '/households/:id/letter': 'outreach/LetterPage',
  '/households/:id/consultation': 'consultations/ConsultationForm',
  '/consultation': 'consultations/ConsultationDoor',
  '/households/:id/sheet': 'sheets/SheetDesk',
  '/households/:id/collaboration': 'plans/PlanDesk',
  '/households/:id/collaboration/:version': 'plans/PlanPage',
  '/households/:id/wish/:wish': 'participation/WishPage',
  '/sheets': 'sheets/SheetList',
  '/sheets/:packet': 'sheets/SheetPage',
  '/record': 'visits/RecordDoor',
  '/alerts': 'alerts/AlertInbox',
  '/a/:id': 'alerts/AlertPage',
  '/unsent': 'unsent/Unsent',
  '/more': 'more/More',
  '/outings/how': 'outings/OutingHow',
  '/manual': 'manual/ManualList',
  '/manual/:page': 'manual/ManualView',
  '/review': 'review/ReviewDesk',
  '/review/:visit': 'review/ReviewDesk',
  '/center': 'center/CenterToday',
  '/watch': 'course/WatchDesk',
  '/backup': 'backup/BackupDesk',
  '/backup/:id': 'backup/BackupPage',
  '/conferences': 'conferences/ConferenceDesk',
  '/conferences/:meeting': 'conferences/ConferencePage',
  '/materials/:packet': 'conferences/MaterialPage',
  '/participation': 'participation/ParticipationDesk',
  '/community': 'community/CommunityDesk',
  '/devices': 'admin/Devices',
  '/held': 'held/HeldDesk',
  '/transfers': 'transfers/TransferDesk',
  '/transfers/list': 'transfers/AprilDesk',
  '/organizations': 'organizations/OrganizationList',
  '/duty': 'duty/RotaDesk',
  '/duty/plan': 'duty/LadderDesk',
};

export const PATTERNS = Object.keys(TABLE);

export function loaderOf(pattern: string): Loader | null {
  return FILES[`../${TABLE[pattern]}.svelte`] ?? null;
}
