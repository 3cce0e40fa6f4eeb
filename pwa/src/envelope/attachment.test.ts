/** A photo in segments opens whole and in order, for its own record and household, or not at all; the same bytes as Python's. */
import { describe, expect, it } from 'vitest';
import kept from '../../../tests/vectors/attachment.json';
import { type Attachment, MOST_SEGMENTS, openSegments, SEGMENT_BYTES, sealSegments } from './attachment';
import { b64u, type Bytes, CannotOpen, concat, fromB64u, sha256 } from './bytes';
import { importHouseholdKey, newHouseholdKey } from './sealing';
import { payloadOf } from './vectors.fixture';

const key = await importHouseholdKey(fromB64u(kept.household_key));
const here = { att: crypto.randomUUID() as string, bucket: crypto.randomUUID() as string, epoch: 3 };
const photo = payloadOf({ stream: 2 * SEGMENT_BYTES + 1_000 });
const { header, segments } = await sealSegments(key, photo, here);
const [first, second, third] = segments as [Bytes, Bytes, Bytes];

const opened = (given: Bytes[] = segments, told: Attachment = header, place = here) => openSegments(key, told, given, place);
/** The digest fits what is given: only the seal itself can refuse. */
const dishonest = async (given: Bytes[], changes: Partial<Attachment> = {}) => ({ ...header, digest: await sha256(concat(...given)), ...changes });
const refused = (work: Promise<unknown>) => expect(work).rejects.toThrow(CannotOpen);

describe('the shared vectors', () => {
  it.each(kept.cases)('$name', async (one) => {
    const content = payloadOf({ stream: one.size });
    const made = await sealSegments(key, content, one.place, fromB64u(one.salt));
    expect([made.header.n, b64u(made.header.digest)]).toEqual([one.n, one.digest]);
    expect(made.segments.map((segment) => b64u(segment.subarray(0, 16)))).toEqual(one.begins);
    expect(await openSegments(key, made.header, made.segments, one.place)).toEqual(content);
  });
});

describe('a sealed photo', () => {
  it('opens as it was taken', async () => {
    expect(await opened()).toEqual(photo);
  });

  it.each([0, 1, 2])('with a flipped bit in segment %i does not open', async (which) => {
    for (const place of [0, 500, 1_015]) {
      const bad = segments.map((segment) => segment.slice());
      bad[which]![place]! ^= 1;
      await refused(opened(bad));
      await refused(opened(bad, await dishonest(bad)));
    }
  });

  it('does not open in another order, or with a segment twice', async () => {
    for (const bad of [[second, first, third], [first, third, second], [first, first, third]]) {
      await refused(opened(bad));
      await refused(opened(bad, await dishonest(bad)));
    }
  });

  it('does not open cut at a segment, even when the header was cut with it', async () => {
    for (const bad of [[first, second], [first], []]) {
      await refused(opened(bad));
      await refused(opened(bad, await dishonest(bad, { n: bad.length, size: bad.length * SEGMENT_BYTES })));
    }
  });

  it('does not open as another photo, household, epoch or under another key', async () => {
    for (const other of [{ att: crypto.randomUUID() }, { bucket: crypto.randomUUID() }, { epoch: 4 }]) {
      await refused(opened(segments, header, { ...here, ...other }));
      const foreign = await sealSegments(key, photo, { ...here, ...other }, header.salt);
      const mixed = [first, foreign.segments[1]!, third];
      await refused(opened(mixed, await dishonest(mixed)));
    }
    await refused(openSegments((await newHouseholdKey()).key, header, segments, here));
  });

  it('is neither nothing nor more than 15 MiB', async () => {
    await refused(sealSegments(key, new Uint8Array(0), here));
    await refused(sealSegments(key, new Uint8Array(MOST_SEGMENTS * SEGMENT_BYTES + 1), here));
  });
});
