/** Whatever becomes of the worker that looks at signatures: what is genuine counts, what is forged does not. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Envelope } from '../envelope/frame';
import { sign } from '../envelope/signing';
import type { Claim } from './witness';
import type { Answer, Question } from './witness.worker';

vi.mock('../app/worker-url', () => ({ workerUrl: (url: string) => url })); // there is no address bar here

const MANY = 40;
let claims: Claim[];

beforeEach(async () => {
  vi.resetModules();
  const { privateKey, publicKey } = (await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  claims = await Promise.all(Array.from({ length: MANY }, async (_, n) => {
    const signed = new Uint8Array([n, 7]), signature = await sign(privateKey, n === 3 ? new Uint8Array([9]) : signed);
    return { key: publicKey, envelope: { signed, signature } as Envelope };
  }));
});
afterEach(() => void vi.unstubAllGlobals());

/** A worker as the page sees it; `answers` says what becomes of each question. */
function withWorker(answers: (worker: FakeWorker, question: Question) => void): { started: number } {
  const seen = { started: 0 };
  vi.stubGlobal('Worker', class extends FakeWorker {
    constructor() {
      super(answers);
      seen.started += 1;
    }
  });
  return seen;
}

class FakeWorker {
  onmessage?: (event: { data: Answer }) => void;
  onerror?: () => void;
  constructor(private readonly answers: (worker: FakeWorker, question: Question) => void) {}
  postMessage(question: Question): void {
    queueMicrotask(() => this.answers(this, question));
  }
  terminate(): void {
    this.onmessage = undefined;
  }
}

async function held(): Promise<boolean[]> {
  const { allMadeBy } = await import('./witness');
  return allMadeBy(claims);
}
const TRUTH = Array.from({ length: MANY }, (_, n) => n !== 3);

test('without a worker the page looks for itself', async () => {
  expect(await held()).toEqual(TRUTH);
});

test('a worker answers for a whole page, and one key travels once', async () => {
  const seen = withWorker((worker, { n, keys, asked }) => {
    expect([keys.length, asked.length]).toEqual([1, MANY]);
    worker.onmessage?.({ data: { n, held: TRUTH } });
  });
  expect([await held(), await held()]).toEqual([TRUTH, TRUTH]);
  expect(seen.started).toBe(1);
});

test('for a few no worker is started', async () => {
  const seen = withWorker(() => expect.unreachable());
  claims = claims.slice(0, 4);
  expect(await held()).toEqual([true, true, true, false]);
  expect(seen.started).toBe(0);
});

test('a worker that dies calls nothing forged', async () => {
  const seen = withWorker((worker) => worker.onerror?.());
  expect(await held()).toEqual(TRUTH);
  expect(await held()).toEqual(TRUTH);
  expect(seen.started, 'the next page tries once more').toBe(2);
});

test('nor does one that answers for too few', async () => {
  withWorker((worker, { n }) => worker.onmessage?.({ data: { n, held: [true] } }));
  expect(await held()).toEqual(TRUTH);
});

test('one that never answers is waited for a while', async () => {
  vi.useFakeTimers();
  withWorker(() => undefined);
  const asked = held();
  await vi.advanceTimersByTimeAsync(21_000);
  vi.useRealTimers();
  expect(await asked).toEqual(TRUTH);
});

test('one that cannot be started is none', async () => {
  vi.stubGlobal('Worker', class {
    constructor() {
      throw new TypeError('refused');
    }
  });
  expect(await held()).toEqual(TRUTH);
});
