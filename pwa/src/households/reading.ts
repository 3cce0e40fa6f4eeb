/** The address in kana, to be read out on the telephone. Town readings come from the postal data, street readings from the list below. */
import { loadPlaces } from '../casework/places';
import type { Registers } from '../casework/records';
import { valueOf } from './register';

const WARDS: Record<string, string> = {
  北区: 'きたく', 上京区: 'かみぎょうく', 左京区: 'さきょうく', 中京区: 'なかぎょうく', 東山区: 'ひがしやまく', 下京区: 'しもぎょうく',
  南区: 'みなみく', 右京区: 'うきょうく', 伏見区: 'ふしみく', 山科区: 'やましなく', 西京区: 'にしきょうく',
};

/** Longer names stand first, so that 上立売 is not read as 立売. */
export const STREETS: readonly (readonly [string, string])[] = [
  ['智恵光院', 'ちえこういん'], ['油小路', 'あぶらのこうじ'], ['西洞院', 'にしのとういん'], ['新町', 'しんまち'], ['室町', 'むろまち'], ['両替町', 'りょうがえまち'],
  ['烏丸', 'からすま'], ['車屋町', 'くるまやちょう'], ['東洞院', 'ひがしのとういん'], ['間之町', 'あいのまち'], ['高倉', 'たかくら'], ['堺町', 'さかいまち'],
  ['柳馬場', 'やなぎのばんば'], ['富小路', 'とみのこうじ'], ['麩屋町', 'ふやちょう'], ['御幸町', 'ごこまち'], ['寺町', 'てらまち'], ['河原町', 'かわらまち'],
  ['木屋町', 'きやまち'], ['先斗町', 'ぽんとちょう'], ['釜座', 'かまんざ'], ['小川', 'おがわ'], ['岩上', 'いわがみ'], ['堀川', 'ほりかわ'], ['猪熊', 'いのくま'],
  ['黒門', 'くろもん'], ['大宮', 'おおみや'], ['日暮', 'ひぐらし'], ['松屋町', 'まつやまち'], ['浄福寺', 'じょうふくじ'], ['千本', 'せんぼん'], ['六軒町', 'ろっけんちょう'],
  ['七本松', 'しちほんまつ'], ['御前', 'おんまえ'], ['西大路', 'にしおおじ'], ['北大路', 'きたおおじ'], ['北山', 'きたやま'], ['今出川', 'いまでがわ'], ['五辻', 'いつつじ'],
  ['寺之内', 'てらのうち'], ['鞍馬口', 'くらまぐち'], ['紫明', 'しめい'], ['上立売', 'かみだちうり'], ['中立売', 'なかだちうり'], ['下立売', 'しもだちうり'],
  ['元誓願寺', 'もとせいがんじ'], ['笹屋町', 'ささやちょう'], ['一条', 'いちじょう'], ['上長者町', 'かみちょうじゃまち'], ['下長者町', 'しもちょうじゃまち'],
  ['出水', 'でみず'], ['椹木町', 'さわらぎちょう'], ['丸太町', 'まるたまち'], ['竹屋町', 'たけやまち'], ['夷川', 'えびすがわ'], ['二条', 'にじょう'], ['押小路', 'おしこうじ'],
  ['御池', 'おいけ'], ['姉小路', 'あねやこうじ'], ['三条', 'さんじょう'], ['六角', 'ろっかく'], ['蛸薬師', 'たこやくし'], ['錦小路', 'にしきこうじ'], ['四条', 'しじょう'],
  ['綾小路', 'あやのこうじ'], ['仏光寺', 'ぶっこうじ'], ['高辻', 'たかつじ'], ['松原', 'まつばら'], ['万寿寺', 'まんじゅじ'], ['五条', 'ごじょう'], ['六条', 'ろくじょう'],
  ['七条', 'しちじょう'], ['八条', 'はちじょう'], ['九条', 'くじょう'], ['十条', 'じゅうじょう'], ['塩小路', 'しおこうじ'], ['花屋町', 'はなやちょう'], ['正面', 'しょうめん'],
  ['東大路', 'ひがしおおじ'], ['川端', 'かわばた'], ['白川', 'しらかわ'], ['東入ル', 'ひがしいる'], ['西入ル', 'にしいる'], ['東入', 'ひがしいる'], ['西入', 'にしいる'],
  ['上ル', 'あがる'], ['下ル', 'さがる'], ['上る', 'あがる'], ['下る', 'さがる'], ['西側', 'にしがわ'], ['東側', 'ひがしがわ'], ['北側', 'きたがわ'], ['南側', 'みなみがわ'],
  ['通', 'どおり '],
];

/** Street phrase in kana; what the list does not know stays as written. */
export function streetReading(street: string): string {
  let rest = street;
  let reading = '';
  while (rest) {
    const known = STREETS.find(([written]) => rest.startsWith(written));
    const written = known?.[0] ?? [...rest][0]!;
    const joint = known && known[0] !== '通' && !rest.startsWith(`${written}通`) ? ' ' : '';
    reading += known ? known[1] + joint : written;
    rest = rest.slice(written.length);
  }
  return reading.replace(/\s+/g, ' ').trim();
}

export async function readingOf(fields: Registers): Promise<string> {
  const ward = valueOf(fields, 'ward');
  const street = valueOf(fields, 'street_name');
  const parts = [ward && WARDS[ward], street && streetReading(street), await townReading(fields)].filter(Boolean);
  return parts.length ? `きょうとし ${parts.join(' ')}` : '';
}

async function townReading(fields: Registers): Promise<string> {
  const town = valueOf(fields, 'town');
  if (!town) return '';
  try {
    const places = await loadPlaces();
    const postal = valueOf(fields, 'postal_code');
    const found = (postal ? places.byPostalCode(postal) : places.byTown(valueOf(fields, 'ward') ?? '', town)).find((place) => place.town === town);
    return found ? toHiragana(found.kana) : '';
  } catch {
    return ''; // the postal data could not be read: the kanji above it is still there
  }
}

function toHiragana(kana: string): string {
  return kana.normalize('NFKC').replace(/[ァ-ヶ]/g, (letter) => String.fromCodePoint(letter.codePointAt(0)! - 0x60));
}
