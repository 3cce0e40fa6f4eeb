/** The unlock factor shown anew while the book is open, and the server told so: for acts that whoever finds it open must not do. */
import type { Uuid } from '../casework/records';
import { b64u, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import { openSession } from '../sync/session';
import { overHttp, type Transport, Trouble } from '../sync/transport';
import { type Attempt, type Given, reopen } from './attempts';

/** A refusal as at the lock; throws Trouble when only the server could not be told. */
export function showAgain(staff: Uuid, given: Given, transport: Transport = overHttp): Promise<Attempt> {
  return reopen(staff, given, (device, keys) => tell(transport, device, keys.sign.privateKey));
}

/** On this device alone, for what it shows by itself with no signal: a refusal as at the lock. */
export function showHere(staff: Uuid, given: Given): Promise<Attempt> {
  return reopen(staff, given, () => Promise.resolve());
}

/** Bound to the session by its challenge: the token itself is out of any script's reach. */
async function tell(transport: Transport, device: Uuid, key: CryptoKey): Promise<void> {
  const ask = () => transport<{ challenge: string }>('/access/v1/step-up/challenge', { method: 'POST' });
  const { challenge } = await ask().catch(async (error: unknown) => {
    if (!(error instanceof Trouble) || error.code !== 'session') throw error;
    await openSession(transport, device, key);
    return ask();
  });
  const signature = b64u(await sign(key, utf8(`kasane step-up v1\n${device}\n${challenge}`)));
  await transport('/access/v1/step-up', { body: { challenge, signature } });
}
