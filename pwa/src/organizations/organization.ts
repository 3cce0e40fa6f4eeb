/** An agency of the directory: how near it is, how old its facts are, who may change it, how it is called. Pure. */
import { CENTERS } from '../casework/catalogue.gen';
import type { Me } from '../ledger/ledger';
import type { OrganizationRow } from '../store/organization-rows';
import { organizationText as t } from '../text/organizations';
import { dayNumber } from '../text/when';

/** domain F-13; the twin of server/organizations/rules.py */
const STALE_AFTER_DAYS = 180;
const CENTER_EDITORS = ['coordinator', 'office', 'manager', 'community_coordinator'];
const CITY_EDITORS = ['bureau', 'administrator'];

type Person = Pick<Me, 'role' | 'center'>;

/** Whether this person keeps any part of the directory. */
export function mayKeep({ role }: Person): boolean {
  return CENTER_EDITORS.includes(role) || CITY_EDITORS.includes(role);
}

export function mayEdit({ role, center }: Person, of: string | null): boolean {
  return of === null ? CITY_EDITORS.includes(role) : CENTER_EDITORS.includes(role) && center === of;
}

/** Where an entry this person writes belongs: their own center, or the whole city. */
export function areaOf({ role, center }: Person): string | null {
  return CITY_EDITORS.includes(role) ? null : center;
}

export function daysSinceCheck(row: Pick<OrganizationRow, 'checked_on'>, now: Date): number {
  return Math.max(0, dayNumber(now) - dayNumber(row.checked_on));
}

export function isStale(row: Pick<OrganizationRow, 'checked_on'>, now: Date): boolean {
  return daysSinceCheck(row, now) >= STALE_AFTER_DAYS;
}

/** 北区, 洛西支所; null is the whole city. */
export function placeName(center: string | null): string {
  if (center === null) return t.wholeCity;
  const found = CENTERS.find(({ code }) => code === center);
  return found ? (found.branch ? found.label : found.ward) : center;
}

export const dialled = (number: string): string => `tel:${number.replaceAll('-', '').replace('#', '%23')}`;

const DASHES = /[\u2010-\u2015\u2212\u30fc\u2500-]/g;
const SHORT = /^(?:1[0-9]{2}|#[0-9]{4})$/;
const GROUPED = /^(?:[0-9]{2,5}(?:-[0-9]{1,4}){1,3}|[0-9]+)$/;
const ELEVEN = /^(?:0[26-9]0|050)[0-9]{8}$/; // mobile, IP and 0800 numbers
const TEN = /^0(?![26-9]0|50)[1-9][0-9]{8}$/;

/** A number that can be called from Japan, its groups joined by plain hyphens as they were typed; else null. */
export function telOf(typed: string): string | null {
  const plain = typed.normalize('NFKC').replace(DASHES, '-').replace(/[-().\s]+/g, '-').replace(/^-|-$/g, '');
  if (SHORT.test(plain)) return plain;
  const digits = plain.replaceAll('-', '');
  return GROUPED.test(plain) && (ELEVEN.test(digits) || TEN.test(digits)) ? plain : null;
}
