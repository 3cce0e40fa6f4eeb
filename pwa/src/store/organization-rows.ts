/** The directory of agencies on this device: public facts, kept as they came, so that they are there without a signal and without a key. */
import type { IDBPDatabase } from 'idb';
import type { FieldCode, AreaLevelCode, OrganizationKindCode } from '../casework/catalogue.gen';
import type { Day, Instant, Uuid } from '../casework/records';
import type { StaffDatabase } from './rows';

export interface Tel { label: string; number: string }

/** What people write of an agency. Without a center it serves the whole city; the first telephone is the main one. */
export interface OrganizationEntry {
  name: string; kana: string; kind: OrganizationKindCode; fields: FieldCode[]; target: string; center: string | null; area_level: AreaLevelCode; area_name: string;
  tels: Tel[]; url: string; hours: string; address: string; notes: string; is_public: boolean;
}
export interface OrganizationRow extends OrganizationEntry { id: Uuid; checked_on: Day; checked_by: Uuid; checked_by_name: string; version: number; ended: boolean; seq: number }

/** As a call that changed it answers: who looked through it last is known here by name. */
export type AnsweredRow = Omit<OrganizationRow, 'checked_by_name'>;

/** Up to which change, of which generation of the server, this device has heard, and when. */
export interface DirectoryPlace { gen: Uuid; head: number; heard_at: Instant }

export function createOrganizationStore(database: IDBPDatabase<StaffDatabase>): void {
  database.createObjectStore('organizations', { keyPath: 'id' });
}
