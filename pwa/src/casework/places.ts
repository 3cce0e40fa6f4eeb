/** Kyoto's towns by postcode and by name, on the device: no address ever leaves it to be looked up. */
import { digitsOf, searchKey } from './search';

export interface Place {
  postal_code: string; jis: string; ward: string; town: string; kana: string;
  /** 通り名 phrases that belong to this postcode, e.g. 「油小路通上長者町下る」; towns of one name differ by them */
  streets: readonly string[];
  /** what else tells it from its namesakes: 番地, 丁目 */
  note: string;
}

type Row = readonly [postal_code: string, jis: string, town: string, kana: string, streets?: readonly string[], note?: string];
interface PlaceFile { wards: Record<string, string>; rows: readonly Row[] }
interface Entry { place: Place; town: string; kana: string }

export class Places {
  readonly #entries: readonly Entry[];
  readonly wards: readonly string[];

  constructor(file: PlaceFile) {
    this.wards = Object.values(file.wards);
    this.#entries = file.rows.map(([postal_code, jis, town, kana, streets = [], note = '']) => ({
      place: { postal_code, jis, ward: file.wards[jis] ?? '', town, kana, streets, note }, town: searchKey(town), kana: searchKey(kana),
    }));
  }

  /** Every town of a postcode, typed with or without its hyphen. */
  byPostalCode(typed: string): Place[] {
    const digits = digitsOf(typed);
    return digits.length === 7 ? this.#entries.filter((entry) => entry.place.postal_code === digits).map((entry) => entry.place) : [];
  }

  /** Every town of a ward, in the order of their postcodes. */
  ofWard(ward: string): Place[] {
    return this.#entries.map(({ place }) => place).filter((place) => place.ward === ward);
  }

  /** Towns of a ward (any ward when empty) that begin with what was typed, in kanji or kana. The same name with another postcode is another place. */
  byTown(ward: string, prefix: string, limit = 30): Place[] {
    const key = searchKey(prefix);
    if (!key) return [];
    const found: Place[] = [];
    for (const { place, town, kana } of this.#entries) {
      if (ward && place.ward !== ward) continue;
      if (!town.startsWith(key) && !kana.startsWith(key)) continue;
      found.push(place);
      if (found.length === limit) break;
    }
    return found;
  }
}

let loading: Promise<Places> | null = null;

/** Loaded when an address is first typed; kept for as long as the page lives (it holds nothing personal). */
export function loadPlaces(): Promise<Places> {
  loading ??= import('./places.data.json').then((file) => new Places(file.default as unknown as PlaceFile));
  return loading;
}
