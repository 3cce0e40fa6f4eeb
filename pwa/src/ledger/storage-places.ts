/** What each thing sealed on this device is bound to: opened in another place, it does not open. */
import type { Uuid } from '../casework/records';

export const viewPlace = (bucket: Uuid): string => `kasane view v1\n${bucket}`;
export const summaryPlace = (bucket: Uuid): string => `kasane summary v1\n${bucket}`;
export const draftPlace = (id: string): string => `kasane draft v1\n${id}`;
