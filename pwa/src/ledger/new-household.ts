/** Makes what a household or a packet needs to begin: its key, wrapped for this device and the keyholders, and its first operations. */
import type { HouseholdFields, Payload, PersonFields, Uuid } from '../casework/records';
import { b64u, type Bytes } from '../envelope/bytes';
import { CENTER_WIDE, KEEPERS } from '../envelope/epochs';
import { KIND } from '../envelope/frame';
import { type HouseholdKey, keyCheck, newHouseholdKey } from '../envelope/sealing';
import { signStatement } from '../envelope/statement';
import type { Certificate, Trust } from '../envelope/trust';
import { wrap } from '../envelope/wrapping';
import type { KeyRow, WireBucket } from '../store/rows';
import type { Unlocked } from '../unlock/keys';
import type { Me } from './ledger';
import { type Draftling, newOpId } from './writer';

/** Sealed, but never folded: its envelope's kind says already all it has to say. */
export const NOTHING = { kind: 'key.begun' } as unknown as Payload;

export interface Opening { bucket: Uuid; key: HouseholdKey; opens: WireBucket; own: KeyRow }

/** The vault and the recovery key receive it at once, from their certificates on this device: no network needed. */
export async function openBucket(me: Me, keys: Unlocked, trust: Trust, kind: 'household' | 'packet' | 'center' | 'community' = 'household'): Promise<Opening> {
  const bucket = crypto.randomUUID();
  const to = trust.recipients().filter(({ device, role }) => device === me.device || KEEPERS.has(role));
  const { key, opens } = await newKey({ bucket, kind, center: me.center, epoch: 1, to, reason: 'opened', n: trust.head, me, keys });
  const own = opens.wraps.find(({ device }) => device === me.device);
  if (!own) throw new Error('this device has no certificate');
  return { bucket, key, opens, own: { bucket, epoch: 1, key_check: opens.key_check, wrap: own.wrap, grant: own.grant } };
}

/** `n`: the directory's number, by which every reader can tell who has ended since. */
export interface Beginning { bucket: Uuid; kind: string; center: string; epoch: number; to: Certificate[]; reason: string; n: number; me: Me; keys: Unlocked }

/** A new key, wrapped for whom it is for; its bytes are gone afterwards. */
export async function newKey(given: Beginning): Promise<{ key: HouseholdKey; opens: WireBucket }> {
  const { raw, key } = await newHouseholdKey();
  try {
    return { key, opens: await handedOut(raw, key, given) };
  } finally {
    raw.fill(0);
  }
}

/** As a push carries it. */
export async function handedOut(raw: Bytes, key: HouseholdKey, given: Beginning): Promise<WireBucket> {
  const { bucket, kind, center, epoch, to } = given;
  const check = b64u(await keyCheck(key, bucket, epoch));
  return { id: bucket, kind, center, epoch, key_check: check, wraps: await Promise.all(to.map((recipient) => wrapFor(recipient, raw, check, given))) };
}

async function wrapFor(recipient: Certificate, raw: Bytes, check: string, { bucket, epoch, reason, n, me, keys }: Beginning): Promise<WireBucket['wraps'][number]> {
  const role = KEEPERS.has(recipient.role) ? recipient.role : CENTER_WIDE.has(recipient.role) ? 'center' : 'lead';
  const claims = {
    bucket, epoch, key_check: check, device: recipient.device, role, basis: 'internal_use', reason, n, iat: Math.floor(Date.now() / 1000),
  };
  return {
    device: recipient.device, wrap: b64u(await wrap(raw, recipient.kem_key, { bucket, epoch, device: recipient.device })),
    grant: await signStatement('kasane-grant', claims, keys.sign.privateKey, me.device),
  };
}

export function firstOps(me: Me, fields: Partial<HouseholdFields>, persons: Partial<PersonFields>[], title: string): Draftling[] {
  const recorded_at = new Date().toISOString();
  const payloads: Payload[] = [
    { kind: 'household.open', center: me.center, fields, recorded_at },
    ...persons.map((person): Payload => ({ kind: 'person.add', person: crypto.randomUUID(), fields: person, recorded_at })),
  ];
  return payloads.map((payload) => ({ id: newOpId(), payload, kind: KIND.op, title }));
}
