/** A rescue file as a phone wrote it: told from anything else before a byte is sent, and cut into parts the server takes. Pure. */
import type { Uuid } from '../casework/records';
import { RESCUE_VERSION } from '../ledger/rescue';
import { PUSH_BYTES, PUSH_OPS, type SignedLine } from '../sync/wire';

export type RescueFault = 'foreign' | 'broken' | 'old' | 'newer' | 'empty' | 'unreadable';
/** `damaged`: lines that are not even text; the server counts those whose signature does not hold */
export interface RescueFile { device: Uuid; lines: SignedLine[]; damaged: number }

export class BadFile extends Error {
  constructor(readonly fault: RescueFault) {
    super(fault);
    this.name = 'BadFile';
  }
}

const MARK = '"kasane_rescue"';
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SIGNATURE = /^[A-Za-z0-9_-]{86}$/;
/** Far more than a phone's whole outbox: whoever chose a film by mistake does not wait for it. */
export const MOST_BYTES = 64 * 1024 * 1024;

/** Throws BadFile. */
export function readRescue(text: string): RescueFile {
  const file = parsed(text);
  const version = file.kasane_rescue;
  if (typeof version !== 'number') throw new BadFile('foreign');
  if (version !== RESCUE_VERSION) throw new BadFile(version < RESCUE_VERSION ? 'old' : 'newer');
  const { device, lines } = file;
  if (typeof device !== 'string' || !UUID.test(device) || !Array.isArray(lines)) throw new BadFile('broken');
  if (lines.length === 0) throw new BadFile('empty');
  const good = lines.filter(isLine).map(({ raw, sig }) => ({ raw, sig }));
  return { device, lines: good, damaged: lines.length - good.length };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const file: unknown = JSON.parse(text);
    if (typeof file !== 'object' || file === null || Array.isArray(file)) throw new BadFile('foreign');
    return file as Record<string, unknown>;
  } catch (error) {
    if (error instanceof BadFile) throw error;
    throw new BadFile(text.slice(0, 200).includes(MARK) ? 'broken' : 'foreign');
  }
}

function isLine(line: unknown): line is SignedLine {
  const { raw, sig } = (line ?? {}) as Partial<SignedLine>;
  return typeof raw === 'string' && typeof sig === 'string' && SIGNATURE.test(sig) && bytesOf({ raw, sig }) <= PUSH_BYTES;
}

/** On the wire. */
function bytesOf(line: SignedLine): number {
  return new TextEncoder().encode(JSON.stringify(line)).length + 1;
}

/** In the order of the file: each record hangs on the one before it. */
export function partsOf(lines: readonly SignedLine[], most = { ops: PUSH_OPS, bytes: PUSH_BYTES }): SignedLine[][] {
  const parts: SignedLine[][] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = bytesOf(line);
    const part = parts.at(-1);
    if (part && part.length < most.ops && bytes + size <= most.bytes) {
      part.push(line);
      bytes += size;
    } else {
      parts.push([line]);
      bytes = size;
    }
  }
  return parts;
}
