/** What can go wrong with storage, as values a screen can put into words. */

export class StoreFailure extends Error {
  /** `full`: no space left · `lost`: the database cannot be reached · `newer`: written by a newer app · `blocked`: another tab with an older app holds it · `stale_head`: another tab wrote first */
  constructor(readonly code: 'full' | 'lost' | 'newer' | 'blocked' | 'stale_head', cause?: unknown) {
    super(code, { cause });
    this.name = 'StoreFailure';
  }
}

const DEAD_HANDLE = new Set(['UnknownError', 'InvalidStateError']);

/** The browser dropped the connection (iOS does so in the background): a fresh one may work. */
export function isDeadHandle(error: unknown): boolean {
  return DEAD_HANDLE.has(nameOf(error)) || /connection.*(lost|closing|closed)/i.test(String((error as Error | null)?.message));
}

export function asFailure(error: unknown): unknown {
  if (error instanceof StoreFailure) return error;
  if (nameOf(error) === 'QuotaExceededError') return new StoreFailure('full', error);
  if (nameOf(error) === 'VersionError') return new StoreFailure('newer', error);
  if (isDeadHandle(error)) return new StoreFailure('lost', error);
  return error;
}

function nameOf(error: unknown): string {
  return (error as { name?: string } | null)?.name ?? '';
}
