/** The calls of 閲覧の記録: one's own, a household's, and the month that the manager and the head of a center look into. */
import { TEAM_ROLES } from '../casework/catalogue.gen';
import { labelOf } from '../casework/catalogue';
import type { Instant, Uuid } from '../casework/records';
import { overHttp, Trouble } from '../sync/transport';
import { viewingText as t } from '../text/viewings';

export interface Viewing { bucket: Uuid; staff: Uuid; name: string; at: Instant; role: string }
export type Word = 'fine' | 'asked' | 'grave';
export const WORDS: readonly Word[] = ['fine', 'asked', 'grave'];
/** One person and one household in one month; `own` is for somebody else to look into. */
export interface Checked { staff: Uuid; name: string; bucket: Uuid; times: number; first: Instant; last: Instant; role: string; wrote: boolean; told: boolean; why: 'unexplained' | 'sample' | 'spoken'; own: boolean; said: { word: string; at: Instant; name: string } | null }
export interface Check { month: string; people: number; households: number; times: number; rows: Checked[] }

const READERS: ReadonlySet<string> = new Set(['coordinator', 'manager', 'center_head']);
/** Of a household of one's own center. */
export const readsViewings = (me: { role: string; center: string }, center: string): boolean => READERS.has(me.role) && me.center === center;
export const looksInto = (role: string): boolean => role === 'manager' || role === 'center_head';

export const readOwn = async () => (await overHttp<{ viewings: Viewing[] }>('/viewings/v1/own')).viewings;
export const readOf = async (bucket: Uuid) => (await overHttp<{ viewings: Viewing[] }>(`/viewings/v1/households/${bucket}`)).viewings;
export const readMonth = (month: string) => overHttp<Check>(`/viewings/v1/months/${month}`);
export const say = (month: string, { staff, bucket }: Pick<Checked, 'staff' | 'bucket'>, word: Word) => overHttp<Check>(`/viewings/v1/months/${month}/words`, { body: { staff, bucket, word } });

/** How somebody stood to the household then. */
export const standingWords = (role: string): string => t.standings[role] ?? labelOf(TEAM_ROLES, role);

/** What the office's books say of the two; nothing, where they say nothing. */
export function grounds({ role, wrote, told }: Pick<Checked, 'role' | 'wrote' | 'told'>): string[] {
  return [standingWords(role), ...(wrote ? [t.wrote] : []), ...(told ? [t.told] : [])];
}

export function whyNot(error: unknown): string {
  return error instanceof Trouble && (error.code === 'offline' || error.code === 'portal') ? t.offlineAct : t.problem;
}
