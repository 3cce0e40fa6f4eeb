import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../casework/fold';
import type { HouseholdState, OpenedOp, Payload } from '../casework/records';
import { doorsOf } from './doors';
import { ecomapOf, type Ecomap, generationsOf, type Node } from './ecomap';
import { type Box, layoutOf, wrapped } from './layout';
import { strokeOf } from './strokes';

const SATO = '佐藤 みさき';
const known = { today: '2026-11-27', hidden: false, nameOf: (staff: string) => ({ sato: SATO, inoue: '井上 拓也' })[staff] ?? '' };
let n = 0;

function op(payload: Omit<Payload, 'recorded_at'> & Record<string, unknown>, at = '2026-11-20T10:00:00+09:00', staff = 'sato'): OpenedOp {
  n += 1;
  return { id: `o${String(n).padStart(4, '0')}`, bucket: 'b', device: 'd', dseq: n, hlc_ms: Date.parse(at) + n, hlc_n: 0, staff, seq: n, received_at: null, schema: 1, payload: { recorded_at: at, ...payload } as unknown as Payload };
}
const person = (id: string, fields: Record<string, unknown>) => op({ kind: 'person.add', person: id, fields } as never);
const around = (id: string, set: Record<string, unknown>, staff = 'sato') => op({ kind: 'around.set', around: id, set, base: {} } as never, undefined, staff);
const tie = (id: string, set: Record<string, unknown>, staff = 'sato') => op({ kind: 'tie.set', tie: id, set, base: {} } as never, undefined, staff);
const visit = (at: string, staff: string[], met: string[]) => op({ kind: 'visit.add', visit: { occurred_at: at, method: 'visit', result: met.length ? 'met_person' : 'absent', staff, accompanied: [], met_persons: met, presence_signs: [], safety: [], observations: [], facts: '', quotes: '', assessment: '', third_party: [], promises: '' } } as never, at, staff[0]);
const stateOf = (...ops: OpenedOp[]): HouseholdState => fold('b', '26101', [op({ kind: 'household.open', center: '26101', fields: { name: '里中', lead: 'sato' } } as never), ...ops], { now: '2026-11-27T09:00:00+09:00' });

const HATSU = person('p1', { given_name: 'ハツ', relation: 'head', birth_date: '1940-02-01' });
const SON = person('p2', { given_name: '修', relation: 'child', birth_date: '1968-05-01' });
const MINSEI = around('a1', { name: '川村さん', who: 'minsei' });

describe('who can open this door', () => {
  it('whom somebody wrote down comes before whom only the visits speak for', () => {
    const state = stateOf(HATSU, SON, MINSEI, tie('t1', { from: 'person:p1', to: 'around:a1', kind: 'contact', quality: 'strong', door: 'call' }), around('a2', { name: '妹さん', who: 'kin' }), tie('t2', { from: 'around:a2', to: 'person:p1', kind: 'sibling', quality: 'usual', door: 'meet' }), visit('2026-11-01T10:00:00+09:00', ['sato'], ['p1']));
    expect(doorsOf(ecomapOf([state], known)).map(({ node, met }) => [node.name, met])).toEqual([['妹さん', 0], ['川村さん', 0], [SATO, 1]]);
  });

  it('where sato and tanaka differ, the careful word holds until somebody chooses', () => {
    const state = stateOf(HATSU, MINSEI, tie('t1', { from: 'person:p1', to: 'around:a1', kind: 'contact', door: 'meet' }), tie('t1', { door: 'hard' }, 'tanaka'));
    const map = ecomapOf([state], known);
    expect(map.lines.find(({ id }) => id === 't1')?.said).toMatchObject({ door: 'hard', doorDiffers: true });
    expect(doorsOf(map)).toEqual([]);
  });

  it.each([['taken back', { gone: '人ちがい' }], ['of a tie that was cut', { quality: 'cut' }], ['who finds it hard just now', { door: 'hard' }]])('nobody %s opens a door', (_, more) => {
    const state = stateOf(HATSU, MINSEI, tie('t1', { from: 'person:p1', to: 'around:a1', kind: 'contact', door: 'meet', quality: 'strong', ...more }));
    expect(doorsOf(ecomapOf([state], known))).toEqual([]);
  });

  it('visits of the last half year count, with whom they met; older and withdrawn ones do not', () => {
    const gone = visit('2026-11-02T10:00:00+09:00', ['inoue'], ['p1']);
    const state = stateOf(HATSU, visit('2026-11-01T10:00:00+09:00', ['sato', 'inoue'], ['p1']), visit('2026-11-03T10:00:00+09:00', ['sato'], []), visit('2026-02-01T10:00:00+09:00', ['sato'], ['p1']), gone, op({ kind: 'retract', target: gone.id, reason: 'x' } as never, undefined, 'inoue'));
    const counts = Object.fromEntries(ecomapOf([state], known).nodes.filter(({ visits }) => visits).map(({ name, visits }) => [name, visits]));
    expect(counts).toEqual({ [SATO]: { made: 2, met: 1 }, '井上 拓也': { made: 1, met: 1 } });
  });

  it('under 支援措置 neither the neighbour nor the husband who went away is in the picture', () => {
    const husband = person('p3', { given_name: '修一', relation: 'spouse', left_on: '2026-11-01' });
    const mark = op({ kind: 'protection.set', protection: { persons: ['p1'], since: '2026-11-01', until: '2027-11-01', basis: 'registry', called: '', people: [], told: '' } } as never, '2026-11-21T10:00:00+09:00', 'tanaka');
    const said = [HATSU, husband, MINSEI, tie('t1', { from: 'person:p1', to: 'around:a1', door: 'meet', kind: 'contact' }), tie('t2', { from: 'person:p1', to: 'person:p3', kind: 'separated', quality: 'tense' })];
    expect(ecomapOf([stateOf(...said)], known).nodes.map(({ name }) => name)).toContain('修一');
    const map = ecomapOf([stateOf(...said, mark)], known);
    expect(map.nodes.map(({ name }) => name).sort()).toEqual([SATO, 'ハツ'].sort());
    expect(map.lines.every(({ entry }) => entry === null)).toBe(true);
  });
});

describe('the picture draws itself', () => {
  it('from 続柄, until somebody writes what there is between the two', () => {
    const before = ecomapOf([stateOf(HATSU, SON)], known);
    expect(before.lines.filter(({ said }) => said.kind === 'parent').map(({ from, to, entry }) => [from, to, entry])).toEqual([['person:p1', 'person:p2', null]]);
    const after = ecomapOf([stateOf(HATSU, SON, tie('t1', { from: 'person:p1', to: 'person:p2', kind: 'parent', quality: 'tense' }))], known);
    expect(after.lines.filter(({ said }) => said.kind === 'parent').map(({ id }) => id)).toEqual(['t1']);
  });

  it('what is damaged or points at nobody is told beside it, and breaks nothing', () => {
    const map = ecomapOf([stateOf(HATSU, around('a1', { name: 5, who: ['x'] }), tie('t1', { from: 7, to: null, quality: {}, door: [], third_party: 'x' }), tie('t2', { from: 'person:p1', to: 'person:nobody' }), tie('t3', { from: 'person:p1', to: 'around:a1', kind: 'robot', quality: 'purple' }))], known);
    expect(map.unread.map(({ id }) => id)).toEqual(['t1', 't2']);
    expect(() => layoutOf(map, { width: 288, em: 16 })).not.toThrow();
    expect(strokeOf([{ x: 0, y: 0 }, { x: 9, y: 0 }], 'purple', 'robot')).toEqual(strokeOf([{ x: 0, y: 0 }, { x: 9, y: 0 }], 'unknown', ''));
  });

  it('each quality has a stroke of its own', () => {
    const points = [{ x: 0, y: 0 }, { x: 60, y: 20 }];
    const drawn = ['strong', 'usual', 'weak', 'tense', 'cut', 'unknown'].map((quality) => JSON.stringify(strokeOf(points, quality, 'contact')));
    expect(new Set(drawn).size).toBe(6);
    expect(strokeOf(points, 'usual', 'divorced').marks.split('M')).toHaveLength(3);
  });

  it('long names are cut to the box, never past it', () => {
    expect(wrapped('社会福祉法人ひなた北地域包括支援センター', 4, 3)).toEqual(['社会福祉', '法人ひな', 'た北地…']);
    expect(wrapped('大塚 ハル', 4.25, 3)).toEqual(['大塚', 'ハル']);
    expect(wrapped('民生委員・老人福祉員', 4, 2)).toEqual(['民生委員・', '老人福…']);
  });
});

const KINDS = ['parent', 'spouse', 'sibling', 'grandparent', 'contact', 'help'] as const;
const said = (kind: string) => ({ from: '', to: '', kind, quality: 'usual', since: '', known: '', third: null, door: 'unknown', doorDiffers: false, word: '', gone: '' });
/** Up to 24 people, each older one the parent of a younger one or not: no circle of parents. */
const maps = fc.record({ sides: fc.array(fc.constantFrom('home', 'around', 'team'), { minLength: 1, maxLength: 24 }), ties: fc.array(fc.tuple(fc.nat(23), fc.nat(23), fc.constantFrom(...KINDS)), { maxLength: 40 }), homes: fc.array(fc.nat(23), { maxLength: 6 }) }).map(({ sides, ties, homes }): Ecomap => {
  const nodes = sides.map((side, index): Node => ({ key: `k${String(index).padStart(2, '0')}`, side: side as Node['side'], shape: 'person', name: `名前その${'長'.repeat(index % 9)}${index}`, about: index % 2 ? '近所の方' : '', generation: null, order: String(index % 5), entry: null, visits: null, away: false }));
  const at = (index: number) => nodes[index % nodes.length]!.key;
  const pairs = ties.map(([a, b, kind]): [string, string, string] => (at(a) < at(b) ? [at(a), at(b), kind] : [at(b), at(a), kind])).filter(([a, b]) => a !== b);
  const lines = [...new Map([...pairs, ...homes.map((one): [string, string, string] => [at(one), 'household', 'help'])].map(([from, to, kind]) => [`${from} ${to}`, { id: `${from} ${to}`, from, to, said: { ...said(kind), from, to }, entry: null }])).values()];
  const generations = generationsOf(nodes, [], lines);
  return { nodes: nodes.map((one) => ({ ...one, generation: generations.get(one.key) ?? null })), lines, gone: [], unread: [] };
});
const rooms = fc.constantFrom({ width: 288, em: 16 }, { width: 380, em: 16 }, { width: 288, em: 32 }, { width: 1100, em: 16 });
const apart = (a: Box, b: Box) => a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
const strictlyIn = ({ x, y }: { x: number; y: number }, box: Box) => x > box.x + 1 && x < box.x + box.w - 1 && y > box.y + 1 && y < box.y + box.h - 1;

describe('where everything stands', () => {
  it('nobody stands on anybody, and all are in the picture, up to 24', () => {
    fc.assert(fc.property(maps, rooms, (map, room) => {
      const { nodes, width, height } = layoutOf(map, room);
      expect(nodes).toHaveLength(map.nodes.length);
      for (const [index, a] of nodes.entries()) {
        expect(a.box.x >= 0 && a.box.y >= 0 && a.box.x + a.box.w <= width + 0.01 && a.box.y + a.box.h <= height).toBe(true);
        for (const b of nodes.slice(index + 1)) expect(apart(a.box, b.box), `${a.node.key} on ${b.node.key}`).toBe(true);
      }
    }), { numRuns: 300 });
  });

  it('no line passes beneath somebody', () => {
    fc.assert(fc.property(maps, rooms, (map, room) => {
      const { nodes, lines } = layoutOf(map, room);
      expect(lines).toHaveLength(map.lines.length);
      for (const { line, points } of lines) for (const [index, end] of points.slice(1).entries()) {
        const start = points[index]!;
        for (let step = 0; step <= 20; step += 1) {
          const at = { x: start.x + ((end.x - start.x) * step) / 20, y: start.y + ((end.y - start.y) * step) / 20 };
          expect(nodes.filter(({ box }) => strictlyIn(at, box)).map(({ node }) => node.key), line.id).toEqual([]);
        }
      }
    }), { numRuns: 200 });
  });

  it('the same whatever order its parts came in', () => {
    fc.assert(fc.property(maps.chain((map) => fc.record({ map: fc.constant(map), nodes: fc.shuffledSubarray(map.nodes, { minLength: map.nodes.length }) })), rooms, ({ map, nodes }, room) => {
      expect(layoutOf({ ...map, nodes }, room)).toEqual(layoutOf(map, room));
    }), { numRuns: 200 });
  });

  it('whoever lives here stands below their parents and beside their partner', () => {
    const state = stateOf(person('p9', { given_name: '孫', relation: 'grandchild' }), SON, HATSU, person('p3', { given_name: '義母', relation: 'parent' }), person('p4', { given_name: '夫', relation: 'spouse' }));
    for (const room of [{ width: 288, em: 16 }, { width: 1100, em: 16 }]) {
      const at = Object.fromEntries(layoutOf(ecomapOf([state], known), room).nodes.map(({ node, box }) => [node.name, box.y]));
      expect(at['義母']! < at['ハツ']! && at['ハツ']! < at['修']! && at['修']! < at['孫']!).toBe(true);
      expect(at['夫']! >= at['ハツ']! && at['夫']! < at['修']!).toBe(true);
    }
  });
});
