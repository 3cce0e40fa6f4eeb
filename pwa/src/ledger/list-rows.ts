/** The rows of the list as they lie sealed on this device, and which of them have to be folded anew. */
import type { Summary, Uuid } from '../casework/records';
import type { SummaryRow } from '../store/rows';
import { openLocal } from '../unlock/keys';
import { summaryPlace } from './storage-places';

/** What an older app's rows lack; folding them anew fills it in. */
const LACKING = {
  clocks: [], place: { postal_code: '', street_name: '', banchi: '', building: '', room: '' }, merged_into: null, merged_from: [], late: 0,
  phase_since: null, asked_step: null, offers: [], watch: null,
};

export async function listRows(rows: readonly SummaryRow[], storage: CryptoKey): Promise<{ summaries: Summary[]; behind: Uuid[] }> {
  const opened = await Promise.all(rows.map((row) => openLocal<Summary>(storage, summaryPlace(row.bucket), row.sealed).catch(() => null)));
  const behind = rows.filter((row, index) => row.stale || !opened[index] || isOld(opened[index])).map(({ bucket }) => bucket);
  return { summaries: opened.filter((summary) => summary !== null).map((summary) => ({ ...LACKING, ...summary })), behind };
}

function isOld(row: object): boolean {
  return !Object.keys(LACKING).every((field) => field in row);
}
