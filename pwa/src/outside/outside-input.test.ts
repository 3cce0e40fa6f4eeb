/** What is typed of another body's meeting. */
import { expect, test } from 'vitest';
import { outsideErrors, outsideForm, outsideOf } from './outside-input';

const full = { ...outsideForm(undefined), meeting: 'community_care', held_on: '2026-11-20', host: ' 紫野地域包括支援センター ', outcome: '配食が始まる' };

test('a host of the directory is that agency, another one is just a name', () => {
  expect(outsideOf(full, [{ id: 'o1', name: '紫野地域包括支援センター' }])).toMatchObject({ host: '紫野地域包括支援センター', organization: 'o1' });
  expect(outsideOf(full, [])).not.toHaveProperty('organization');
});

test('it has been held, by somebody, and came to something; a correction says why', () => {
  expect(Object.keys(outsideErrors(outsideForm(undefined), false, '2026-11-24'))).toEqual(['outside-meeting', 'outside-held_on', 'outside-host', 'outside-outcome']);
  expect(Object.keys(outsideErrors({ ...full, held_on: '2026-11-25' }, true, '2026-11-24'))).toEqual(['outside-held_on', 'outside-reason']);
  expect(outsideErrors(full, false, '2026-11-24')).toEqual({});
});
