import { expect, test } from 'vitest';
import { concat, u32, utf8 } from '../envelope/bytes';
import { readFrames } from './frames';

const records = [Uint8Array.of(1, 2, 3), Uint8Array.of(4)];
const listed = records.map((record, index) => ({ seq: index + 1, rcv: '2026-11-24T01:00:00Z', n: record.length }));

function page(pull: unknown, ...tail: Uint8Array<ArrayBuffer>[]): ArrayBuffer {
  const head = utf8(JSON.stringify({ pull }));
  return concat(u32(head.length), head, ...tail).buffer;
}

test('each record comes out as the bytes that were put in, in a buffer of its own', () => {
  const ops = readFrames(page({ ops: listed }, ...records))?.pull?.ops;
  expect(ops?.map(({ e }) => e)).toEqual(records);
  expect(ops?.[1]?.e.buffer.byteLength).toBe(1);
});

test('a reply that stops early, or goes on, is no reply [CURS-4]', () => {
  const whole = page({ ops: listed }, ...records);
  for (let length = 0; length < whole.byteLength; length += 1) expect(readFrames(whole.slice(0, length))).toBeNull();
  expect(readFrames(concat(new Uint8Array(whole), Uint8Array.of(0)).buffer)).toBeNull();
});

test('a page of a hotel is no reply', () => {
  expect(readFrames(utf8('<!doctype html><title>Wi-Fi</title>').buffer)).toBeNull();
});
