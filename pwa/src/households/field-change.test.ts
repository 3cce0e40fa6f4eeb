import { expect, test } from 'vitest';
import type { HouseholdState } from '../casework/records';
import { fieldChange, shownFields } from './field-change';

const head = (op: string, value: unknown) => ({ op, value, by: 's', at: '2026-11-24T10:00:00+09:00' });
const state = { fields: { name: { value: '森川', heads: [head('a', '森川')] }, phone: { value: '075', heads: [head('b', '075'), head('c', '06')] } } } as unknown as HouseholdState;
const at = '2026-11-24T10:32:00+09:00';

test('a form that changed nothing writes nothing', () => {
  const shown = shownFields(state);
  expect(fieldChange(state, shown, { ...shown, name: '森川 ' }, at)).toBeNull();
});

test('only what changed is written, and it names every value it replaces', () => {
  const shown = shownFields(state);
  expect(fieldChange(state, shown, { ...shown, phone: '', hint: '角の家' }, at)).toEqual({
    kind: 'fields.set', entity: 'household', set: { hint: '角の家', phone: null }, base: { hint: [], phone: ['b', 'c'] }, recorded_at: at,
  });
});
