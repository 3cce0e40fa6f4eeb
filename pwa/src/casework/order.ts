/** The one order of operations that every reader reaches, however they were delivered. */
import type { OpenedOp, Uuid } from './records';

export interface Placed { op: OpenedOp; t: number }

/** A future phone clock is clamped by the time the server received the operation. */
export function placedAt(op: OpenedOp): number {
  return op.received_at === null ? op.hlc_ms : Math.min(op.hlc_ms, Date.parse(op.received_at));
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

export function comparePlaced(a: Placed, b: Placed): number {
  return a.t - b.t || compareText(a.op.device, b.op.device) || a.op.dseq - b.op.dseq || compareText(a.op.id, b.op.id);
}

/** What the server has not numbered comes after all that it has. */
export function rank(op: OpenedOp): number {
  return op.seq ?? Number.MAX_SAFE_INTEGER;
}

/** Of two copies of one operation the one the server has numbered is kept: it carries `received_at`. */
function better(a: OpenedOp, b: OpenedOp): OpenedOp {
  return rank(b) < rank(a) ? b : a;
}

export function inOrder(ops: readonly OpenedOp[]): Placed[] {
  const unique = new Map<Uuid, OpenedOp>();
  for (const op of ops) {
    const known = unique.get(op.id);
    unique.set(op.id, known ? better(known, op) : op);
  }
  return [...unique.values()].map((op) => ({ op, t: placedAt(op) })).sort(comparePlaced);
}
