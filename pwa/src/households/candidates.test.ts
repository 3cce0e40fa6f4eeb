/** Sato writes a household that may be known already: what warns her, what does not, and how fast. */
import { describe, expect, it } from 'vitest';
import type { Summary } from '../casework/records';
import { searchKey } from '../casework/search';
import { candidatesFor, type Typed } from './candidates';

interface Known { name?: string; kana?: string; people?: [string, string][]; phone?: string; ward?: string; town?: string; street?: string; postal?: string; banchi?: string; building?: string; room?: string }

function known(bucket: string, one: Known, over: Partial<Summary> = {}): Summary {
  const people = one.people ?? [];
  const key = [one.name ?? '', one.kana ?? '', ...people.flat(), one.phone ?? ''].map(searchKey).filter(Boolean).join('\n');
  return {
    bucket, title: one.name ?? people[0]?.[0] ?? '氏名不詳', kana: one.kana ?? people[0]?.[1] ?? '', ward: one.ward ?? '上京区', town: one.town ?? '',
    place: { postal_code: one.postal ?? '', street_name: one.street ?? '', banchi: one.banchi ?? '', building: one.building ?? '', room: one.room ?? '' },
    phone_digits: (one.phone ?? '').normalize('NFKC').replace(/\D/g, ''), search_key: key, merged_into: null, merged_from: [],
    clocks: people.map(([name, kana]) => ({ name, kana, last_direct_at: null, counts: true })), ...over,
  } as unknown as Summary;
}

const typed = (over: Partial<Typed>): Typed => ({ name: '', kana: '', phone: '', postal_code: '', ward: '上京区', street_name: '', town: '', banchi: '', building: '', room: '', persons: [], ...over });
const person = (family_name: string, given_name: string, family_kana = '', given_kana = '') => ({ family_name, given_name, family_kana, given_kana, phone: '' });
const found = (over: Partial<Typed>, rows: Summary[], except?: string) => candidatesFor(typed(over), rows, except).map(({ row, why }) => `${row.bucket}:${why.join('+')}`);

describe('where somebody lives', () => {
  const home = known('home', { name: '森川', town: '亀屋町', banchi: '１２−３', street: '智恵光院通上立売上ル', postal: '6028284' });

  it('the same number in the same town is told, however it is written', () => {
    for (const banchi of ['12-3', '12番地の3', '十二ノ三', '１２ー３', '12番3号']) expect(found({ town: '亀屋町', banchi }, [home])).toEqual(['home:place']);
    expect(found({ town: '京都市上京区龜屋町12-3' }, [home])).toEqual(['home:place']);
    expect(found({ town: '亀屋町', banchi: '12-3', street_name: '智恵光院通り上立売上がる' }, [home])).toEqual(['home:place']);
  });

  it('「亀屋町」 alone is never enough, and another 亀屋町 is another place', () => {
    expect(found({ town: '亀屋町' }, [home])).toEqual([]);
    expect(found({ town: '亀屋町', banchi: '12-4' }, [home])).toEqual([]);
    expect(found({ town: '亀屋町', banchi: '12-3' }, [known('bare', { town: '亀屋町' })])).toEqual([]);
    expect(found({ town: '亀屋町', banchi: '12-3', postal_code: '602-0854' }, [home])).toEqual([]);
    expect(found({ town: '亀屋町', banchi: '12-3', street_name: '油小路通下長者町下る' }, [home])).toEqual([]);
    expect(found({ town: '亀屋町', banchi: '12-3', ward: '中京区' }, [home])).toEqual([]);
  });

  it('a crossing is one crossing, whichever street is named first', () => {
    const corner = known('corner', { town: '二条殿町', banchi: '5', street: '烏丸通御池上る' });
    expect(found({ town: '二条殿町', banchi: '5', street_name: '御池通烏丸上ル' }, [corner])).toEqual(['corner:place']);
  });

  it('in a house of many homes only the same room is told, or the same name', () => {
    const flats = ['101', '102', '201'].map((room) => known(room, { name: `名${room}`, town: '聖天町', banchi: '8', building: 'コーポ北野', room }));
    expect(found({ town: '聖天町', banchi: '8', building: 'コーポ北野' }, flats)).toEqual([]);
    expect(found({ town: '聖天町', banchi: '8', building: 'コーポ北野', room: '１０２号' }, flats)).toEqual(['102:place']);
    expect(found({ town: '聖天町', building: 'ｺｰﾎﾟ北野201' }, flats)).toEqual(['201:place']);
    expect(found({ town: '聖天町', banchi: '8', name: '名101' }, flats)).toEqual(['101:place+name']);
  });
});

describe('who lives there', () => {
  it('kanji of either age and kana of either kind are one name', () => {
    const rows = [known('a', { name: '髙﨑', kana: 'タカサキ' }), known('b', { people: [['渡邉 ショウ子', 'わたなべ しょうこ']] })];
    expect(found({ name: '高崎' }, rows)).toEqual(['a:name']);
    expect(found({ kana: 'ﾀｶｻｷ' }, rows)).toEqual(['a:name']);
    expect(found({ name: '渡辺' }, rows)).toEqual(['b:name']);
    expect(found({ persons: [person('渡邊', 'ショウ子')] }, rows)).toEqual(['b:person']);
    expect(found({ persons: [person('', '', 'ワタナベ', 'シヨウコ')] }, rows)).toEqual(['b:person']);
  });

  it('a name many bear says nothing until the town is the same', () => {
    const many = Array.from({ length: 5 }, (_, index) => known(`t${index}`, { name: '田中', town: index === 4 ? '亀屋町' : `町${index}`, banchi: `${index}` }));
    expect(found({ name: '田中' }, many)).toEqual([]);
    expect(found({ name: '田中', town: '亀屋町' }, many)).toEqual(['t4:name']);
    expect(found({ name: '田中', town: '亀屋町', banchi: '9' }, many)).toEqual([]);
  });

  it('the warning goes when the name is written differently', () => {
    const rows = [known('a', { name: '森川' })];
    expect(found({ name: '森' }, rows)).toEqual([]);
    expect(found({ name: '森川' }, rows)).toEqual(['a:name']);
    expect(found({ name: '森川田' }, rows)).toEqual([]);
  });
});

it('a telephone is one, with and without 075 or the country', () => {
  const rows = [known('a', { name: '西村', phone: '075-222-3333' }), known('b', { name: '東', phone: '090-1111-2222' })];
  expect(found({ phone: '２２２ー３３３３' }, rows)).toEqual(['a:phone']);
  expect(found({ phone: '+81 90 1111 2222' }, rows)).toEqual(['b:phone']);
  expect(found({ phone: '222-333' }, rows)).toEqual([]);
});

it('the likeliest stands first', () => {
  const rows = [known('name', { name: '森川' }), known('all', { name: '森川', town: '聖天町', banchi: '8', phone: '075-222-3333' })];
  expect(found({ name: '森川', town: '聖天町', banchi: '8', phone: '0752223333' }, rows)).toEqual(['all:phone+place+name', 'name:name']);
});

it('a household that was merged leads to the one that stays, and neither is another one of itself', () => {
  const gone = known('gone', { name: '森川' }, { merged_into: { household: 'stayed', merge: 'm', at: '2026-11-21T09:00:00+09:00', phase: 'intake' } });
  const rows = [gone, known('stayed', { name: '守川' }, { merged_from: ['gone'] })];
  expect(found({ name: '森川' }, rows)).toEqual(['stayed:name']);
  expect(found({ name: '森川' }, rows, 'stayed')).toEqual([]);
});

it('nothing written warns of nothing', () => {
  expect(found({}, [known('a', {}), known('b', { town: '', banchi: '' })])).toEqual([]);
});

it('two thousand households are compared between two keystrokes', () => {
  const letters = (start: number, number: number) => [...String(number)].map((digit) => String.fromCodePoint(start + Number(digit))).join('');
  const center = Array.from({ length: 2000 }, (_, index) => {
    const family = `森${letters(0x5ca1, index % 700)}`;
    const kana = `もり${letters(0x304b, index % 700)}`;
    return known(`h${index}`, {
      name: family, kana, people: [[`${family} 太郎`, `${kana} たろう`], [`${family} 花${index}`, `${kana} はな`]], phone: `075-${String(1000000 + index)}`,
      town: `${letters(0x7389, index % 90)}町`, street: '智恵光院通上立売上る', banchi: `${index}-3`, building: 'コーポ北野', room: `${index % 40}`,
    });
  });
  const one = center[12]!;
  const asked = typed({ name: one.title, kana: one.kana, phone: '075-1000012', town: one.town, banchi: '12-3', room: '12', persons: [person(one.title, '太郎')] });
  const times = Array.from({ length: 40 }, () => {
    const rows = center.map((row) => ({ ...row })); // nothing is remembered of them
    const before = performance.now();
    expect(candidatesFor(asked, rows)[0]?.row.bucket).toBe('h12');
    return performance.now() - before;
  });
  // The quickest run is the work itself, whatever else this machine does beside it.
  expect(Math.min(...times)).toBeLessThan(20);
});
