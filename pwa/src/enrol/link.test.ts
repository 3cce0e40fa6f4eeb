import { describe, expect, test } from 'vitest';
import { b64u, hex } from '../envelope/bytes';
import { checkCode, codeId, fragmentOf, parseLink, proofOf, transcriptOf } from './link';

const SECRET = Uint8Array.from({ length: 32 }, (_, index) => index);
const PRINT = b64u(new Uint8Array(32).fill(7));

describe('an enrolment link', () => {
  test('carries a secret and the print of the office’s root', () => {
    expect(parseLink(`#${b64u(SECRET)}.${PRINT}`)).toEqual({ secret: SECRET, root_print: PRINT });
  });

  test.each(['', '#', '#abc', `#${b64u(SECRET)}`, `#${b64u(SECRET)}.${PRINT}.x`, `#${b64u(SECRET.slice(1))}.${PRINT}`, '#日本語.日本語'])('%s is refused', (text) => {
    expect(parseLink(text)).toBeNull();
  });

  test.each([
    [`https://kasane.example.jp/enrol#${b64u(SECRET)}.${PRINT}`], [`  https://kasane.example.jp/enrol#${b64u(SECRET)}.\n${PRINT} `], [`#${b64u(SECRET)}.${PRINT}`], [`${b64u(SECRET)}.${PRINT}`],
  ])('is taken as it was pasted: %s', (pasted) => {
    expect(fragmentOf(pasted, 'https://kasane.example.jp')).toBe(`#${b64u(SECRET)}.${PRINT}`);
  });

  test.each(['', 'https://kasane.example.jp/enrol', `https://other.example/enrol#${b64u(SECRET)}.${PRINT}`, `https://kasane.example.jp/enrol#${b64u(SECRET)}`, '合言葉'])('%s pasted is refused', (pasted) => {
    expect(fragmentOf(pasted, 'https://kasane.example.jp')).toBeNull();
  });

  test('gives the same six digits and proof as the server reckons', async () => {
    const keys = { kem: new Uint8Array(65).fill(4), sign: new Uint8Array(65).fill(5), upload: new Uint8Array(65).fill(6) };
    const transcript = await transcriptOf(SECRET, '00000000-0000-4000-8000-00000000000a', keys);
    expect(hex(await codeId(SECRET))).toBe('9499258513f9b2e59d84c2855053cf4b');
    expect(hex(await proofOf(SECRET, transcript))).toBe('4003dc94adeef84263c382bebbb1222330d6d502e46c540acb154efda8b53226');
    expect(await checkCode(transcript)).toBe('972525');
  });
});
