/** Runs Argon2id away from the screen, so that the page stays alive while it works. */
import { argon2id } from 'hash-wasm';

export interface Question { passphrase: string; salt: Uint8Array; memory_kib: number; passes: number }

addEventListener('message', (event: MessageEvent<Question>) => {
  const { passphrase, salt, memory_kib, passes } = event.data;
  argon2id({ password: passphrase, salt, memorySize: memory_kib, iterations: passes, parallelism: 1, hashLength: 32, outputType: 'binary' })
    .then((factor) => postMessage({ factor }), () => postMessage({ failed: true }));
});
