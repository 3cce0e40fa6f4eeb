/** Whether two addresses mean one door. In Kyoto a town's name alone never does: 「亀屋町」 is many towns. Pure. */
import { digitsOf, searchKey } from '../casework/search';
import type { AddressForm } from './household-form';
import { STREETS } from './reading';

/** An address as it is compared; `number`: 12番地の3, １２－３ and 十二ノ三 are all "12-3". */
export interface Place { ward: string; town: string; number: string; building: string; room: string; street: string; postal: string }

const KANJI_DIGITS = '〇一二三四五六七八九';
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000 };
const POSTAL = 7;

export function placeOf(form: AddressForm): Place {
  const { town, rest } = townOf(form.town);
  const written = searchKey(form.building);
  // Many write the room behind the house's name.
  const behind = form.room.trim() ? null : /^(.+?)(\d+)(号室?)?$/.exec(written);
  const postal = digitsOf(form.postal_code);
  return {
    ward: form.ward.trim(), town, number: numberOf(`${rest} ${form.banchi}`), building: behind?.[1] ?? written, room: behind?.[2] ?? searchKey(form.room).replace(/号室?$/, ''),
    street: streetKey(form.street_name), postal: postal.length === POSTAL ? postal : '',
  };
}

const BEFORE_TOWN = /^(京都府)?(京都市)?((北|上京|左京|中京|東山|下京|南|右京|伏見|山科|西京)区)?/;

/** A number written into the town's field belongs to the number. */
export function townOf(text: string): { town: string; rest: string } {
  const plain = text.normalize('NFKC').replace(BEFORE_TOWN, '').replace(/[一二三四五六七八九十]+(?=丁目)/g, (numeral) => String(valueOf(numeral)));
  const at = plain.search(/\d/);
  return { town: searchKey(at < 0 ? plain : plain.slice(0, at)), rest: at < 0 ? '' : plain.slice(at) };
}

/** `same`: the same number or house of one town · `apart`: something known says they are two places. Neither: nobody can say. */
export function telling(a: Place, b: Place): { same: boolean; apart: boolean } {
  const differ = (field: keyof Place) => a[field] !== '' && b[field] !== '' && a[field] !== b[field];
  const agree = (field: keyof Place) => a[field] !== '' && a[field] === b[field];
  const elsewhere = differ('ward') || differ('town') || differ('postal') || (!agree('postal') && a.street !== '' && b.street !== '' && !sameStreet(a.street, b.street));
  return { same: !elsewhere && agree('town') && (agree('number') || (!differ('number') && agree('building'))), apart: elsewhere || differ('number') || differ('room') };
}

function numberOf(text: string): string {
  const plain = text.normalize('NFKC').replace(/[〇一二三四五六七八九十百千]+/g, (numeral) => `${valueOf(numeral)}`);
  return plain.match(/\d+/g)?.map(Number).join('-') ?? searchKey(plain);
}

/** 十二, 一二 and 百五. */
function valueOf(numeral: string): number {
  if (!/[十百千]/.test(numeral)) return Number([...numeral].map((one) => KANJI_DIGITS.indexOf(one)).join(''));
  let sum = 0;
  let digit = 0;
  for (const one of numeral) {
    const unit = UNITS[one];
    if (unit === undefined) digit = KANJI_DIGITS.indexOf(one);
    else {
      sum += (digit || 1) * unit;
      digit = 0;
    }
  }
  return sum + digit;
}

/** 上ル, 上る and 上がる; 東入ル and 東入; 通 or none. */
function streetKey(text: string): string {
  return searchKey(text).replace(/上がる/g, '上る').replace(/下がる/g, '下る').replace(/入る/g, '入').replace(/通り?/g, '');
}

/** 烏丸通御池上る is also written 御池通烏丸…: one crossing, whichever street is named first. */
function sameStreet(a: string, b: string): boolean {
  if (a === b) return true;
  const one = crossing(a);
  return one.length > 1 && one.join() === crossing(b).join();
}

const NAMES = STREETS.map(([written]) => searchKey(written)).filter((written) => !/^(上る|下る|[東西]入る?|[東西南北]側|通)$/.test(written));

function crossing(street: string): string[] {
  const found: string[] = [];
  for (let rest = street; rest; ) {
    const known = NAMES.find((written) => rest.startsWith(written));
    if (known) found.push(known);
    rest = rest.slice((known ?? [...rest][0]!).length);
  }
  return found.sort();
}
