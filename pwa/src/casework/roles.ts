/** Who may author which operation without it folding to a proposal (domain §6.4–6.5, as data in the catalogue). */
import { PERMISSIONS } from './catalogue.gen';

/** staff id → role; a staff member who is not in it is not judged. */
export type Roles = ReadonlyMap<string, string> | Readonly<Record<string, string>>;

export function roleIn(roles: Roles | undefined, staff: string): string | null {
  if (!roles) return null;
  return (roles instanceof Map ? roles.get(staff) : (roles as Record<string, string>)[staff]) ?? null;
}

const CENTER_WIDE = new Set(['coordinator', 'office', 'manager', 'center_head']);

/** These see every household of their center (server/scope/rules.py). */
export function seesCenter(role: string): boolean {
  return CENTER_WIDE.has(role);
}

/** `own` means: the target was authored by the same person. */
export function mayAuthor(role: string | null, kind: string, own = false): boolean {
  if (role === null || PERMISSIONS.trusted_roles.includes(role)) return true;
  if (own && PERMISSIONS.own.includes(kind)) return true;
  return PERMISSIONS.kinds[kind]?.includes(role) ?? true;
}

export function maySet(role: string | null, entity: string, field: string): boolean {
  if (role === null || PERMISSIONS.trusted_roles.includes(role)) return true;
  // `said:<id>` is one of many of its kind: what holds for `said` holds for each of them
  return (PERMISSIONS.fields[`${entity}.${field.split(':')[0]}`] ?? PERMISSIONS.kinds['fields.set'])?.includes(role) ?? true;
}
