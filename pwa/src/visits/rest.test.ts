import { describe, expect, it } from 'vitest';
import type { ObservationItem } from '../casework/catalogue';
import { OBSERVATIONS } from '../casework/catalogue.gen';
import { answerNo, answerSame, type Last, restNo, restSame, takeBack } from './rest';
import { blankSign, type SignInput } from './visit-input';

const ITEMS = OBSERVATIONS as readonly ObservationItem[];
const RED = ITEMS.find((item) => item.severity === 'R' && !item.number)!;
const PLAIN = ITEMS.filter((item) => item.severity !== 'R' && !item.number && !item.qualifiers?.length && !item.per_person);
const WHOSE = ITEMS.find((item) => item.severity !== 'R' && !item.number && item.per_person && !item.qualifiers?.length)!;

const blank = (): Record<string, SignInput> => Object.fromEntries(ITEMS.map((item) => [item.code, blankSign()]));
const seen = (value: 'yes' | 'no'): Last[string] => ({ value, at: '2026-11-20T10:00:00+09:00', visit: 'v' });

describe('one touch for what was looked at', () => {
  it('never answers a red sign, whatever it was last time', () => {
    const last = { [RED.code]: seen('no') };
    expect(restNo([RED], blank())).toEqual([]);
    expect(restSame([RED], blank(), last, 1)).toEqual([]);
  });

  it('leaves 未確認 what nobody has ever looked at', () => {
    expect(restSame(PLAIN, blank(), {}, 1)).toEqual([]);
  });

  it('leaves alone what Sato has already answered', () => {
    const [first, second] = PLAIN as [ObservationItem, ObservationItem];
    const signs = blank();
    signs[first.code]!.value = 'yes';
    const last = { [first.code]: seen('no'), [second.code]: seen('yes') };
    answerSame(restSame(PLAIN, signs, last, 1), signs, last);
    expect(signs[first.code]!.value).toBe('yes');
    expect(signs[second.code]).toMatchObject({ value: 'yes', change: 'same' });
  });

  it('asks whose it is where several people live', () => {
    const last = { [WHOSE.code]: seen('yes') };
    expect(restSame([WHOSE], blank(), last, 2)).toEqual([]);
    expect(restSame([WHOSE], blank(), last, 1)).toEqual([WHOSE.code]);
  });

  it('is taken back whole', () => {
    const signs = blank();
    const before = answerNo(restNo(PLAIN, signs), signs);
    expect(signs[PLAIN[0]!.code]!.value).toBe('no');
    takeBack(before, signs);
    expect(signs).toEqual(blank());
  });
});
