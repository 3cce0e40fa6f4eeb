/** The calls that keep the directory, and what their refusals say. */
import type { Uuid } from '../casework/records';
import type { AnsweredRow, OrganizationEntry } from '../store/organization-rows';
import { overHttp, Trouble } from '../sync/transport';
import { organizationText as t } from '../text/organizations';

const ROUTE = '/organizations/v1/organizations';

type Kept = Promise<AnsweredRow>;

/** Asking again with the same id, or with the version that was before, changes nothing. */
export const create = (id: Uuid, entry: OrganizationEntry): Kept => overHttp(ROUTE, { body: { id, entry } });
export const change = (id: Uuid, version: number, entry: OrganizationEntry, checked: boolean): Kept => overHttp(`${ROUTE}/${id}/change`, { body: { version, entry, checked } });
export const check = (id: Uuid, version: number): Kept => overHttp(`${ROUTE}/${id}/check`, { body: { version } });
export const end = (id: Uuid, version: number): Kept => overHttp(`${ROUTE}/${id}/end`, { body: { version } });

export function isOvertaken(error: unknown): boolean {
  return error instanceof Trouble && error.detail.problem === 'organization_changed';
}

/** What happened and what to do. */
export function whyNot(error: unknown): string {
  if (error instanceof Trouble && (error.code === 'offline' || error.code === 'portal')) return t.offlineAct;
  return (error instanceof Trouble && t.problems[error.detail.problem ?? '']) || t.problem;
}
