/** The table of screens: path pattern → component, each loaded when first shown. */
import type { Component } from 'svelte';

export type Screen = Component<Record<string, string>>;
type Loader = () => Promise<{ default: Screen }>;

// Only these are loaded apart: a glob over all components would make a file of each, hundreds that every phone has to keep.
const TABLE = {
  '/': () => import('../today/Today.svelte'),
  '/households': () => import('../households/HouseholdList.svelte'),
  '/households/new': () => import('../households/NewHousehold.svelte'),
  '/households/:id': () => import('../households/HouseholdPage.svelte'),
  '/households/:id/visit': () => import('../visits/VisitForm.svelte'),
  '/households/:id/absent': () => import('../visits/AbsentForm.svelte'),
  '/households/:id/street': () => import('../street/StreetForm.svelte'),
  '/households/:id/card': () => import('../outreach/CardPage.svelte'),
  '/households/:id/ties': () => import('../ties/EcomapPage.svelte'),
  '/households/:id/letter': () => import('../outreach/LetterPage.svelte'),
  '/households/:id/consultation': () => import('../consultations/ConsultationForm.svelte'),
  '/consultation': () => import('../consultations/ConsultationDoor.svelte'),
  '/households/:id/sheet': () => import('../sheets/SheetDesk.svelte'),
  '/households/:id/collaboration': () => import('../plans/PlanDesk.svelte'),
  '/households/:id/collaboration/:version': () => import('../plans/PlanPage.svelte'),
  '/households/:id/forms': () => import('../forms/FormsPage.svelte'),
  '/households/:id/viewings': () => import('../viewings/HouseholdViewings.svelte'),
  '/households/:id/wish/:wish': () => import('../participation/WishPage.svelte'),
  '/sheets': () => import('../sheets/SheetList.svelte'),
  '/sheets/:packet': () => import('../sheets/SheetPage.svelte'),
  '/record': () => import('../visits/RecordDoor.svelte'),
  '/alerts': () => import('../alerts/AlertInbox.svelte'),
  '/a/:id': () => import('../alerts/AlertPage.svelte'),
  '/unsent': () => import('../unsent/Unsent.svelte'),
  '/more': () => import('../more/More.svelte'),
  '/outings/how': () => import('../outings/OutingHow.svelte'),
  '/manual': () => import('../manual/ManualList.svelte'),
  '/manual/:page': () => import('../manual/ManualView.svelte'),
  '/review': () => import('../review/ReviewDesk.svelte'),
  '/review/:visit': () => import('../review/ReviewDesk.svelte'),
  '/center': () => import('../center/CenterToday.svelte'),
  '/watch': () => import('../course/WatchDesk.svelte'),
  '/backup': () => import('../backup/BackupDesk.svelte'),
  '/backup/:id': () => import('../backup/BackupPage.svelte'),
  '/conferences': () => import('../conferences/ConferenceDesk.svelte'),
  '/conferences/:meeting': () => import('../conferences/ConferencePage.svelte'),
  '/papers': () => import('../conferences/PapersPage.svelte'),
  '/materials/:packet': () => import('../conferences/MaterialPage.svelte'),
  '/participation': () => import('../participation/ParticipationDesk.svelte'),
  '/community': () => import('../community/CommunityDesk.svelte'),
  '/devices': () => import('../admin/Devices.svelte'),
  '/held': () => import('../held/HeldDesk.svelte'),
  '/transfers': () => import('../transfers/TransferDesk.svelte'),
  '/transfers/list': () => import('../transfers/AprilDesk.svelte'),
  '/organizations': () => import('../organizations/OrganizationList.svelte'),
  '/duty': () => import('../duty/RotaDesk.svelte'),
  '/duty/plan': () => import('../duty/LadderDesk.svelte'),
  '/reports': () => import('../reports/ReportDesk.svelte'),
  '/bounds': () => import('../bounds/BoundsDesk.svelte'),
  '/rollout': () => import('../rollout/RolloutDesk.svelte'),
  '/towns': () => import('../towns/TownsDesk.svelte'),
  '/viewings': () => import('../viewings/ViewingsDesk.svelte'),
  '/figures': () => import('../reports/MonthDesk.svelte'),
} as unknown as Record<string, Loader>;

export const PATTERNS = Object.keys(TABLE);

export function loaderOf(pattern: string): Loader | null {
  return TABLE[pattern] ?? null;
}
