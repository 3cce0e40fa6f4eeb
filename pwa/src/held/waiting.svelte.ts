/** What the office keeps back for a person's decision. */
import type { Ledger } from '../ledger/ledger';
import { OfficeList } from '../ledger/office-list.svelte';
import type { HeldRow } from '../sync/wire';
import { heldRows } from './doors';

const DECIDES = ['coordinator', 'manager'];
const CARRIES = ['coordinator', 'manager', 'office'];

export function mayDecide(role: string): boolean {
  return DECIDES.includes(role);
}

/** Whoever may read in a phone's rescue file. */
export function mayCarry(role: string): boolean {
  return CARRIES.includes(role);
}

export class Held extends OfficeList<HeldRow> {
  constructor(ledger: Ledger, decides: boolean) {
    super(ledger, heldRows, decides);
  }
}
