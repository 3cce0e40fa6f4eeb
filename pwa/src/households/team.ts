/** Who can open a household, as far as this phone can know. Pure. */
import type { HouseholdState, Uuid } from '../casework/records';
import { seesCenter } from '../casework/roles';
import type { Colleague } from '../ledger/ledger';
import { inKanaOrder } from '../text/kana-order';

/** `told`: the server's own list, null while it was not heard · `working`: who stands in the household's records. */
export interface Team { told: ReadonlySet<Uuid> | null; working: ReadonlySet<Uuid> }

export function workingOn(state: HouseholdState | null): Set<Uuid> {
  const lead = state?.fields.lead?.value;
  const planned = state?.plans.filter((entry) => entry.status === 'planned').flatMap((entry) => entry.plan.staff) ?? [];
  const visited = state?.visits.map((entry) => entry.by) ?? [];
  return new Set([...(typeof lead === 'string' ? [lead] : []), ...planned, ...visited]);
}

export function canOpen(one: Colleague, center: string, team: Team): boolean {
  if (one.role === 'vault') return false;
  return team.told ? team.told.has(one.id) : team.working.has(one.id) || (one.center === center && seesCenter(one.role));
}

/** Those the server lets bring a colleague into a household (server/scope/rules.py). */
export function mayLetIn(role: string): boolean {
  return role === 'coordinator' || role === 'manager';
}

export function byKana(people: readonly Colleague[]): Colleague[] {
  return [...people].sort((a, b) => inKanaOrder(a.kana, b.kana));
}
