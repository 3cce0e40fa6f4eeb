import { describe, expect, it } from 'vitest';
import type { OutingRow } from '../casework/outing-records';
import type { Summary } from '../casework/records';
import { BLANK, breaks, ended, endsWith, extended, minutesLeft, running, soloOf, standingOf, started, startErrors, type StartInput } from './outings';

const NOW = new Date('2026-11-24T14:00:00+09:00');
const row = (over: Partial<OutingRow> = {}): OutingRow => ({
  id: 'c1', by: 'sato', at: '2026-11-24T13:50:00+09:00', received_at: '2026-11-24T13:50:02+09:00', until: '2026-11-24T14:20:00+09:00', companions: [], watch: 'w', second: 's', armed: true, waiting: false, ...over,
});
const home = (bucket: string, ...outings: OutingRow[]) => ({ bucket, outings, hazards: [], next_plan: null }) as unknown as Summary;
const input = (over: Partial<StartInput> = {}): StartInput => ({ ...BLANK, whom: 'alone', ...over });

describe('how Sato may go there', () => {
  it('the strictest warning holds, and a plan for two asks for two', () => {
    const hazards = (...solos: ('ok' | 'two' | 'no')[]) => ({ hazards: solos.map((solo) => ({ kind: 'dog', solo })), next_plan: null });
    expect([soloOf(hazards()), soloOf(hazards('ok')), soloOf(hazards('ok', 'two')), soloOf(hazards('two', 'no'))]).toEqual(['ok', 'ok', 'two', 'no']);
    expect(soloOf({ hazards: [], next_plan: { required_two: true } as Summary['next_plan'] })).toBe('two');
  });

  it('alone where two are asked for she says why, and the coordinator hears of it', () => {
    expect(startErrors(input(), 'two', NOW)).toHaveProperty('reason');
    expect(startErrors(input({ reason: '田中さんが熱' }), 'two', NOW)).toEqual({});
    let n = 0;
    const { payload, effects } = started(input({ reason: ' 田中さんが熱 ' }), 'two', NOW, () => `id${(n += 1)}`);
    expect(payload).toMatchObject({ alone: 'id3', reason: '田中さんが熱', until: '2026-11-24T15:00:00+09:00' });
    expect(effects.map((one) => one.k)).toEqual(['watch.set', 'alert.raise']);
    expect(breaks(input({ whom: 'together' }), 'two')).toBe(false);
  });

  it('with somebody there is no second alert', () => {
    const { payload, effects } = started(input({ whom: 'together', companions: ['tanaka'] }), 'two', NOW, () => 'id');
    expect([payload.alone, payload.companions, effects.length]).toEqual(['', ['tanaka'], 1]);
  });

  it.each([
    ['nobody chosen', { whom: '' }, 'whom'], ['together with nobody', { whom: 'together' }, 'companions'], ['no time', { length: '' }, 'until'],
    ['an end before the start', { length: 'own', own: '2026-11-24T13:00' }, 'until'], ['three days', { length: 'own', own: '2026-11-27T14:00' }, 'until'], ['no such time', { length: 'own', own: 'あした' }, 'until'],
  ] as [string, Partial<StartInput>, string][])('%s is told beside the field', (_, over, field) => {
    expect(Object.keys(startErrors(input(over), 'ok', NOW))).toEqual([field]);
  });
});

describe('how it stands', () => {
  it('watched is only what the office has received in time', () => {
    expect(standingOf(row(), NOW, true)).toBe('watched');
    expect(standingOf(row({ armed: false, received_at: null }), NOW, true)).toBe('sending');
    expect(standingOf(row({ armed: false, received_at: null }), NOW, false)).toBe('unwatched');
    expect(standingOf(row({ until: '2026-11-24T13:59:00+09:00' }), NOW, true)).toBe('over');
    expect(standingOf(row({ armed: false }), NOW, true)).toBe('never');
    expect(standingOf(row({ armed: false, received_at: null, until: '2026-11-24T13:59:00+09:00' }), NOW, false)).toBe('never');
    expect(minutesLeft(row().until, NOW)).toBe(20);
  });

  it('more time is added to what was agreed, and to now when that is over', () => {
    expect(extended(row(), 15, NOW).payload).toMatchObject({ until: '2026-11-24T14:35:00+09:00' });
    expect(extended(row({ until: '2026-11-24T13:30:00+09:00' }), 15, NOW).payload).toMatchObject({ until: '2026-11-24T14:15:00+09:00' });
  });

  it('the two words of being back differ in four letters, of one length, at the same two places', () => {
    const [safe, help] = (['safe', 'help'] as const).map((word) => JSON.stringify(ended(row(), word, NOW)));
    expect(safe).not.toBe(help);
    expect(safe!.length).toBe(help!.length);
    expect(help!.replaceAll('help', 'safe')).toBe(safe);
  });

  it('a visit that is saved ends what goes on at that household, and nothing elsewhere or of others', () => {
    const homes = [home('a', row(), row({ id: 'c2', by: 'tanaka' })), home('b', row({ id: 'c3' }))];
    expect(endsWith(homes, 'a', 'sato', NOW).map(({ payload }) => payload)).toMatchObject([{ target: 'c1', word: 'safe' }]);
    expect(running(homes, 'sato').map((one) => one.row.id)).toEqual(['c1', 'c3']);
  });
});
