/** The signatures of a whole page are looked at in a worker, while the screen's thread stores the page before it. */
import { workerUrl } from '../app/worker-url';
import type { Envelope } from '../envelope/frame';
import { madeBy } from '../envelope/signing';
import type { Answer, Question } from './witness.worker';
import witnessUrl from './witness.worker.ts?worker&url';

export interface Claim { envelope: Envelope; key: CryptoKey }

const WORTH_IT = 32; // fewer are looked at sooner than a worker has started
const PATIENCE_MS = 20_000; // a worker that the system has put away answers no more
const IDLE_MS = 10_000;

/** Of each claim whether the holder of the key made exactly these bytes, in their order. */
export async function allMadeBy(claims: Claim[]): Promise<boolean[]> {
  const told = claims.length < WORTH_IT || typeof Worker === 'undefined' ? null : await witness.ask(claims).catch(() => null);
  return told ?? Promise.all(claims.map(({ envelope, key }) => madeBy(envelope, key)));
}

class Witness {
  #worker: Worker | null = null;
  #waiting = new Map<number, (held: boolean[] | null) => void>();
  #asked = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  /** null where it did not answer to each: nothing is called forged because a worker failed. */
  async ask(claims: Claim[]): Promise<boolean[] | null> {
    const keys = [...new Set(claims.map(({ key }) => key))];
    const place = new Map(keys.map((key, index) => [key, index]));
    const n = (this.#asked += 1);
    clearTimeout(this.#idle);
    const worker = (this.#worker ??= this.#start());
    const held = await new Promise<boolean[] | null>((resolve) => {
      const patience = setTimeout(() => this.#end(), PATIENCE_MS);
      this.#waiting.set(n, (answer) => {
        clearTimeout(patience);
        resolve(answer);
      });
      const asked = claims.map(({ envelope: { signed, signature }, key }) => ({ key: place.get(key)!, signed, signature }));
      worker.postMessage({ n, keys, asked } satisfies Question);
    });
    if (this.#waiting.size === 0) this.#idle = setTimeout(() => this.#end(), IDLE_MS);
    return held?.length === claims.length ? held : null;
  }

  #start(): Worker {
    const worker = new Worker(workerUrl(witnessUrl), { type: 'module' });
    worker.onmessage = ({ data: { n, held } }: MessageEvent<Answer>) => this.#tell(n, held);
    worker.onerror = () => this.#end();
    worker.onmessageerror = () => this.#end();
    return worker;
  }

  #tell(n: number, held: boolean[] | null): void {
    const waits = this.#waiting.get(n);
    this.#waiting.delete(n);
    waits?.(held);
  }

  #end(): void {
    this.#worker?.terminate();
    this.#worker = null;
    for (const n of [...this.#waiting.keys()]) this.#tell(n, null);
  }
}

const witness = new Witness();
