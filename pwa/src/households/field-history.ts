/** What was written into each field one after the other: whatever was settled or put right stays readable. Pure. */
import { Book, writeFields } from '../casework/fold';
import { foldProtection, HIDDEN, HIDDEN_OF_PERSON, REACH } from '../casework/fold-protection';
import { RegisterBook } from '../casework/registers';
import type { Instant, OpenedOp, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';

/** `stands`: nobody has replaced it */
export interface FieldWrite { op: Uuid; entity: string; field: string; value: unknown; by: Uuid; at: Instant; stands: boolean }

/** Of every field that was written more than once, newest first. What 支援措置 hides is hidden here too. */
export function writtenOf(ops: readonly OpenedOp[], roles?: Roles): FieldWrite[] {
  const book = new Book(ops, roles);
  const registers = new RegisterBook();
  writeFields(book, registers);
  const isHidden = foldProtection(book) ? hides : (entity: string) => entity.startsWith(REACH);
  const found: FieldWrite[] = [];
  for (const entity of registers.names()) {
    for (const [field, { heads }] of Object.entries(registers.of(entity))) {
      const writes = registers.history(entity, field);
      if (writes.length < 2 || isHidden(entity, field)) continue;
      const standing = new Set(heads.map((head) => head.op));
      found.push(...writes.map(({ op, value }) => ({ op: op.id, entity, field, value, by: op.staff, at: op.payload.recorded_at, stands: standing.has(op.id) })));
    }
  }
  return found.sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || (book.position.get(b.op) ?? 0) - (book.position.get(a.op) ?? 0));
}

function hides(entity: string, field: string): boolean {
  if (entity === 'household') return HIDDEN.includes(field);
  return entity.startsWith(REACH) || (entity.startsWith('person:') && HIDDEN_OF_PERSON.includes(field));
}
