/** Whose a town is: what of a table can be read, what it would change, and what a place is proposed to. All of it is invented. */
import 'fake-indexeddb/auto';
import { describe, expect, test } from 'vitest';
import { Places } from '../casework/places';
import { Store } from '../store/store';
import { Trouble, type Transport } from '../sync/transport';
import { townText } from '../text/towns';
import { textOf, writeCsv } from '../transfers/csv';
import { centerFor, changesOf, readable, readTable, tableRows, type Town, unnamed } from './table';
import { TownBook } from './town-book.svelte';

const PLACES = new Places({ wards: { '26101': '北区', '26109': '伏見区', '26111': '西京区' }, rows: [
  ['6120001', '26109', '架空一町', 'カクウイッチョウ'], ['6120002', '26109', '架空二町', 'カクウニチョウ'], ['6120003', '26109', '架空二町', 'カクウニチョウ'], ['6120003', '26109', '架空三町', 'カクウサンチョウ'], ['6120004', '26109', '架空山町', 'カクウサンチョウ'], ['6030001', '26101', '架空北町', 'カクウキタチョウ'], ['6100001', '26111', '架空一町', 'カクウイッチョウ'],
] });
const row = (town: string, center = '26109-F', postal_code = ''): Town => ({ ward: '26109', town, postal_code, center });
const read = (...lines: string[]) => readTable(['郵便番号,町名,センター', ...lines].join('\n'), PLACES);
const why = (...lines: string[]) => read(...lines).faults.map(({ line, why: text }) => [line, text]);
const at = (town: string, postal_code = '', ward = '伏見区') => ({ ward, town, postal_code });
const t = townText.faults;

describe('a table that somebody brings', () => {
  test('a town, a postcode or both, by name or code of the center, in any width and by its reading', () => {
    expect(read(',架空一町,深草支所', '612-0002,,26109-D', '６１２０００３,架空二町,醍醐支所', ',ｶｸｳｷﾀﾁｮｳ,北区役所')).toEqual({
      towns: [row('架空一町'), row('', '26109-D', '6120002'), row('架空二町', '26109-D', '6120003'), { ward: '26101', town: '架空北町', postal_code: '', center: '26101' }], faults: [], twice: [],
    });
  });

  test('what Excel writes is read, whatever its letters, marks and ends of lines', () => {
    const sjis = Uint8Array.from([0x92, 0xac, 0x96, 0xbc, 0x2c, 0x83, 0x5a, 0x83, 0x93, 0x83, 0x5e, 0x81, 0x5b, 0x0d, 0x0a]); // 町名,センター
    expect(readTable(textOf(sjis), PLACES)).toEqual({ towns: [], faults: [], twice: [] });
    const utf8 = new TextEncoder().encode(writeCsv(tableRows([row('架空一町'), row('架空二町', '26109-D', '6120003')])));
    expect(readTable(textOf(utf8), PLACES).towns).toEqual([row('架空一町'), row('架空二町', '26109-D', '6120003')]);
    expect(() => textOf(Uint8Array.from([0x81, 0xff, 0xfe]))).toThrow();
  });

  test('each line that cannot be read is named by its number in the file, and the others stay', () => {
    const found = read(',架空一町,深草支所', '', ',架空一町,', ',,深草支所', '61200,架空一町,深草支所', '9999999,,深草支所', ',ない町,深草支所', '6120001,架空二町,深草支所', ',架空北町,深草支所', ',かくうさんちょう,深草支所', '"6120001,,深草支所');
    expect(found.towns).toEqual([row('架空一町')]);
    expect(found.faults.map(({ line, why: text }) => [line, text])).toEqual([[4, t.center], [5, t.empty], [6, t.postal], [7, t.noPostal], [8, t.noTown], [9, t.apart], [10, t.otherWard], [11, t.several], [12, t.quote]]);
    expect(readTable('架空一町,深草支所', PLACES).faults).toEqual([{ line: 1, why: t.header }]);
    expect(readTable('', PLACES).faults).toEqual([{ line: 1, why: t.header }]);
  });

  test('said twice counts once; lines that contradict each other are told, also where one names the postcode and one the town', () => {
    expect(read(',架空一町,深草支所', ',架空一町,深草支所')).toMatchObject({ twice: [3], faults: [], towns: [row('架空一町')] });
    expect(why(',架空一町,深草支所', ',架空一町,醍醐支所')).toEqual([[3, t.contradicts]]);
    expect(why(',架空一町,深草支所', '6120001,,醍醐支所')).toEqual([[3, t.contradicts]]);
    expect(why(',架空二町,深草支所', '6120003,架空二町,醍醐支所'), 'a part of a town may be elsewhere').toEqual([]);
  });

  test('what it would change, and which towns nobody has named', () => {
    expect(changesOf([row('架空一町'), row('架空二町')], [row('架空一町', '26109-D'), row('架空三町')])).toEqual({ added: [row('架空三町')], moved: [{ town: row('架空一町', '26109-D'), from: '26109-F' }], dropped: [row('架空二町')] });
    expect(unnamed([row('架空一町'), row('架空二町')], PLACES)).toEqual([{ ward: '伏見区', towns: ['架空三町', '架空山町'] }]);
  });
});

describe('whose a place is', () => {
  test('the narrowest line counts, of the place\'s own ward alone, and where the table says nothing nobody is proposed', () => {
    const towns = [row('架空二町'), row('架空二町', '26109-D', '6120003'), row('', '26109', '6120001')];
    expect([at('架空二町'), at('架空二町', '6120003'), at('架空二町', '612-0002'), at('', '6120001'), at('架空三町'), at('架空二町', '', '西京区'), at('架空二町', '', ''), at('')].map((one) => centerFor(towns, one))).toEqual(['26109-F', '26109-D', '26109-F', '26109', null, null, null, null]);
    expect(centerFor([row('架空一町'), row('', '26109-D', '6120001')], at('架空一町', '6120001')), 'they differ').toBeNull();
  });

  test('what a newer office says otherwise is passed over', () => {
    expect(readable([row('架空一町'), null, 7, { ward: '26109' }, { ...row('架空二町'), center: 3 }])).toEqual([row('架空一町')]);
    expect([readable(undefined), readable('x')]).toEqual([[], []]);
  });
});

test('a phone asks when there is another table, keeps it without a signal, and an office that cannot be heard changes nothing', async () => {
  const asked: string[] = [];
  const [staff, towns] = [crypto.randomUUID(), [row('架空一町')]];
  const bookOf = (answers: boolean) => {
    const transport: Transport = <T>(path: string) => (asked.push(path), answers ? Promise.resolve({ version: 1, at: null, by: null, by_name: null, towns } as T) : Promise.reject(new Trouble('offline')));
    return new TownBook({ store: new Store(staff), transport });
  };
  const book = bookOf(true);
  await book.hear({ gen: 'g1', count: 0 });
  expect([asked.length, book.centerOf(at('架空一町'))]).toEqual([0, null]);
  for (const count of [1, 1]) await book.hear({ gen: 'g1', count });
  expect([asked.length, book.centerOf(at('架空一町'))]).toEqual([1, '26109-F']);
  const again = bookOf(false);
  await again.read();
  await again.hear({ gen: 'g1', count: 2 });
  expect(again.centerOf(at('架空一町'))).toBe('26109-F');
});
