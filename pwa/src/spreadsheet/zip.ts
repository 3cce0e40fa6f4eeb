/** Several files as one zip, deflated where the browser can: what a workbook is packed in. Pure but for the browser's own deflate. */

export interface Packed { name: string; text: string }

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
// 2.0: folders and deflate. Bit 11: names are UTF-8.
const VERSION = 20;
const UTF8 = 0x0800;
const JST_MS = 9 * 3_600_000;

const CRC = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ CRC[(value ^ byte) & 255]!;
  return (value ^ 0xffffffff) >>> 0;
}

interface Entry { name: Uint8Array; plain: number; crc: number; method: 0 | 8; body: Uint8Array; at: number }

/** `at`: stands as the time of each file, in Japan's time as everything else. */
export async function zip(files: readonly Packed[], at: Date): Promise<Uint8Array<ArrayBuffer>> {
  const entries: Entry[] = [];
  let place = 0;
  for (const { name, text } of files) {
    const plain = new TextEncoder().encode(text);
    const small = await deflated(plain);
    const entry: Entry = { name: new TextEncoder().encode(name), plain: plain.length, crc: crc32(plain), method: small ? 8 : 0, body: small ?? plain, at: place };
    entries.push(entry);
    place += 30 + entry.name.length + entry.body.length;
  }
  const when = dosTime(at);
  const heads = entries.map((entry) => central(entry, when));
  const size = heads.reduce((sum, { length }) => sum + length, 0);
  return joined([...entries.flatMap((entry) => [local(entry, when), entry.body]), ...heads, ended(entries.length, size, place)]);
}

/** null: this browser has none; the file is then stored as it is, which every reader takes too. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array | null> {
  if (typeof CompressionStream === 'undefined') return null;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    return null;
  }
}

function dosTime(at: Date): number {
  const wall = new Date(at.getTime() + JST_MS);
  const day = ((wall.getUTCFullYear() - 1980) << 9) | ((wall.getUTCMonth() + 1) << 5) | wall.getUTCDate();
  return ((day << 16) | (wall.getUTCHours() << 11) | (wall.getUTCMinutes() << 5) | (wall.getUTCSeconds() >> 1)) >>> 0;
}

/** Little-endian numbers of two or four bytes, then bytes as they are. */
function written(parts: readonly [number, 2 | 4][], ...rest: Uint8Array[]): Uint8Array {
  const head = new DataView(new ArrayBuffer(parts.reduce((sum, [, size]) => sum + size, 0)));
  let at = 0;
  for (const [value, size] of parts) {
    if (size === 2) head.setUint16(at, value, true);
    else head.setUint32(at, value, true);
    at += size;
  }
  return joined([new Uint8Array(head.buffer), ...rest]);
}

const facts = ({ method, crc, body, plain, name }: Entry, when: number): [number, 2 | 4][] =>
  [[VERSION, 2], [UTF8, 2], [method, 2], [when, 4], [crc, 4], [body.length, 4], [plain, 4], [name.length, 2], [0, 2]];
const local = (entry: Entry, when: number) => written([[LOCAL, 4], ...facts(entry, when)], entry.name);
const central = (entry: Entry, when: number) => written([[CENTRAL, 4], [VERSION, 2], ...facts(entry, when), [0, 2], [0, 2], [0, 2], [0, 4], [entry.at, 4]], entry.name);
const ended = (count: number, size: number, at: number) => written([[END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [size, 4], [at, 4], [0, 2]]);

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
