/** The two budgets of the phone that live here; the figures are printed. */
import { expect, it } from 'vitest';
import { fold } from './fold';
import { search } from './search';
import { summarise } from './summary';
import type { OpenedOp, Payload, Visit } from './records';

const BUCKET = '00000000-0000-7000-8000-0000000000b1';

function op(n: number, payload: Payload): OpenedOp {
  return { id: `op-${String(n).padStart(4, '0')}`, bucket: BUCKET, device: 'd1', dseq: n, hlc_ms: 1_790_000_000_000 + n, hlc_n: 0, staff: 'sato', seq: n, received_at: '2026-11-24T00:00:00Z', schema: 1, payload };
}

function visit(n: number): Visit {
  const observations = ['OUT01', 'BOD07', 'LIV05', 'MON04', 'MEN05'].map((code) => ({ code, value: 'yes' as const, number: 3 }));
  return {
    occurred_at: new Date(1_780_000_000_000 + n * 86_400_000).toISOString(), method: 'visit', result: 'met_person', staff: ['sato'], accompanied: [], met_persons: ['p'],
    presence_signs: [], safety: [{ person: 'p', level: 'A_seen' }], observations, facts: '事実', quotes: '', assessment: '', third_party: [], promises: '',
  };
}

const recorded_at = '2026-11-24T09:00:00+09:00';

function operations(count: number): OpenedOp[] {
  const start = [
    op(0, { kind: 'household.open', recorded_at, center: '26101', fields: { name: '髙﨑', town: '亀屋町', phone: '075-111-2222' } }),
    op(1, { kind: 'person.add', recorded_at, person: 'p', fields: { family_name: '髙﨑', given_name: '吉男', family_kana: 'タカサキ' } }),
  ];
  const rest = Array.from({ length: count - 2 }, (_, n) =>
    n % 3 === 2 ? op(n + 2, { kind: 'fields.set', recorded_at, entity: 'household', set: { summary: `${n}` }, base: {} }) : op(n + 2, { kind: 'visit.add', recorded_at, visit: visit(n) }));
  return [...start, ...rest];
}

function median(run: () => void, times = 41): number {
  const taken = Array.from({ length: times }, () => {
    const start = performance.now();
    run();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return taken[times >> 1] ?? Infinity;
}

it('folds 300 operations within 5 ms', () => {
  const ops = operations(300);
  const taken = median(() => fold(BUCKET, '26101', ops));
  console.info(`fold of 300 operations: ${taken.toFixed(2)} ms`);
  expect(taken).toBeLessThan(5);
});

it('searches 2,000 households within 50 ms', () => {
  const one = summarise(fold(BUCKET, '26101', operations(20)), recorded_at);
  const many = Array.from({ length: 2000 }, (_, n) => ({ ...one, bucket: `${n}`, search_key: `${one.search_key}\n${n}` }));
  const taken = median(() => search(many, 'たかさき 亀屋町'));
  console.info(`search of 2,000 households: ${taken.toFixed(2)} ms`);
  expect(search(many, 'たかさき 亀屋町')).toHaveLength(2000);
  expect(taken).toBeLessThan(50);
});
