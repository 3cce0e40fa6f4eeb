/** The shapes of つながり: who is around a household, and what there is between two of them. Twin of server/casework/tie_shapes.py. */
import type { Instant, Registers, Uuid } from './records';

export type TiePayload =
  /** `set`: name, who (AROUND_KINDS), organization, note, gone; `base`: for each field the writes it replaces */
  | { kind: 'around.set'; around: Uuid; set: Record<string, unknown>; base: Record<string, Uuid[]> }
  /** between two ends (`household`, `person:<id>`, `around:<id>`, `staff:<id>`); `set`: from, to, kind, quality, since, known, third_party, door, word, gone */
  | { kind: 'tie.set'; tie: Uuid; set: Record<string, unknown>; base: Record<string, Uuid[]> };

/** `versions`: what was written, oldest first; none where the household is hidden. */
export interface TieEntry { id: Uuid; by: Uuid; at: Instant; fields: Registers; versions: { op: Uuid; by: Uuid; at: Instant; set: Record<string, unknown> }[] }
