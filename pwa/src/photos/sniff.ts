/** What a chosen file really is and how large a picture it promises, from its first bytes: names and types may say anything. Pure. */

export type Media = 'image/jpeg' | 'image/png' | 'image/webp' | 'image/heic';
export interface Sniffed { media: Media; /** 0 × 0 when only decoding would tell */ width: number; height: number }

/** As the vault has it: 48 megapixels are what a phone's best camera takes. */
export const MOST_PIXELS = 50_000_000;
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);
/** Start of frame: every kind but the tables 0xC4, 0xC8 and 0xCC. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

export function sniff(bytes: Uint8Array): Sniffed | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (at: number, length: number) => String.fromCharCode(...bytes.subarray(at, at + length));
  if (bytes.length < 32) return null;
  if (view.getUint16(0) === 0xffd8) return { media: 'image/jpeg', ...jpegSize(view) };
  if (text(1, 3) === 'PNG' && text(12, 4) === 'IHDR') return { media: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
  if (text(0, 4) === 'RIFF' && text(8, 4) === 'WEBP') return { media: 'image/webp', ...webpSize(view, text(12, 4)) };
  if (text(4, 4) === 'ftyp' && HEIC_BRANDS.has(text(8, 4))) return { media: 'image/heic', width: 0, height: 0 };
  return null;
}

function jpegSize(view: DataView): { width: number; height: number } {
  for (let at = 2; at + 9 < view.byteLength; ) {
    const marker = view.getUint8(at + 1);
    if (view.getUint8(at) !== 0xff) break;
    if (isFrame(marker)) return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    at += 2 + view.getUint16(at + 2);
  }
  return { width: 0, height: 0 };
}

function webpSize(view: DataView, kind: string): { width: number; height: number } {
  if (kind === 'VP8X') return { width: 1 + (view.getUint32(24, true) & 0xffffff), height: 1 + (view.getUint32(26, true) >>> 8) };
  if (kind === 'VP8L') {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** The largest size within `edge` that keeps the shape; never larger than it was. */
export function within(width: number, height: number, edge: number): { width: number; height: number } {
  const scale = Math.min(1, edge / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
