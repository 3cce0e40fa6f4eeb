/** Begins again, with the keys this device holds, what a restored office no longer knows: a whole household, or its newer keys. */
import type { Uuid } from '../casework/records';
import { fromB64u } from '../envelope/bytes';
import { CENTER_WIDE, firstHolders } from '../envelope/epochs';
import { KIND } from '../envelope/frame';
import { importHouseholdKey } from '../envelope/sealing';
import type { Certificate } from '../envelope/trust';
import { unwrapRaw } from '../envelope/wrapping';
import type { KeyRow, Progress } from '../store/rows';
import { bySession, sendAll } from '../sync/upload';
import { handedOut, NOTHING } from './new-household';
import type { RenewalParts } from './renewal';
import { newOpId } from './writer';

type Parts = Pick<RenewalParts, 'store' | 'writer' | 'trust' | 'me' | 'keys' | 'transport' | 'leadOf'>;
type Place = Pick<NonNullable<Progress['scope']>[number], 'id' | 'kind' | 'center'>;

/** As the server judges it (server/scope/rules.py `OPENERS`). */
const OPENERS = new Set(['outreach_worker', 'community_coordinator', ...CENTER_WIDE]);
const GRANTERS = new Set(['coordinator', 'manager']);

/** `known`: the newest key the office knows. What it does not take from this person, somebody else of the household may begin. */
export async function reopen(parts: Parts, bucket: Uuid, known: number): Promise<void> {
  const { store, trust, me, transport, leadOf } = parts;
  const own = trust.certificate(me.device);
  const { scope } = await store.progress();
  const place = scope?.find(({ id }) => id === bucket);
  if (!own || !place || place.center !== own.center || !OPENERS.has(own.role)) return;
  for (const row of (await store.keysOf(bucket)).filter(({ epoch }) => epoch > known)) await beginAgain(parts, row, place, own);
  await sendAll(store, me.device, transport, bySession);
  const lead = known === 0 ? leadOf?.(bucket) : null;
  // The household's lead would else not find it any more. An office that knows better, or nobody of that name, says no.
  if (lead && lead !== me.staff && GRANTERS.has(own.role)) {
    await transport('/scope/v1/grants', { body: { bucket, staff: lead, role: 'lead', basis: 'internal_use' } }).catch(() => undefined);
  }
}

async function beginAgain({ writer, trust, me, keys }: Parts, row: KeyRow, place: Place, own: Certificate): Promise<void> {
  const { bucket, epoch } = row;
  const raw = await unwrapRaw(fromB64u(row.wrap), keys.kem, { bucket, epoch, device: me.device });
  try {
    const key = await importHouseholdKey(raw);
    const to = firstHolders(trust, own, new Set([me.staff]));
    const opens = await handedOut(raw, key, { bucket, kind: place.kind, center: place.center, epoch, to, reason: 'restored', n: trust.head, me, keys });
    await writer.write({ bucket, epoch, key, opens, ops: [{ id: newOpId(), payload: NOTHING, kind: KIND.keyBegun, title: '' }] });
  } finally {
    raw.fill(0);
  }
}
