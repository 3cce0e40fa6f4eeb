/** Calls to the server: every way a network can fail becomes one named trouble, and a login page of a hotel is never an answer. */

import { FRAMES, readFrames } from './frames';
import type { SyncReply } from './wire';

export type TroubleCode = 'offline' | 'portal' | 'server' | 'session' | 'revoked' | 'generation' | 'upgrade' | 'too_large' | 'refused' | 'busy';

export class Trouble extends Error {
  constructor(readonly code: TroubleCode, readonly detail: { problem?: string; /** where in what was sent */ field?: string; retry_after_ms?: number; status?: number; /** the root says so, not only the server */ wipe?: boolean } = {}) {
    super(detail.problem ?? code);
    this.name = 'Trouble';
  }
}

export interface Call { method?: 'GET' | 'POST' | 'PUT' | 'DELETE'; body?: unknown; raw?: string; headers?: Record<string, string>; timeout_ms?: number }
export type Transport = <T>(path: string, call?: Call) => Promise<T>;

const TIMEOUT_MS = 30_000;

interface ProblemBody { code?: string; field?: string }

/** The transport of the browser; tests give the engine another with faults. */
export const overHttp: Transport = async <T>(path: string, call: Call = {}): Promise<T> => {
  const response = await reach(path, call);
  const type = response.headers.get('content-type') ?? '';
  if (response.status === 204) return undefined as T;
  if (response.ok && !response.redirected && type === FRAMES) return (await framesOf(response)) as T;
  if (response.redirected || !type.includes('json')) throw new Trouble(response.status >= 500 ? 'server' : 'portal', { status: response.status });
  const body: unknown = await response.json().catch(() => {
    throw new Trouble('portal', { status: response.status });
  });
  if (response.ok) return body as T;
  throw troubleOf(response, (body ?? {}) as ProblemBody);
};

async function framesOf(response: Response): Promise<SyncReply> {
  const reply = await response.arrayBuffer().then(readFrames, () => null);
  if (!reply) throw new Trouble('portal', { status: response.status });
  return reply;
}

async function reach(path: string, call: Call): Promise<Response> {
  const body = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  try {
    return await fetch(path, {
      method: call.method ?? (body === undefined ? 'GET' : 'POST'), body, credentials: 'same-origin', cache: 'no-store', redirect: 'follow',
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...call.headers },
      signal: AbortSignal.timeout(call.timeout_ms ?? TIMEOUT_MS),
    });
  } catch {
    throw new Trouble('offline');
  }
}

export function troubleOf(response: Response, { code: problem, field }: ProblemBody): Trouble {
  const { status } = response;
  const detail = { status, problem, ...(field === undefined ? {} : { field }), retry_after_ms: retryAfter(response) };
  if (problem === 'device_revoked') return new Trouble('revoked', detail);
  if (problem === 'generation_changed') return new Trouble('generation', detail);
  if (status === 401) return new Trouble('session', detail);
  if (status === 413) return new Trouble('too_large', detail);
  if (status === 426) return new Trouble('upgrade', detail);
  if (status === 429 || status === 503) return new Trouble('busy', detail);
  if (status >= 500) return new Trouble('server', detail);
  return new Trouble('refused', detail);
}

/** Seconds or an HTTP date. */
function retryAfter(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  if (!value) return undefined;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
