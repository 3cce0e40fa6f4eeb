/** A colleague's signed word that a household goes from one center to another. Twin of server/envelope/transfer.py. */

import { signStatement } from './statement';

export interface Move { transfer: string; bucket: string; from_center: string; to_center: string }
export type MoveAct = 'ask' | 'accept';

/** `signer` is the device of somebody who answers for their side: the vault moves a household upon two such words. */
export function signMove(of: Move, act: MoveAct, key: CryptoKey, signer: string, now: number): Promise<string> {
  const { transfer, bucket, from_center, to_center } = of;
  return signStatement('kasane-transfer', { transfer, bucket, from_center, to_center, act, iat: Math.floor(now / 1000) }, key, signer);
}
