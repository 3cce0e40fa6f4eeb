/** The shapes of 支援措置: the mark, its end, and the word of whoever opens what it hides. Twin of server/casework/protection_shapes.py. */
import type { Day, Instant, Registers, Uuid } from './records';

/** Who may know, as they were called when they were named, and on which basis. */
export interface Named { staff: Uuid; name: string; basis: string }
/** `persons`: of the household; `called`: what lists call it instead of a name; `told`: who outside knows. */
export interface Protection { persons: Uuid[]; since: Day; until: Day; basis: string; called: string; people: Named[]; told: string }

export type ProtectionPayload =
  | { kind: 'protection.set'; protection: Protection }
  | { kind: 'protection.end'; target: Uuid; reason: string }
  | { kind: 'protection.opened'; why: string };

export type ProtectionEntry = Protection & { id: Uuid; by: Uuid; at: Instant };
export interface OpeningEntry { op: Uuid; by: Uuid; at: Instant; why: string }
/** What the fold of a protected household leaves out. `reach`: by person, what else leads to them; `around`: who is around them. */
export interface SealedPlace { bucket: Uuid; fields: Registers; persons: Record<Uuid, Registers>; reach: Record<Uuid, Registers>; around: Record<Uuid, Registers>; openings: OpeningEntry[] }
