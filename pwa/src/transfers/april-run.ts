/** Asks the lines of a list one by one; stops aloud where the line breaks, and goes on where it stopped. */
import type { Ledger } from '../ledger/ledger';
import { Trouble } from '../sync/transport';
import { ask, whyNot } from './acts';
import type { Line, Result } from './april';

/** Failures of the way, not of the line: asked again later they may go. */
const OF_THE_WAY = new Set(['offline', 'portal', 'server', 'busy', 'session', 'revoked', 'generation', 'upgrade']);

/** `said` keeps each result before the next line is asked. Answers why it stopped, or null at the end. */
export async function askAll(ledger: Ledger, lines: readonly Line[], said: (line: Line, result: Result) => Promise<void>, goesOn: () => boolean): Promise<'way' | 'paused' | null> {
  for (const line of lines) {
    if (line.result) continue;
    if (!goesOn()) return 'paused';
    try {
      await said(line, await resultOf(ledger, line));
    } catch {
      return 'way';
    }
  }
  return null;
}

async function resultOf(ledger: Ledger, { transfer, bucket, to_center, to_staff }: Line): Promise<Result> {
  try {
    await ask(ledger, { id: transfer, bucket, to_center, to_staff });
    return { s: 'asked' };
  } catch (error) {
    if (!(error instanceof Trouble) || OF_THE_WAY.has(error.code)) throw error;
    return error.detail.problem === 'same_lead' ? { s: 'already' } : { s: 'failed', why: whyNot(error) };
  }
}
