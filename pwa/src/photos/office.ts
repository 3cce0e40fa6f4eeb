/** The server's door for sealed photos: numbered segments out, and back again. Every trouble has the name it has elsewhere. */
import type { Uuid } from '../casework/records';
import { b64u, type Bytes, hex, sha256, utf8 } from '../envelope/bytes';
import { sign } from '../envelope/signing';
import { Trouble, troubleOf } from '../sync/transport';

export interface BlobState { n: number; have: number[]; state: 'waiting' | 'done' }
export interface BlobOffice {
  /** true when the server has all of it now */
  lay(att: Uuid, n: number, of: number, bytes: Bytes, signed: Signature): Promise<boolean>;
  look(att: Uuid): Promise<BlobState>;
  fetch(att: Uuid, n: number): Promise<Bytes>;
}
export type Signature = (target: string, bytes: Bytes) => Promise<string>;

const TIMEOUT_MS = 120_000; // 256 KiB over a basement's 50 kbit/s

/** By the upload key, which needs no unlocking: a photo is delivered from a locked phone as well. */
export function byUploadKey(device: Uuid, key: CryptoKey): Signature {
  return async (target, bytes) => {
    const signature = await sign(key, utf8(`kasane chunk v1\n${device}\n${target}\n${hex(await sha256(bytes))}`));
    return `Kasane-Upload device="${device}", sig="${b64u(signature)}"`;
  };
}

export const officeOverHttp: BlobOffice = {
  async lay(att, n, of, bytes, signed) {
    const target = `/blobs/v1/${att}/${n}?of=${of}`;
    const headers = {
      'content-type': 'application/octet-stream', 'if-none-match': '*', 'content-digest': `sha-256=:${btoa(String.fromCharCode(...(await sha256(bytes))))}:`,
      authorization: await signed(target, bytes),
    };
    const told = (await json(await reach(target, { method: 'PUT', headers, body: bytes }))) as Partial<BlobState>;
    if (told.state !== 'waiting' && told.state !== 'done') throw new Trouble('portal');
    return told.state === 'done';
  },

  async look(att) {
    const told = (await json(await reach(`/blobs/v1/${att}`))) as BlobState;
    if (!Array.isArray(told.have) || typeof told.n !== 'number') throw new Trouble('portal');
    return told;
  },

  async fetch(att, n) {
    const response = await reach(`/blobs/v1/${att}/${n}`);
    if (response.ok && !response.redirected && response.headers.get('content-type') === 'application/octet-stream') return new Uint8Array(await response.arrayBuffer());
    await json(response);
    throw new Trouble('portal');
  },
};

async function reach(path: string, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(TIMEOUT_MS) });
  } catch {
    throw new Trouble('offline');
  }
}

async function json(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.redirected || !type.includes('json')) throw new Trouble(response.status >= 500 ? 'server' : 'portal', { status: response.status });
  const body: unknown = await response.json().catch(() => {
    throw new Trouble('portal', { status: response.status });
  });
  if (response.ok) return body;
  throw troubleOf(response, (body ?? {}) as { code?: string });
}
