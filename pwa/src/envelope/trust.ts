/** Who may sign and who may receive: the directory's statements folded from the pinned office root. Twin of server/envelope/trust.py. */

import { type Bytes, CannotOpen, fromB64u, isUuid, sameBytes } from './bytes';
import { importPoint, printOf } from './signing';
import { chainHash, type Claims, claimsOf, markOf, readStatement, ROOT } from './statement';

export interface Certificate {
  device: string;
  staff: string;
  name: string;
  kana: string;
  role: string;
  center: string | null;
  organisation: string;
  kem_key: Bytes;
  sign_key: Bytes;
  /** the same key, ready to verify with */
  verifier: CryptoKey;
}

export interface Grant {
  bucket: string;
  epoch: number;
  key_check: Bytes;
  /** the recipient */
  device: string;
  role: string;
  basis: string;
  signer: string;
  /** the directory's number when this key was begun; 0, the oldest, where the granter does not say */
  n: number;
}

/** Takes statements strictly in order; one that does not hold throws CannotOpen and changes nothing. */
export class Trust {
  head = 0;
  hash: Bytes = new Uint8Array(32);
  office = '';
  #rootPrint: Bytes;
  #rootKey: Bytes = new Uint8Array(0);
  #certificates = new Map<string, Certificate>();
  /** device → number of its revocation */
  #revoked = new Map<string, number>();

  constructor(rootPrint: Bytes) {
    this.#rootPrint = rootPrint;
  }

  /** Knows nothing but the pinned root: for a server put back from a backup. */
  beginAgain(): void {
    this.head = 0;
    this.hash = new Uint8Array(32);
    this.office = '';
    this.#rootKey = new Uint8Array(0);
    this.#certificates.clear();
    this.#revoked.clear();
  }

  async take(n: number, statement: string): Promise<void> {
    if (n !== this.head + 1) throw new CannotOpen();
    const hash = await chainHash(this.hash, statement);
    if (n === 1) await this.#takeRoot(statement);
    else await this.#takeLater(statement);
    this.head = n;
    this.hash = hash;
  }

  /** Also of a revoked device: what it signed before its revocation still stands. */
  certificate(device: string): Certificate | null {
    return this.#certificates.get(device) ?? null;
  }

  isRevoked(device: string): boolean {
    return this.#revoked.has(device);
  }

  /** Whose devices were revoked after the directory's number n. */
  endedSince(n: number): Certificate[] {
    const ended = [...this.#revoked].filter(([, at]) => at > n);
    return ended.flatMap(([device]) => this.#certificates.get(device) ?? []);
  }

  /** The certificate, while the device may still be handed keys. */
  recipient(device: string): Certificate | null {
    return this.#revoked.has(device) ? null : this.certificate(device);
  }

  /** Every device that may still be handed keys. */
  recipients(): Certificate[] {
    return [...this.#certificates.values()].filter((one) => !this.#revoked.has(one.device));
  }

  async readGrant(statement: string): Promise<Grant> {
    const signer = markOf(statement).kid;
    const certificate = this.certificate(signer);
    if (!certificate) throw new CannotOpen();
    const claims = await readStatement(statement, 'kasane-grant', signer, certificate.sign_key);
    const epoch = whole(claims.epoch, 1);
    const n = whole(claims.n ?? 0, 0);
    return {
      bucket: id(claims, 'bucket'), epoch, key_check: fromB64u(claims.key_check, 16), device: id(claims, 'device'),
      role: text(claims, 'role'), basis: text(claims, 'basis'), signer, n,
    };
  }

  async #takeRoot(statement: string): Promise<void> {
    // The key comes from the statement itself; what makes it the office's is the pinned print.
    const key = fromB64u(claimsOf(statement).sign_key, 65);
    if (!sameBytes(await printOf(key), this.#rootPrint)) throw new CannotOpen();
    this.office = text(await readStatement(statement, 'kasane-root', ROOT, key), 'office');
    this.#rootKey = key;
  }

  async #takeLater(statement: string): Promise<void> {
    const { typ } = markOf(statement);
    if (typ === 'kasane-device') {
      const certificate = await readCertificate(await readStatement(statement, typ, ROOT, this.#rootKey));
      if (this.#certificates.has(certificate.device)) throw new CannotOpen();
      this.#certificates.set(certificate.device, certificate);
    } else if (typ === 'kasane-revoke') {
      const device = id(await readStatement(statement, typ, ROOT, this.#rootKey), 'device');
      if (!this.#revoked.has(device)) this.#revoked.set(device, this.head + 1);
    } else if (typ === 'kasane-root' || typ === 'kasane-grant') {
      throw new CannotOpen();
    } else {
      // Of a later app: the root's signature is asked of it too, what it says is left to those who know it.
      await readStatement(statement, typ, ROOT, this.#rootKey);
    }
  }
}

async function readCertificate(claims: Claims): Promise<Certificate> {
  const sign_key = fromB64u(claims.sign_key, 65);
  const kem_key = fromB64u(claims.kem_key, 65);
  await importPoint(kem_key);
  return {
    device: id(claims, 'device'), staff: id(claims, 'staff'), name: text(claims, 'name'), kana: text(claims, 'kana'),
    role: text(claims, 'role'), center: typeof claims.center === 'string' ? claims.center : null,
    organisation: text(claims, 'organisation'), kem_key, sign_key, verifier: await importPoint(sign_key),
  };
}

function whole(value: unknown, least: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least) throw new CannotOpen();
  return value;
}

function id(claims: Claims, name: string): string {
  const value = claims[name];
  if (!isUuid(value)) throw new CannotOpen();
  return value;
}

function text(claims: Claims, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string') throw new CannotOpen();
  return value;
}
