/** The list of April: what goes out to a spreadsheet, and what the returned one would change. Nothing here writes. Pure. */
import { isUuid } from '../envelope/bytes';
import type { Summary, Uuid } from '../casework/records';
import { inKanaOrder } from '../text/kana-order';
import { aprilText as t } from '../text/transfers';
import type { Center, ListedPerson } from './acts';
import { type Meant, whomItMeans } from './resolve';

export type Why = Extract<Meant, { kind: 'unclear' }>['why'] | 'no_id' | 'not_here' | 'twice' | 'waiting' | 'columns';
/** `transfer` is made here, once: asking again after a broken line is the same hand-over. */
export interface Line { n: number; bucket: Uuid; title: string; now: string; to: string; to_center: string; to_staff: Uuid | null; transfer: Uuid; result: Result | null }
export type Result = { s: 'asked' } | { s: 'already' } | { s: 'failed'; why: string };
export interface Unclear { n: number; title: string; typed: string; why: Why }
export interface Plan { file: string; lines: Line[]; unclear: Unclear[]; same: number; blank: number }

export interface Known { summaries: readonly Summary[]; people: readonly ListedPerson[]; centers: readonly Center[]; waiting: ReadonlySet<Uuid>; own: string; nameOf(staff: Uuid): string }
export interface Exported { row: Summary; no: string; address: string }

const { columns } = t;
const HEAD = [columns.id, columns.no, columns.title, columns.address, columns.lead, columns.lead_id, columns.next];

/** Closed households stay where they are; the rest in the order in which the office looks them up. */
export function exportRows(rows: readonly Exported[], nameOf: (staff: Uuid) => string): string[][] {
  const sorted = [...rows].sort((a, b) => inKanaOrder(a.row.kana, b.row.kana));
  return [HEAD, ...sorted.map(({ row, no, address }) => [row.bucket, no, row.title, address, row.lead ? nameOf(row.lead) : '', row.lead ?? '', ''])];
}

/** Null where the first line is not that of a list of ours. */
export function planOf(file: string, rows: readonly (readonly string[])[], known: Known): Plan | null {
  const head = (rows[0] ?? []).map((cell) => cell.normalize('NFKC').trim());
  const [id, next] = [head.indexOf(columns.id), head.indexOf(columns.next)];
  if (id < 0 || next < 0) return null;
  const plan: Plan = { file, lines: [], unclear: [], same: 0, blank: 0 };
  const seen = new Set<Uuid>();
  rows.slice(1).forEach((cells, index) => take(plan, seen, known, { n: index + 2, id: (cells[id] ?? '').trim().toLowerCase(), typed: (cells[next] ?? '').trim(), whole: cells.length >= Math.max(id, next) + 1 }));
  return plan;
}

interface Read { n: number; id: string; typed: string; whole: boolean }

function take(plan: Plan, seen: Set<Uuid>, known: Known, { n, id, typed, whole }: Read): void {
  const summary = known.summaries.find(({ bucket }) => bucket === id);
  const unclear = (why: Why) => void plan.unclear.push({ n, title: summary?.title ?? '', typed, why });
  if (!whole) return unclear('columns');
  if (!typed) return void (plan.blank += 1);
  if (!isUuid(id)) return unclear('no_id');
  if (!summary || summary.center !== known.own) return unclear('not_here');
  if (seen.has(id)) return unclear('twice');
  seen.add(id);
  const meant = whomItMeans(typed, known.people, known.centers, known.own);
  if (meant.kind === 'unclear') return unclear(meant.why);
  if (meant.kind === 'person' && summary.lead === meant.id) return void (plan.same += 1);
  if (known.waiting.has(id)) return unclear('waiting');
  const [to_center, to_staff] = meant.kind === 'person' ? [known.own, meant.id] : [meant.id, null];
  const now = summary.lead ? known.nameOf(summary.lead) : '';
  plan.lines.push({ n, bucket: id, title: summary.title, now, to: meant.name, to_center, to_staff, transfer: crypto.randomUUID(), result: null });
}

export function resultRows(plan: Plan): string[][] {
  const said = ({ result }: Line) => (result === null ? '' : result.s === 'failed' ? result.why : t[result.s]);
  const lines = plan.lines.map((line) => ({ n: line.n, cells: [String(line.n), line.bucket, line.title, line.now, line.to, said(line)] }));
  const rest = plan.unclear.map((one) => ({ n: one.n, cells: [String(one.n), '', one.title, '', one.typed, t.whys[one.why] ?? ''] }));
  return [[columns.row, columns.id, columns.title, columns.lead, columns.next, t.result], ...[...lines, ...rest].sort((a, b) => a.n - b.n).map(({ cells }) => cells)];
}
