/** The passphrase as an unlock factor: its slow hash, in a worker of its own. */
import { workerUrl } from '../app/worker-url';
import type { Bytes } from '../store/rows';
import argonUrl from './argon.worker.ts?worker&url';
import { tidy } from './passphrase-rules';

/** 64 MiB and 3 passes: 0.2–0.4 s on a desk machine, a second or two on a phone. */
export const COST = { memory_kib: 64 * 1024, passes: 3 };
export function passphraseFactor(passphrase: string, salt: Bytes, cost: { memory_kib: number; passes: number } = COST): Promise<Bytes> {
  const worker = new Worker(workerUrl(argonUrl), { type: 'module' });
  return new Promise<Bytes>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ factor?: Bytes }>) => (data.factor ? resolve(data.factor) : reject(new Error('argon2')));
    worker.onerror = () => reject(new Error('argon2 worker'));
    worker.postMessage({ passphrase: tidy(passphrase), salt, ...cost });
  }).finally(() => worker.terminate());
}
