/** Multi-value registers with causal base: a write replaces exactly the writes it names, everything else stays beside it. */
import type { OpenedOp, Register, Registers, Uuid } from './records';

interface Write { op: OpenedOp; value: unknown; base: readonly Uuid[] }

const sameValue = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function settle(writes: readonly Write[]): Register {
  const replaced = new Set<Uuid>();
  for (const write of writes) for (const id of write.base) if (id !== write.op.id) replaced.add(id);
  const standing = writes.filter((write) => !replaced.has(write.op.id));
  // writes that name each other would leave nothing; the newest then stands
  const heads = standing.length ? standing : writes.slice(-1);
  return {
    value: heads[heads.length - 1]?.value,
    heads: heads.map(({ op, value }) => ({ op: op.id, value, by: op.staff, at: op.payload.recorded_at })),
  };
}

/** Collects writes in canonical order, so that the last standing one is the shown value. */
export class RegisterBook {
  #entities = new Map<string, Map<string, Write[]>>();

  write(op: OpenedOp, entity: string, field: string, value: unknown, base: readonly Uuid[] = []): void {
    let fields = this.#entities.get(entity);
    if (!fields) this.#entities.set(entity, (fields = new Map()));
    const writes = fields.get(field);
    if (writes) writes.push({ op, value, base });
    else fields.set(field, [{ op, value, base }]);
  }

  writeAll(op: OpenedOp, entity: string, set: Record<string, unknown> | undefined): void {
    for (const [field, value] of Object.entries(set ?? {})) this.write(op, entity, field, value);
  }

  /** A decision about the household: it replaces what was written before it, and stands at its own place. */
  writeOver(op: OpenedOp, field: string, value: unknown, position: ReadonlyMap<Uuid, number>): void {
    const at = (write: Write) => position.get(write.op.id) ?? 0;
    const own = position.get(op.id) ?? 0;
    const writes = this.#entities.get('household')?.get(field) ?? [];
    this.write(op, 'household', field, value, writes.filter((write) => at(write) < own).map((write) => write.op.id));
    this.#entities.get('household')!.get(field)!.sort((a, b) => at(a) - at(b));
  }

  history(entity: string, field: string): readonly { op: OpenedOp; value: unknown }[] {
    return this.#entities.get(entity)?.get(field) ?? [];
  }

  names(): string[] {
    return [...this.#entities.keys()].sort();
  }

  of(entity: string): Registers {
    const fields = this.#entities.get(entity);
    const sorted = [...(fields ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(sorted.map(([field, writes]) => [field, settle(writes)]));
  }
}

export const valueOf = (registers: Registers, field: string): unknown => registers[field]?.value;

export function textOf(registers: Registers, field: string): string {
  const value = registers[field]?.value;
  return typeof value === 'string' ? value : '';
}

/** Fields where people wrote different things at the same time. */
export function differing(entity: string, registers: Registers): { entity: string; field: string }[] {
  return Object.entries(registers)
    .filter(([, register]) => register.heads.some((head) => !sameValue(head.value, register.value)))
    .map(([field]) => ({ entity, field }));
}
