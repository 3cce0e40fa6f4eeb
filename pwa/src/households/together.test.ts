/** Tanaka puts two households together, and takes it back: what the pages show of their people and records. */
import { expect, it } from 'vitest';
import { fold } from '../casework/fold';
import type { HouseholdState, OpenedOp, Payload } from '../casework/records';
import { momentsOf } from './timeline';
import { caughtUp, dwellers, merging, parting } from './together';

const AT = '2026-11-21T09:00:00+09:00';
let count = 0;

function said(bucket: string, payload: Payload, staff = 'sato'): OpenedOp {
  count += 1;
  return { id: `op${count}`, bucket, device: `d-${staff}`, dseq: count, hlc_ms: 1_790_000_000_000 + count, hlc_n: 0, staff, seq: count, received_at: null, schema: 1, payload };
}
const person = (bucket: string, id: string, fields: object) => said(bucket, { kind: 'person.add', person: id, fields, recorded_at: AT });
const seen = (bucket: string, who: string, day: string) => said(bucket, {
  kind: 'visit.add', recorded_at: day, visit: { occurred_at: day, method: 'visit', result: 'met_person', staff: ['sato'], accompanied: [], met_persons: [], presence_signs: [], safety: [{ person: who, level: 'A_seen' }], observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '' },
});
const note = (bucket: string, text: string) => said(bucket, { kind: 'note.add', text, recorded_at: AT });
const opened = (bucket: string, ...ops: OpenedOp[]): HouseholdState => fold(bucket, '26101', ops, { now: '2026-11-24T10:00:00+09:00' });
const HATSU = { family_name: '森川', given_name: 'ハツ' };

it('somebody known to both is shown once, as she was seen last, and nobody else is forgotten', () => {
  const stays = opened('b', person('b', 'p1', HATSU), seen('b', 'p1', '2026-11-02T15:00:00+09:00'));
  const gone = opened('a', person('a', 'p2', HATSU), person('a', 'p3', { family_name: '森川', given_name: '一郎' }), seen('a', 'p2', '2026-11-20T15:00:00+09:00'));
  const { own, others } = dwellers(stays, [gone]);
  expect(own.map(({ person: one, level }) => [one.id, one.clock.last_direct_at, level])).toEqual([['p1', '2026-11-20T15:00:00+09:00', 'A_seen']]);
  expect(others.map(({ person: one }) => one.id)).toEqual(['p3']);
});

it('their records run in one line of time, and each tells whose it is', () => {
  const stays = opened('b', note('b', 'ここ'), seen('b', 'p', '2026-11-02T15:00:00+09:00'));
  const gone = opened('a', seen('a', 'p', '2026-11-20T15:00:00+09:00'));
  expect(momentsOf(stays, 'all', [gone]).map((one) => [one.home.bucket, one.kind])).toEqual([['b', 'note'], ['a', 'visit'], ['b', 'visit']]);
  expect(momentsOf(stays, 'visit').map((one) => one.home.bucket)).toEqual(['b']);
});

it('what Tanaka writes into both merges them, and what she takes back is exactly that', () => {
  const [going, staying] = merging('a', 'b', AT);
  const gone = opened('a', said('a', going!.payload, 'tanaka'));
  expect(gone.merged_into?.household).toBe('b');
  expect(opened('b', said('b', staying!.payload, 'tanaka')).merged_from.map((one) => one.household)).toEqual(['a']);
  const back = parting(gone, '2026-11-22T09:00:00+09:00');
  expect(back.map((one) => one.bucket)).toEqual(['a', 'b']);
  const again = [[going, back[0]], [staying, back[1]]].map(([first, last]) => opened(first!.bucket, said(first!.bucket, first!.payload, 'tanaka'), said(last!.bucket, last!.payload, 'tanaka')));
  expect(again.map((state) => [state.merged_into, state.merged_from, state.proposals])).toEqual([[null, [], []], [null, [], []]]);
  expect(parting(opened('c'), AT)).toEqual([]);
});

it('what Sato wrote too late is looked at once', () => {
  const [going] = merging('a', 'b', AT);
  const ops = [said('a', going!.payload, 'tanaka'), note('a', '玄関先に新聞がたまっている')];
  const gone = opened('a', ...ops);
  const looked = caughtUp([gone, opened('c')], AT);
  expect(looked).toEqual([{ bucket: 'a', payload: { kind: 'household.caught_up', targets: [ops[1]!.id], recorded_at: AT } }]);
  expect(opened('a', ...ops, said('a', looked[0]!.payload)).late).toEqual([]);
});
