/** Opens a session: the unlocked signing key answers the server's challenge. */
import type { Uuid } from '../casework/records';
import { b64u, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import type { Transport } from './transport';
import type { SessionReply } from './wire';

export async function openSession(transport: Transport, device: Uuid, key: CryptoKey): Promise<SessionReply> {
  const { challenge } = await transport<{ challenge: string }>('/access/v1/challenge', { body: { device } });
  const signature = b64u(await sign(key, utf8(`kasane session v1\n${device}\n${challenge}`)));
  return transport<SessionReply>('/access/v1/session', { body: { device, challenge, signature } });
}
