/** Looks at signatures away from the screen. It is given public keys and sealed bytes, and knows nothing else. */
import { type Bytes } from '../envelope/bytes';
import { verify } from '../envelope/signing';

export interface Asked { key: number; signed: Bytes; signature: Bytes }
export interface Question { n: number; keys: CryptoKey[]; asked: Asked[] }
export interface Answer { n: number; held: boolean[] }

addEventListener('message', ({ data: { n, keys, asked } }: MessageEvent<Question>) => {
  // What cannot be answered is not answered "no": the page then looks for itself.
  Promise.all(asked.map(({ key, signed, signature }) => verify(keys[key]!, signed, signature)))
    .then((held) => postMessage({ n, held } satisfies Answer), () => postMessage({ n, held: [] } satisfies Answer));
});
