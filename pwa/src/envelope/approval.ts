/** A colleague's signed word that a new device is whose it claims to be: nothing else makes the vault certify it. Twin of server/envelope/approval.py. */

import { signStatement } from './statement';

/** What the approver saw and compared: this device, these keys, this person in this role. */
export interface ApprovalSubject {
  device: string;
  staff: string;
  name: string;
  role: string;
  center: string | null;
  kem_key: string;
  sign_key: string;
  check_code: string;
}

/** `signer` is the approver's own device; the server and the vault refuse an approval more than seven days off their clocks. */
export function signApproval(of: ApprovalSubject, key: CryptoKey, signer: string, now: number): Promise<string> {
  const { device, staff, name, role, center, kem_key, sign_key, check_code } = of;
  return signStatement('kasane-approve', { device, staff, name, role, center, kem_key, sign_key, check_code, iat: Math.floor(now / 1000) }, key, signer);
}
