/** The rows of the list as they lie sealed on this device, and which of them have to be folded anew. */
import type { Summary, Uuid } from '../casework/records';
import { isHousehold, isSheetRow, type ListRow } from '../conferences/conference-row';
import type { SheetRow } from '../sheets/sheet-row';
import type { SummaryRow } from '../store/rows';
import type { Store } from '../store/store';
import { openLocal } from '../unlock/keys';
import { summaryPlace } from './storage-places';

/** What an older app's rows lack; folding them anew fills it in. */
const LACKING = {
  clocks: [], place: { postal_code: '', street_name: '', banchi: '', building: '', room: '' }, merged_into: null, merged_from: [], late: 0,
  phase_since: null, asked_step: null, offers: [], watch: null, unanswered: null, meeting: null, items: [], requests: [], tasks: [], outings: [], since: null, gakku: '', wishes: [], matches: [],
};

export async function listRows(rows: readonly SummaryRow[], storage: CryptoKey): Promise<{ summaries: Summary[]; sheets: SheetRow[]; rest: ListRow[]; behind: Uuid[] }> {
  const opened = await Promise.all(rows.map((row) => openLocal<ListRow>(storage, summaryPlace(row.bucket), row.sealed).catch(() => null)));
  const behind = rows.filter((row, index) => row.stale || !opened[index] || (isHousehold(opened[index]) && isOld(opened[index]))).map(({ bucket }) => bucket);
  const found = opened.filter((row) => row !== null);
  return { summaries: found.filter(isHousehold).map((summary) => ({ ...LACKING, ...summary })), sheets: found.filter(isSheetRow), rest: found, behind };
}

function isOld(row: object): boolean {
  return !Object.keys(LACKING).every((field) => field in row);
}

/** Households with a key but no row in the list yet: the app was closed between pull and fold. */
export async function unseen(store: Store, listed: readonly Uuid[]): Promise<Uuid[]> {
  const known = new Set(listed);
  return (await store.bucketsWithKeys()).filter((bucket) => !known.has(bucket));
}
