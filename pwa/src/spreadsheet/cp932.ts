/** CP932, the Japanese letters of Windows before Unicode, which older systems still read. What it lacks is written with the nearest letter and told. Pure. */

/** `as`: empty where an invisible letter was left out */
export interface Exchanged { letter: string; as: string; times: number }

const GETA = '〓'; // what printers put where they had no type
// The same marks at two places of Unicode: Windows reads CP932 as the second.
const TWINS = new Map([['〜', '～'], ['−', '－'], ['—', '―'], ['–', '－'], ['‖', '∥'], ['•', '・'], ['¢', '￠'], ['£', '￡'], ['¬', '￢'], ['¥', '￥']]);
// A name's own form, and the one that registers without it use.
const NEAR = new Map([
  ...'𠮷吉 鷗鴎 噓嘘 俠侠 啞唖 嚙噛 囊嚢 屛屏 搔掻 摑掴 顚顛 驒騨 麴麹 鹼鹸 蟬蝉 繡繍 蔣蒋 蠟蝋 萊莱 簞箪 禱祷 瘦痩 焰焔 潑溌 瀆涜 頰頬 醬醤 醱醗 𠮟叱 剝剥 塡填 姸妍 拋抛 攢攅 軀躯'.split(' '),
].map((pair) => [...pair] as [string, string]));
const LEADS = [[0x81, 0x9f], [0xe0, 0xef], [0xfa, 0xfc]] as const; // F0 to F9 hold letters of one's own
const SECOND_HOME = [0xed, 0xee]; // the same letters as from FA on, where Windows writes them
const LETTERS = /\P{M}\p{M}*|\p{M}/gsu;
const MARKS = /\p{M}/gu;
const UNSEEN = /^[\p{Default_Ignorable_Code_Point}\p{M}]+$/u;
const VOICED = /[\u3099\u309a]/;

let codes: Map<string, number> | null = null;

/** Read off the browser's own reader, so that what is written is what is read. */
function table(): Map<string, number> {
  if (codes) return codes;
  codes = new Map();
  for (let byte = 0; byte < 0x80; byte += 1) codes.set(String.fromCharCode(byte), byte);
  for (let byte = 0xa1; byte < 0xe0; byte += 1) codes.set(String.fromCharCode(0xff61 + byte - 0xa1), byte);
  const reader = new TextDecoder('shift_jis');
  for (const [first, last] of LEADS) for (let lead = first; lead <= last; lead += 1) {
    if (SECOND_HOME.includes(lead)) continue;
    for (let trail = 0x40; trail <= 0xfc; trail += 1) {
      const letter = reader.decode(new Uint8Array([lead, trail]));
      if (letter.length === 1 && letter !== '\ufffd' && !codes.has(letter)) codes.set(letter, (lead << 8) | trail);
    }
  }
  return codes;
}

const fits = (text: string): boolean => [...text].every((letter) => table().has(letter));

/** The nearest that CP932 holds: without its variant, as its twin, as registers write it, at half or full width, without its accent. */
function nearest(letter: string): string {
  if (UNSEEN.test(letter)) return '';
  const bare = letter.replace(MARKS, '');
  const tried = [letter.normalize('NFC'), bare, TWINS.get(bare), NEAR.get(bare), bare.normalize('NFKC'), letter.normalize('NFKD').replace(MARKS, '')];
  return tried.find((one) => one !== undefined && one !== '' && fits(one)) ?? GETA;
}

export function toCp932(text: string): { bytes: Uint8Array<ArrayBuffer>; exchanged: Exchanged[] } {
  const told = new Map<string, Exchanged>();
  const bytes: number[] = [];
  for (const [letter] of text.matchAll(LETTERS)) {
    const as = fits(letter) ? letter : nearest(letter);
    // A letter and its mark of voice written as two are the same letter.
    if (as !== letter && !(VOICED.test(letter) && as === letter.normalize('NFC'))) {
      const known = told.get(letter) ?? { letter, as, times: 0 };
      told.set(letter, { ...known, times: known.times + 1 });
    }
    for (const one of as) {
      const code = table().get(one)!;
      if (code > 0xff) bytes.push(code >> 8);
      bytes.push(code & 0xff);
    }
  }
  return { bytes: new Uint8Array(bytes), exchanged: [...told.values()] };
}
