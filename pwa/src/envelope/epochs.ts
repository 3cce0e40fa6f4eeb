/** Whose word a household key may be taken on, and when a household is owed a new one; pure, from signed statements alone. Twin of server/envelope/epochs.py. */

import type { Certificate, Grant, Trust } from './trust';

export const KEEPERS = new Set(['vault', 'recovery']);
export const CENTER_WIDE = new Set(['coordinator', 'office', 'manager', 'center_head']);
/** may be a household's lead, and begin a key as such */
const LEADERS = new Set(['outreach_worker', 'community_coordinator']);
const EVERYWHERE = new Set(['coordinator', 'manager']);
const NEVER = new Set(['administrator', 'bureau', 'auditor']);

export type Refusal = '' | 'no certificate' | 'role' | 'another center' | 'ended';

/**
 * Empty where the granter was entitled. The reader's own directory is the only clock: a date that the granter writes could be
 * any date. What an ended device granted in time, the vault has granted anew since.
 */
export function whyNot(grant: Pick<Grant, 'signer' | 'epoch'>, trust: Trust, center: string | null): Refusal {
  const granter = trust.certificate(grant.signer);
  if (!granter) return 'no certificate';
  if (granter.role !== 'vault') {
    const entitled = LEADERS.has(granter.role) || (grant.epoch === 1 ? CENTER_WIDE : EVERYWHERE).has(granter.role);
    if (!entitled) return 'role';
    if (center === null || granter.center !== center) return 'another center';
  }
  return trust.isRevoked(granter.device) ? 'ended' : '';
}

/** Whether this device may know the household's keys, as signed words tell. `wrote`: staff with a record in it. */
export function mayHold({ role, staff, center }: Certificate, of: string | null, wrote: ReadonlySet<string>): boolean {
  return KEEPERS.has(role) || wrote.has(staff) || (CENTER_WIDE.has(role) && center === of);
}

/** Whether a device that may know this key has ended since the key was begun, or the very device that granted it. */
export function isOwed(grant: Pick<Grant, 'signer' | 'n'>, trust: Trust, center: string | null, wrote: ReadonlySet<string>): boolean {
  return trust.isRevoked(grant.signer) || trust.endedSince(grant.n).some((one) => mayHold(one, center, wrote));
}

/** As the server judges it: who answers for the household, by the certificate that readers will judge by. */
export function mayBegin({ role, center }: Certificate, bucket: { center: string; role: string }): boolean {
  return center === bucket.center && (EVERYWHERE.has(role) || (LEADERS.has(role) && bucket.role === 'lead'));
}

/** Whom a new key is handed at once; everybody else in the team gets it from the vault, which grants across centers too. */
export function firstHolders(trust: Trust, own: Certificate, team: ReadonlySet<string>): Certificate[] {
  const near = ({ staff, role, center }: Certificate) => team.has(staff) && center === own.center && !NEVER.has(role);
  return trust.recipients().filter((one) => one.device === own.device || KEEPERS.has(one.role) || near(one));
}
