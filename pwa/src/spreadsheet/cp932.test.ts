/** The letters of Windows before Unicode: what it has comes back as it was, what it lacks is near, and nothing is changed without a word. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toCp932 } from './cp932';

const readBack = (text: string): string => new TextDecoder('shift_jis').decode(toCp932(text).bytes);
const told = (text: string): string[] => toCp932(text).exchanged.map(({ letter, as, times }) => `${letter}>${as}:${times}`);

it('writes what Windows has as it is, with two bytes a letter of Japan', () => {
  const text = '北区 髙橋・山﨑 ｶﾅ ①Ⅳ㈱ "A",1\r\n';
  expect(readBack(text)).toBe(text);
  expect(told(text)).toEqual([]);
  expect([...toCp932('Aあｱ髙①').bytes]).toEqual([0x41, 0x82, 0xa0, 0xb1, 0xfb, 0xfc, 0x87, 0x40]);
});

it('writes the names of Yoshida and Katsuko with the letters of a register, and says so', () => {
  const name = '𠮷田 葛\u{e0100}子';
  expect(readBack(`${name}、${name}`)).toBe('吉田 葛子、吉田 葛子');
  expect(told(`${name}、${name}`)).toEqual(['𠮷>吉:2', '葛\u{e0100}>葛:2']);
});

it('takes an accent off, the width that is there, and the mark printers put where they have no type', () => {
  expect(readBack('é ﬁ 🌸 鷗 か\u3099')).toBe('e fi 〓 鴎 が');
  expect(told('が か\u3099')).toEqual([]);
  expect(told('a\u200bb')).toEqual(['\u200b>:1']);
});

it('gives every letter of the list of near ones a letter that is there', () => {
  const near = '𠮷鷗噓俠啞嚙囊屛搔摑顚驒麴鹼蟬繡蔣蠟萊簞禱瘦焰潑瀆頰醬醱𠮟剝塡姸拋攢軀';
  expect(told(near).length).toBe([...near].length);
  expect(readBack(near)).not.toContain('〓');
});

it('can write whatever somebody types, and never a byte that reads as nothing', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
    const { bytes, exchanged } = toCp932(text);
    expect(new TextDecoder('shift_jis', { fatal: true }).decode(bytes)).toBeTypeOf('string');
    if (exchanged.length === 0 && !/[\u3099\u309a]/.test(text)) expect(readBack(text)).toBe(text);
  }));
});
