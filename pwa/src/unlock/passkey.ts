/** The platform's passkey as an unlock factor: its PRF gives the same 32 secret bytes each time, also without a network. */
import type { Bytes } from '../store/rows';
import { randomBytes } from './keys';

export interface PasskeyFactor { id: Bytes; salt: Bytes; factor: Bytes }

/** `no_prf`: this device's passkeys cannot give a key · `cancelled`: the person stopped or was not recognised */
export class PasskeyRefused extends Error {
  constructor(readonly code: 'no_prf' | 'cancelled', cause?: unknown) {
    super(code, { cause });
  }
}

interface PrfResults { prf?: { enabled?: boolean; results?: { first?: ArrayBuffer } } }

export async function passkeyPossible(): Promise<boolean> {
  if (typeof PublicKeyCredential === 'undefined') return false;
  return PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable().catch(() => false);
}

/** `shown` is what the system's own dialog displays: a device name, never a person's record. */
export async function createPasskey(shown: string): Promise<PasskeyFactor> {
  const salt = randomBytes(32);
  const credential = await ask(() => navigator.credentials.create({
    publicKey: {
      rp: { name: 'かさね', id: location.hostname },
      user: { id: randomBytes(16), name: shown, displayName: shown },
      challenge: randomBytes(32),
      pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
      authenticatorSelection: { authenticatorAttachment: 'platform', residentKey: 'preferred', userVerification: 'required' },
      extensions: { prf: { eval: { first: salt } } },
    },
  }));
  const id = new Uint8Array(credential.rawId);
  const { prf } = credential.getClientExtensionResults() as PrfResults;
  if (prf?.results?.first) return { id, salt, factor: new Uint8Array(prf.results.first) };
  // Some platforms evaluate only when signing in.
  if (prf?.enabled) return { id, salt, factor: await passkeyFactor(id, salt) };
  throw new PasskeyRefused('no_prf');
}

export async function passkeyFactor(id: Bytes, salt: Bytes): Promise<Bytes> {
  const credential = await ask(() => navigator.credentials.get({
    publicKey: {
      challenge: randomBytes(32), rpId: location.hostname, userVerification: 'required',
      allowCredentials: [{ type: 'public-key', id }], extensions: { prf: { eval: { first: salt } } },
    },
  }));
  const { prf } = credential.getClientExtensionResults() as PrfResults;
  if (!prf?.results?.first) throw new PasskeyRefused('no_prf');
  return new Uint8Array(prf.results.first);
}

async function ask(dialog: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  let credential: Credential | null;
  try {
    credential = await dialog();
  } catch (error) {
    throw new PasskeyRefused('cancelled', error);
  }
  if (!credential) throw new PasskeyRefused('cancelled');
  return credential as PublicKeyCredential;
}
