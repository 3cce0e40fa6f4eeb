/** The month's figures: counted from facts, compared with what was handed in, and the calls to the office. */
import { FIGURES } from '../casework/catalogue.gen';
import type { Instant, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { overHttp, Trouble } from '../sync/transport';
import { figuresText as t } from '../text/figures';
import type { Fact } from './facts';
import { type Counted, hide, type Told } from './hiding';
import { those } from './tabulate';

/** `version` 0: nothing was handed in; `by` is told to the center alone. */
export interface Month { center: string; name: string; version: number; at: Instant | null; by: Uuid | null; by_name: string | null; figures: Told | null }

const HAND_IN: ReadonlySet<string> = new Set(['coordinator', 'manager']);

export const mayHandIn = (role: string): boolean => HAND_IN.has(role);
export const isBureau = (role: string): boolean => role === 'bureau';

/** Facts of the month, of one center. */
export function countedIn(facts: readonly Fact[]): Counted {
  return Object.fromEntries(FIGURES.cells.map(({ code, where, count }) => {
    const found = those(facts, where);
    return [code, count === 'households' ? new Set(found.map(({ home }) => home).filter(Boolean)).size : found.length];
  }));
}

export const toldOf = (facts: readonly Fact[]): Told => hide(countedIn(facts), FIGURES);

export const isSame = (a: Told | null, b: Told): boolean => a !== null && FIGURES.cells.every(({ code }) => a[code] === b[code]);

/** Figures of a newer or an older app have other cells. */
export const figureWords = (told: Told | null, code: string): string => (told === null || told[code] === undefined ? t.none : told[code] === null ? t.hidden : String(told[code]));

export const readMonth = async (month: string) => (await overHttp<{ centers: Month[] }>(`/figures/v1/months/${month}`)).centers;

/** `version`: the one that was seen before. */
export async function handIn(ledger: Ledger, month: string, version: number, figures: Told): Promise<Month> {
  const word = await ledger.signFigures({ center: ledger.me.center, month, version: version + 1, figures });
  return overHttp<Month>(`/figures/v1/months/${month}`, { method: 'PUT', body: { version, figures, word } });
}

export function whyNotHandedIn(error: unknown): string {
  if (!(error instanceof Trouble)) return t.problem;
  return error.code === 'offline' || error.code === 'portal' ? t.offlineAct : (t.problems[error.detail.problem ?? ''] ?? t.problem);
}
