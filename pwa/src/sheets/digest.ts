/** What the household keeps of a shared version, so that whoever has both sees that it is the same. Twin of `digest_of` in server/casework/sheets.py. */
import { utf8 } from '../envelope/bytes';
import { spelled } from '../envelope/effects';

export async function digestOf(sheet: object): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(spelled(sheet))));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
