/** Sato looks for where to lead somebody: what she types finds it, the nearest first, and what has grown old says so. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OrganizationRow } from '../store/organization-rows';
import { type DirectoryFilter, grownOld, NO_FILTER, shelves } from './directory';
import { areaOf, daysSinceCheck, dialled, isStale, mayEdit, mayKeep, placeName, telOf } from './organization';

const NORTH = '26101', SOUTH = '26107';
const NOW = new Date('2026-11-24T10:00:00+09:00');
const SATO = { role: 'outreach_worker', center: NORTH }, MORI = { role: 'office', center: NORTH }, BUREAU = { role: 'bureau', center: '' };

let made = 0;
function agency(change: Partial<OrganizationRow>): OrganizationRow {
  made += 1;
  return {
    id: `id-${made}`, name: '紫野ひだまりセンター', kana: 'むらさきのひだまりせんたー', kind: 'hokatsu', fields: ['elderly_health'], target: '', center: NORTH, area_level: 'ward', area_name: '', tels: [{ label: '代表', number: '075-000-0201' }],
    url: '', hours: '', address: '', notes: '', is_public: true, checked_on: '2026-11-01', checked_by: 'mori', checked_by_name: '森 由紀', version: 1, ended: false, seq: made, ...change,
  };
}

const HIDAMARI = agency({});
const NEAR = agency({ name: '大宮みんなの食堂', kana: 'おおみやみんなのしょくどう', kind: 'npo', fields: ['child_family', 'poverty_community'], area_level: 'neighbourhood', area_name: '大宮', notes: '持ち帰りも頼める', tels: [{ label: '', number: '０７５-000-0202' }] });
const DIAL = agency({ name: '京のくらし相談ダイヤル', kana: 'きょうのくらしそうだんだいやる', kind: 'city_bureau', center: null, area_level: 'city', fields: ['poverty_community'] });
const SOUTHERN = agency({ name: '南区くらしの窓口', kana: 'みなみくくらしのまどぐち', kind: 'section', center: SOUTH, fields: ['poverty_community'] });
const ALL = [SOUTHERN, DIAL, HIDAMARI, NEAR];

const found = (filter: Partial<DirectoryFilter>, me = SATO) => shelves(ALL, { ...NO_FILTER, ...filter }, me, NOW).flatMap(({ rows }) => rows.map(({ name }) => name));

describe('what Sato types finds it', () => {
  it.each([
    ['ひだまり', [HIDAMARI.name]], ['ヒダマリ', [HIDAMARI.name]], ['ﾋﾀﾞﾏﾘ', [HIDAMARI.name]], ['食堂 大宮', [NEAR.name]], ['地域包括', [HIDAMARI.name]], ['持ち帰り', [NEAR.name]],
    ['0750000202', [NEAR.name]], ['075-000-0202', [NEAR.name]], ['南区', [SOUTHERN.name]], ['京都市全体', [DIAL.name]], ['子ども', [NEAR.name]], ['くらし', [DIAL.name, SOUTHERN.name]], ['どこにもない', []],
  ])('%s', (query, names) => {
    expect(found({ query })).toEqual(names);
  });

  it('of several fields any will do, and an area keeps the others out', () => {
    expect(found({ fields: ['child_family', 'elderly_health'] })).toEqual([NEAR.name, HIDAMARI.name]);
    expect(found({ area: SOUTH })).toEqual([SOUTHERN.name]);
    expect(found({ area: 'city' })).toEqual([DIAL.name]);
    expect(found({ area: NORTH, fields: ['poverty_community'] })).toEqual([NEAR.name]);
  });
});

describe('the nearest stands first', () => {
  it('her own center, in it the nearest level, then the whole city, then the others', () => {
    expect(shelves(ALL, NO_FILTER, SATO, NOW).map(({ near, rows }) => [near, rows.map(({ name }) => name)])).toEqual([['own', [NEAR.name, HIDAMARI.name]], ['city', [DIAL.name]], ['elsewhere', [SOUTHERN.name]]]);
  });

  it('whoever belongs to no center has none of their own', () => {
    expect(shelves(ALL, NO_FILTER, BUREAU, NOW).map(({ near }) => near)).toEqual(['city', 'elsewhere']);
  });

  it('within a level the kana decides, and the order does not depend on how they came', () => {
    const rows = ['わ', 'あ', 'が', 'か'].map((kana) => agency({ kana, name: kana }));
    for (const order of [rows, [...rows].reverse()]) expect(shelves(order, NO_FILTER, SATO, NOW)[0]?.rows.map(({ kana }) => kana)).toEqual(['あ', 'か', 'が', 'わ']);
  });
});

describe('what nobody looked through for 180 days has grown old', () => {
  it.each([['2026-05-28', 180, true], ['2026-05-29', 179, false], ['2026-11-24', 0, false], ['2026-11-25', 0, false]])('%s', (checked_on, days, old) => {
    expect([daysSinceCheck({ checked_on }, NOW), isStale({ checked_on }, NOW)]).toEqual([days, old]);
  });

  it('a day is Kyoto’s, also just after midnight', () => {
    expect(daysSinceCheck({ checked_on: '2026-11-23' }, new Date('2026-11-23T15:10:00Z'))).toBe(1);
  });

  it('is listed for those who can look through it again, the oldest first, and for nobody else', () => {
    const older = agency({ checked_on: '2025-01-01' }), old = agency({ checked_on: '2026-05-01' }), fresh = agency({}), theirs = agency({ checked_on: '2025-01-01', center: SOUTH }), city = agency({ checked_on: '2025-01-01', center: null, area_level: 'city' });
    const rows = [fresh, old, older, theirs, city];
    expect(grownOld(rows, MORI, NOW)).toEqual([older, old]);
    expect(grownOld(rows, BUREAU, NOW)).toEqual([city]);
    expect(grownOld(rows, SATO, NOW)).toEqual([]);
    expect(shelves(rows, { ...NO_FILTER, stale: true }, MORI, NOW).flatMap((shelf) => shelf.rows)).toHaveLength(2);
  });
});

describe('who keeps which part', () => {
  it('those of the center keep its entries, the bureau and the administrator the city’s', () => {
    for (const role of ['coordinator', 'office', 'manager', 'community_coordinator']) expect([mayEdit({ role, center: NORTH }, NORTH), mayEdit({ role, center: NORTH }, SOUTH), mayEdit({ role, center: NORTH }, null)]).toEqual([true, false, false]);
    for (const role of ['bureau', 'administrator']) expect([mayEdit({ role, center: '' }, null), mayEdit({ role, center: NORTH }, NORTH)]).toEqual([true, false]);
    for (const role of ['outreach_worker', 'center_head', 'agency', 'auditor']) expect([mayKeep({ role, center: NORTH }), mayEdit({ role, center: NORTH }, NORTH), mayEdit({ role, center: NORTH }, null)]).toEqual([false, false, false]);
    expect([areaOf(MORI), areaOf(BUREAU)]).toEqual([NORTH, null]);
  });

  it('a ward is called by its name, a branch by its own', () => {
    expect([placeName(NORTH), placeName('26111-R'), placeName(null), placeName('99999')]).toEqual(['北区', '洛西支所', '京都市全体', '99999']);
  });
});

describe('telephones are read as the office reads them', () => {
  const vectors = JSON.parse(readFileSync(new URL('../../../tests/vectors/telephones.json', import.meta.url), 'utf8')) as { kept: [string, string][]; refused: string[]; dialled: [string, string][] };
  it.each(vectors.kept)('%s is kept', (typed, kept) => expect(telOf(typed)).toBe(kept));
  it.each(vectors.refused.map((typed) => [typed]))('%s is none', (typed) => expect(telOf(typed)).toBeNull());
  it.each(vectors.dialled)('%s is called', (number, link) => expect(dialled(number)).toBe(`tel:${link}`));
});
