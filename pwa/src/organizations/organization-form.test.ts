/** What Mori writes of an agency: the sheet says which field is wrong, and a colleague's change is not overwritten. */
import { describe, expect, it } from 'vitest';
import { organizationText } from '../text/organizations';
import { blankForm, entryOf, formErrors, formOf, type OrganizationDraft, type OrganizationForm, over } from './organization-form';

const t = organizationText.errors;
const good: OrganizationForm = { ...blankForm('26101'), name: '紫野ひだまり', kana: 'むらさきの ひだまり', kind: 'hokatsu', fields: ['elderly_health'], tels: [{ label: '代表', number: '０７５-000-0201' }] };
const errors = (change: Partial<OrganizationForm>) => formErrors({ ...good, ...change });

describe('a form', () => {
  it('is told all that lacks, in the order of the sheet', () => {
    expect(Object.keys(formErrors(blankForm('26101')))).toEqual(['name', 'kana', 'kind', 'field-elderly_health', 'tel-0']);
    expect(errors({})).toEqual({});
  });

  it.each<[string, Partial<OrganizationForm>, Record<string, string>]>([
    ['kanji in the kana', { kana: '紫野' }, { kana: t.kana }],
    ['a page without a lock', { url: 'http://hidamari.example.jp/' }, { url: t.url }],
    ['something that runs', { url: 'javascript:alert(1)' }, { url: t.url }],
    ['an area near by without a name', { near: true }, { area: t.area }],
    ['a telephone that is none', { tels: [{ label: '', number: '075' }] }, { 'tel-0': t.telShape }],
    ['the same telephone twice', { tels: [...good.tels, { label: '夜間', number: '0750000201' }] }, { 'tel-1': t.telTwice }],
    ['a name of a telephone without one', { tels: [...good.tels, { label: '夜間', number: '' }] }, { 'tel-1': t.tel }],
    ['too many words', { notes: 'あ'.repeat(501) }, { notes: t.long(500) }],
  ])('with %s says so', (_, change, said) => {
    expect(errors(change)).toEqual(said);
  });

  it('becomes what the office keeps: plain digits, no empty telephone, a level that fits its area', () => {
    const entry = entryOf({ ...good, kana: 'ﾑﾗｻｷﾉ', tels: [...good.tels, { label: '', number: ' ' }], url: ' https://hidamari.example.jp/ ' });
    expect(entry).toMatchObject({ kana: 'ムラサキノ', tels: [{ label: '代表', number: '075-000-0201' }], url: 'https://hidamari.example.jp/', area_level: 'ward', area_name: '' });
    expect(entryOf({ ...good, near: true, area_name: '紫野' })).toMatchObject({ area_level: 'neighbourhood', area_name: '紫野' });
    expect(entryOf({ ...blankForm(null), ...good, center: null })).toMatchObject({ center: null, area_level: 'city' });
    expect(formOf(entry)).toMatchObject({ near: false, center: '26101' });
  });
});

describe('when Tanaka was first', () => {
  const draft = (change: Partial<OrganizationForm>): OrganizationDraft => ({ id: 'a', version: 1, shown: good, input: { ...good, ...change }, checked: false });
  const now = (change: Partial<OrganizationForm>) => ({ version: 2, shown: { ...good, ...change } });

  it('what Mori did not touch is as Tanaka left it, what she wrote stays', () => {
    const { draft: laid, both } = over(now({ hours: '火曜休み' }), draft({ address: '北区大宮' }));
    expect([laid.version, laid.input.hours, laid.input.address, laid.shown.hours, both]).toEqual([2, '火曜休み', '北区大宮', '火曜休み', []]);
  });

  it('a field both have changed keeps Mori’s words and is named', () => {
    const { draft: laid, both } = over(now({ hours: '火曜休み', address: '北区大宮' }), draft({ hours: '水曜休み' }));
    expect([laid.input.hours, laid.input.address, both]).toEqual(['水曜休み', '北区大宮', ['hours']]);
  });

  it('two who wrote the same are of one mind', () => {
    expect(over(now({ hours: '火曜休み' }), draft({ hours: '火曜休み' })).both).toEqual([]);
  });
});
