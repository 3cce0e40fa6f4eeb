/** Raw DEFLATE (RFC 1951) unfolded at once: for records of a kilobyte the browser's stream costs fifty times the work itself. */
import { type Bytes, CannotOpen } from './bytes';

const LENGTHS = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const DISTANCES = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577];
const DISTANCE_BITS = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const END = 256;

class Bits {
  #held = 0;
  #count = 0;
  at = 0;

  constructor(readonly from: Uint8Array) {}

  take(need: number): number {
    while (this.#count < need) {
      if (this.at === this.from.length) throw new CannotOpen();
      this.#held |= this.from[this.at++]! << this.#count;
      this.#count += 8;
    }
    const value = this.#held & ((1 << need) - 1);
    this.#held >>>= need;
    this.#count -= need;
    return value;
  }

  /** The rest of a started byte does not count. */
  align(): void {
    this.#held = 0;
    this.#count = 0;
  }
}

/** Canonical codes: how many there are of each length, and the symbols in the order of their codes. */
class Codes {
  readonly #counts = new Uint16Array(16);
  readonly #symbols: Uint16Array;

  constructor(lengths: Uint8Array) {
    for (const length of lengths) this.#counts[length]!++;
    let left = 1;
    for (let length = 1; length < 16; length++) {
      left = left * 2 - this.#counts[length]!;
      if (left < 0) throw new CannotOpen();
    }
    // Unused codes are only allowed beside a single one.
    if (left > 0 && lengths.length !== this.#counts[0]! + this.#counts[1]!) throw new CannotOpen();
    const places = new Uint16Array(16);
    for (let length = 1; length < 15; length++) places[length + 1] = places[length]! + this.#counts[length]!;
    this.#symbols = new Uint16Array(lengths.length);
    lengths.forEach((length, symbol) => {
      if (length !== 0) this.#symbols[places[length]!++] = symbol;
    });
  }

  read(bits: Bits): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= bits.take(1);
      const count = this.#counts[length]!;
      if (code - count < first) return this.#symbols[index + (code - first)]!;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new CannotOpen();
  }
}

class Unfolded {
  #bytes = new Uint8Array(4096);
  size = 0;

  constructor(readonly cap: number) {}

  add(byte: number): void {
    if (this.size === this.#bytes.length) this.#grow();
    this.#bytes[this.size++] = byte;
  }

  repeat(distance: number, length: number): void {
    if (distance > this.size) throw new CannotOpen();
    for (let n = 0; n < length; n++) this.add(this.#bytes[this.size - distance]!);
  }

  whole(): Bytes {
    return this.#bytes.slice(0, this.size);
  }

  /** A small envelope cannot unfold into a large memory. */
  #grow(): void {
    if (this.size >= this.cap) throw new CannotOpen();
    const larger = new Uint8Array(Math.min(this.cap, this.size * 4));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

const FIXED = {
  literals: new Codes(Uint8Array.from({ length: 288 }, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8))),
  // 30 and 31 have codes and no meaning.
  distances: new Codes(new Uint8Array(32).fill(5)),
};

/** Throws CannotOpen for anything but one whole stream of at most `cap` bytes. */
export function inflate(packed: Uint8Array, cap: number): Bytes {
  const bits = new Bits(packed);
  const out = new Unfolded(cap);
  for (let last = 0; !last; ) {
    last = bits.take(1);
    const how = bits.take(2);
    if (how === 0) copyStored(bits, out);
    else if (how === 1) unfold(bits, out, FIXED.literals, FIXED.distances);
    else if (how === 2) {
      const { literals, distances } = readCodes(bits);
      unfold(bits, out, literals, distances);
    } else throw new CannotOpen();
  }
  if (bits.at !== packed.length) throw new CannotOpen();
  return out.whole();
}

function copyStored(bits: Bits, out: Unfolded): void {
  bits.align();
  const length = bits.take(8) | (bits.take(8) << 8);
  const check = bits.take(8) | (bits.take(8) << 8);
  if (length !== (~check & 0xffff)) throw new CannotOpen();
  for (let n = 0; n < length; n++) out.add(bits.take(8));
}

function unfold(bits: Bits, out: Unfolded, literals: Codes, distances: Codes): void {
  for (;;) {
    const symbol = literals.read(bits);
    if (symbol < END) out.add(symbol);
    else if (symbol === END) return;
    else {
      const length = valueOf(symbol - END - 1, LENGTHS, LENGTH_BITS, bits);
      out.repeat(valueOf(distances.read(bits), DISTANCES, DISTANCE_BITS, bits), length);
    }
  }
}

function valueOf(index: number, bases: readonly number[], extra: readonly number[], bits: Bits): number {
  const base = bases[index];
  if (base === undefined) throw new CannotOpen();
  return base + bits.take(extra[index]!);
}

function readCodes(bits: Bits): { literals: Codes; distances: Codes } {
  const literalCount = bits.take(5) + 257;
  const distanceCount = bits.take(5) + 1;
  const orderCount = bits.take(4) + 4;
  if (literalCount > 286 || distanceCount > 30) throw new CannotOpen();
  const short = new Uint8Array(19);
  for (let n = 0; n < orderCount; n++) short[ORDER[n]!] = bits.take(3);
  const lengths = readLengths(bits, new Codes(short), literalCount + distanceCount);
  if (lengths[END] === 0) throw new CannotOpen();
  return { literals: new Codes(lengths.subarray(0, literalCount)), distances: new Codes(lengths.subarray(literalCount)) };
}

function readLengths(bits: Bits, codes: Codes, count: number): Uint8Array {
  const lengths = new Uint8Array(count);
  for (let at = 0; at < count; ) {
    const symbol = codes.read(bits);
    if (symbol < 16) lengths[at++] = symbol;
    else {
      if (symbol === 16 && at === 0) throw new CannotOpen();
      const value = symbol === 16 ? lengths[at - 1]! : 0;
      const times = symbol === 16 ? 3 + bits.take(2) : symbol === 17 ? 3 + bits.take(3) : 11 + bits.take(7);
      if (at + times > count) throw new CannotOpen();
      lengths.fill(value, at, (at += times));
    }
  }
  return lengths;
}
