/** Whether the office's root itself ended a device: the one word upon which a phone may empty itself. Needs no session, no unlocking and nothing but the pinned print. */
import { type Bytes, CannotOpen, fromB64u, sameBytes } from './bytes';
import { printOf } from './signing';
import { claimsOf, readStatement, ROOT } from './statement';

/** `root` is statement 1 of the directory as this device keeps it; false for whatever does not hold. */
export async function endedByRoot(device: string, print: Bytes, root: string, revocation: string): Promise<boolean> {
  try {
    const key = fromB64u(claimsOf(root).sign_key, 65);
    if (!sameBytes(await printOf(key), print)) return false;
    await readStatement(root, 'kasane-root', ROOT, key);
    return (await readStatement(revocation, 'kasane-revoke', ROOT, key)).device === device;
  } catch (error) {
    if (error instanceof CannotOpen) return false;
    throw error;
  }
}
