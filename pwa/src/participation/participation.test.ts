import { describe, expect, it } from 'vitest';
import type { Wish, WishRow } from '../casework/participation-records';
import type { HouseholdState, Summary } from '../casework/records';
import { gapsOf, namesIn } from '../community/gaps';
import { countWords, isStale, issuesOf, type Resource, resourcesOf } from '../community/shelf';
import { countOf } from '../community/shelf-form';
import type { ShelfRow } from '../conferences/conference-row';
import { cardOf } from './card';
import { dueFor } from './follows';
import { reasonsOf, suggestionsFor } from './matching';

const TODAY = '2026-11-24';
const wish = (more: Partial<Wish> = {}): Wish => ({ person: 'p1', want: '「自転車なおすの、好きやねん」', avoid: '', when: '', kinds: ['work'], often: 'week', times: ['afternoon'], distance: 'walk', people: 'few', said_on: '2026-11-01', ended: '', ...more });
const place = (more: Partial<Resource> = {}): Resource => ({
  id: 'r1', bucket: 's', fields: {}, differs: false, name: '自転車の修理', kind: 'work', organization: '', org: '工房', gakku: '紫野', place: '', capacity: '', often: 'week', times: ['afternoon'], people: 'few', when: '', conditions: '', contact: '', checked_on: '2026-11-01', closed: false, ...more,
});
const row = (id: string, more: Partial<Wish> = {}): WishRow => ({ id, by: 'sato', at: '2026-11-01T10:00:00+09:00', about: wish(more) });
const home = (more: Partial<Summary>): Summary => ({ bucket: 'b', title: '石田 八重', clocks: [{ name: '石田 八重', kana: 'いしだ やえ', last_direct_at: null, counts: true }], phone_digits: '0751234567', gakku: '紫野', phase: 'in_support', lead: 'sato', wishes: [], matches: [], ...more }) as Summary;

describe('which place suits a wish', () => {
  it('says in words what fits: once a week, near enough to walk, few people', () => {
    expect(reasonsOf(wish(), '紫野', place(), TODAY)).toEqual({ fits: ['はたらく', '週に1回', '午後', '同じ学区（歩いて行ける所）', '少ない人数'], differs: [], asks: [] });
  });

  it('says what does not fit, and does not hide the place for it', () => {
    const { differs } = reasonsOf(wish(), '紫野', place({ often: 'days', times: ['morning'], gakku: '鳳徳', people: 'many' }), TODAY);
    expect(differs).toEqual(['週に何日か', '朝・午前だけです', '鳳徳学区まで出かけます', 'にぎやかでもよい']);
  });

  it('what nobody asked yet neither fits nor differs: it is to be asked', () => {
    const { fits, differs, asks } = reasonsOf(wish({ kinds: [], often: '', times: [], distance: '', people: '' }), '', place(), TODAY);
    expect([fits, differs, asks.length]).toEqual([[], [], 5]);
  });

  it('the one with the least that differs stands first; no closed one and no other kind is proposed', () => {
    const all = [place({ id: 'a', often: 'days' }), place({ id: 'b' }), place({ id: 'c', closed: true }), place({ id: 'd', kind: 'sport' }), place({ id: 'e', people: '' })];
    expect(suggestionsFor(wish(), '紫野', all, TODAY).map(({ resource }) => resource.id)).toEqual(['b', 'e', 'a']);
    expect(suggestionsFor(wish(), '紫野', [...all].reverse(), TODAY).map(({ resource }) => resource.id)).toEqual(['b', 'e', 'a']);
  });

  it('what nobody has looked through for half a year says so', () => {
    expect([isStale('2026-05-28', TODAY), isStale('2026-05-27', TODAY), isStale('', TODAY)]).toEqual([false, true, true]);
    expect(reasonsOf(wish(), '紫野', place({ checked_on: '2026-01-01' }), TODAY).asks).toEqual(['資源の情報が半年以上前のものです']);
  });
});

describe('wishes that no place answers', () => {
  const way = (wish_: string, state: string) => ({ id: 'm', wish: wish_, state }) as unknown as Summary['matches'][number];

  it('are counted by 学区 and kind: ended ones, those on their way and closed households are none', () => {
    const rows = [
      home({ wishes: [row('w1'), row('w2', { kinds: [] }), row('w3', { ended: 'met' })], matches: [way('w1', 'stopped')] }), home({ wishes: [row('w4')], matches: [way('w4', 'trial')] }),
      home({ gakku: '', wishes: [row('w5', { kinds: ['ibasho', 'work'] })] }), home({ phase: 'closed', wishes: [row('w6')] }),
    ];
    expect(gapsOf(rows)).toEqual([{ gakku: '紫野', all: 2, kinds: [{ kind: '', count: 1 }, { kind: 'work', count: 1 }] }, { gakku: '', all: 1, kinds: [{ kind: 'ibasho', count: 1 }, { kind: 'work', count: 1 }] }]);
  });

  it('fewer than five are never told as a number', () => {
    expect([1, 4, 5, 0, null, 'few' as const].map(countWords)).toEqual(['5未満', '5未満', '5件', '0件', '', '5未満']);
    expect(['3', '５', '5未満', '', '-2', '二つ'].map(countOf)).toEqual(['few', 5, 'few', null, undefined, undefined]);
  });
});

describe('what is written of the community', () => {
  it('holds no name, no telephone and no id of a household this device knows', () => {
    const known = [home({})];
    for (const text of ['石田さんの話', '石 田 八 重が困っている', 'いしだやえ', '075-123-4567 に電話', '八重さん', '世帯 00000000-0000-7000-8000-0000000000b1']) expect(namesIn(text, known), text).not.toBeNull();
    for (const text of ['夜に行ける居場所がない', '石田町の会館', '075-000-0000', '']) expect(namesIn(text, known), text).toBeNull();
    expect(namesIn('氏名不詳の方が多い', [home({ title: '氏名不詳（角の家）', clocks: [] })])).toBeNull();
  });

  it('a value of any shape becomes a line or nothing', () => {
    const fields = { name: { value: 3, heads: [{ op: 'a', value: 3, by: 's', at: '' }, { op: 'b', value: 'x', by: 's', at: '' }] }, times: { value: { a: 1 }, heads: [] }, count: { value: -4, heads: [] } };
    const shelf: ShelfRow[] = [{ bucket: 's', center: '26101', resources: [{ id: 'r', fields }], issues: [{ id: 'i', fields }], committees: [], activities: [] }];
    expect(resourcesOf(shelf)[0]).toMatchObject({ name: '', times: [], differs: true });
    expect(issuesOf(shelf)[0]).toMatchObject({ count: null, state: 'raised' });
  });

});

describe('after somebody joined', () => {
  const joined = (on: string, staff: string | null) => ({ id: `m${on}`, by: 'inoue', staff, state: 'joined', due: { months: 3, on } }) as unknown as Summary['matches'][number];

  it('a follow-up falls due on its day for whoever goes along and who leads, and no sooner', () => {
    const rows = [home({ lead: 'tanaka', matches: [joined('2026-11-24', 'sato'), joined('2026-11-25', 'sato'), joined('2026-09-01', null)] })];
    expect(dueFor(rows, 'sato', TODAY).map(({ due }) => due.on)).toEqual(['2026-11-24']);
    expect(dueFor(rows, 'tanaka', TODAY).map(({ due }) => due.on)).toEqual(['2026-09-01', '2026-11-24']);
    expect(dueFor(rows, 'inoue', TODAY).map(({ due }) => due.on)).toEqual(['2026-09-01']);
  });
});

describe('the card that goes to the person', () => {
  const secret = '近所の方が見た朝の様子をどう確かめるかを話し合った';
  const state = (want: string) => ({
    wishes: [{ id: 'w1', by: 's', at: '', about: wish({ want, avoid: '大きな音' }), versions: [] }],
    matches: [{ id: 'm1', by: 's', at: '', match: { wish: 'w1', resource: 'r', name: '自転車の修理', org: '工房', on: '2026-06-01', note: '民生委員から聞いた話' }, state: 'stopped', joined_on: null, follows: [{ op: 'f', by: 's', at: '', follow: { months: 1, on: '2026-07-01', result: 'hard', words: '家族の話では' } }],
      steps: [{ op: 's', by: 's', at: '', step: { to: 'stopped', on: '2026-06-09', companion: '', tells: [], reason: '姉の話では眠れていない', result: 'health' } }] }],
    items: [{ id: 'i', at: '2026-01-01T00:00:00+09:00', about: { basis: 'conf_106_6', question: secret, withdrawn: false }, unconsented: true, minutes: [] }],
  }) as unknown as HouseholdState;

  it('holds their words and the way they went, and nothing that others told', () => {
    const card = cardOf(state('「自転車なおすの、好きやねん」'), 'w1')!;
    expect(card.way.map((one) => one.state)).toEqual(['suggested', 'stopped']);
    for (const told of ['民生委員', '姉の話', '家族の話']) expect(JSON.stringify(card)).not.toContain(told);
  });

  it('nor what was said without them on 法106条の6', () => expect(JSON.stringify(cardOf(state(`そうしたい。${secret}`), 'w1'))).not.toContain('近所の方'));
});
