/** Makes what a household needs to begin: its key, wrapped for this device and the keyholders, and its first operations. */
import type { HouseholdFields, Payload, PersonFields, Uuid } from '../casework/records';
import { seesCenter } from '../casework/roles';
import { b64u } from '../envelope/bytes';
import { KIND } from '../envelope/frame';
import { type HouseholdKey, keyCheck, newHouseholdKey } from '../envelope/sealing';
import { signStatement } from '../envelope/statement';
import type { Certificate, Trust } from '../envelope/trust';
import { wrap } from '../envelope/wrapping';
import type { KeyRow, WireBucket } from '../store/rows';
import type { Unlocked } from '../unlock/keys';
import type { Me } from './ledger';
import { type Draftling, newOpId } from './writer';

const KEEPERS = new Set(['vault', 'recovery']);

export interface Opening { bucket: Uuid; key: HouseholdKey; opens: WireBucket; own: KeyRow }

/** The vault and the recovery key receive it at once, from their certificates on this device: no network needed. */
export async function openBucket(me: Me, keys: Unlocked, trust: Trust): Promise<Opening> {
  const bucket = crypto.randomUUID();
  const { raw, key } = await newHouseholdKey();
  try {
    const check = b64u(await keyCheck(key, bucket, 1));
    const recipients = trust.recipients().filter(({ device, role }) => device === me.device || KEEPERS.has(role));
    const wraps = await Promise.all(recipients.map((recipient) => wrapFor(recipient, { raw, bucket, check, me, keys })));
    const own = wraps.find(({ device }) => device === me.device);
    if (!own) throw new Error('this device has no certificate');
    return {
      bucket, key, opens: { id: bucket, kind: 'household', center: me.center, epoch: 1, key_check: check, wraps },
      own: { bucket, epoch: 1, key_check: check, wrap: own.wrap, grant: own.grant },
    };
  } finally {
    raw.fill(0);
  }
}

async function wrapFor(recipient: Certificate, given: { raw: Uint8Array<ArrayBuffer>; bucket: Uuid; check: string; me: Me; keys: Unlocked }): Promise<WireBucket['wraps'][number]> {
  const { raw, bucket, check, me, keys } = given;
  const role = KEEPERS.has(recipient.role) ? recipient.role : seesCenter(me.role) ? 'center' : 'lead';
  const claims = {
    bucket, epoch: 1, key_check: check, device: recipient.device, role, basis: 'internal_use', reason: 'opened', iat: Math.floor(Date.now() / 1000),
  };
  return {
    device: recipient.device, wrap: b64u(await wrap(raw, recipient.kem_key, { bucket, epoch: 1, device: recipient.device })),
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
