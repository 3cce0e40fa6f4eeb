/** つながりの図 on the papers of a conference: what goes along, what stays at home, and what a damaged one shows. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Ecomap } from '../ties/ecomap';
import { HOME } from '../ties/read';
import { type MaterialRow, papersOf } from './conference-row';
import { drawingOf, linesOf, readDrawing } from './drawing';

const said = { kind: 'friend', quality: 'strong', since: '2020', known: 'third', third: { source: '民生委員', text: '前に争いがあった' }, door: 'meet', doorDiffers: false, word: '毎週 火曜', gone: '' };
const node = { shape: 'person' as const, about: '', generation: null, order: '1950-01-01', entry: null, visits: { made: 3, met: 2 }, away: false };
const MAP: Ecomap = {
  nodes: [{ ...node, key: 'person:7d0c', side: 'home', name: '西野 和子' }, { ...node, key: 'around:51aa', side: 'around', name: '川端 由美' }, { ...node, key: 'staff:9b11', side: 'team', name: '佐藤 みさき' }],
  lines: [{ id: 'l', from: 'person:7d0c', to: 'around:51aa', said: { ...said, from: 'person:7d0c', to: 'around:51aa' }, entry: null }, { id: 'm', from: HOME, to: 'staff:9b11', said: { ...said, quality: 'unknown', from: HOME, to: 'staff:9b11' }, entry: null }], gone: [], unread: [],
};

it('takes along who and what there is between them, and neither ids nor what others told nor who opens the door', () => {
  const written = JSON.stringify(drawingOf(MAP));
  expect(written).toContain('西野 和子');
  for (const word of ['7d0c', '51aa', '9b11', '民生委員', '争い', 'meet', '火曜', '2020']) expect(written).not.toContain(word);
  expect(JSON.stringify(drawingOf(MAP)!.nodes.filter(({ side }) => side !== 'home'))).not.toContain('1950');
  expect(drawingOf({ ...MAP, nodes: [] })).toBeNull();
});

it('reads it back as the same picture, and says it in words', () => {
  const map = readDrawing(JSON.parse(JSON.stringify(drawingOf(MAP))), false)!;
  expect([map.nodes.map(({ name, side }) => [name, side]), map.lines.length]).toEqual([[['西野 和子', 'home'], ['川端 由美', 'around'], ['佐藤 みさき', 'team']], 2]);
  expect(linesOf(map)[0]).toMatch(/^西野 和子と川端 由美：.+・.+$/);
  expect(readDrawing(drawingOf(MAP), true)!.nodes.map(({ name }) => name)).not.toContain('西野 和子');
});

it('draws what it can of a damaged one, or nothing, and never fails', () => {
  for (const value of [null, 7, 'x', [], {}, { nodes: {} }, { nodes: [null, 3, { key: 'n0' }] }, { nodes: [{ key: HOME, side: 'home', name: 'x' }] }, { nodes: [{ key: 'n0', side: 'elsewhere', name: 'x' }] }]) expect(readDrawing(value, false)).toBeNull();
  const twice = { key: 'n0', side: 'home', name: 'x' };
  expect(readDrawing({ nodes: [twice, twice] }, false)).toBeNull();
  expect(readDrawing({ nodes: [twice], lines: [{ from: 'n0', to: 'n9' }, { from: 'n0', to: 'n0' }, null, { from: 'n0', to: HOME, kind: 5, quality: {} }] }, false)!.lines).toHaveLength(1);
  fc.assert(fc.property(fc.anything(), (value) => void readDrawing(value, false)));
});

it('gathers the newest material of each item of one meeting in one of the two worlds', () => {
  const row = (packet: string, item: string, more: Partial<MaterialRow> = {}): MaterialRow => ({ packet, item, household: 'b', title: packet, author: '', at: '2026-12-01T10:00:00+09:00', basis: 'conf_106_6', question: '', held_on: '2026-12-10', invitees: [], ...more });
  const rows = [row('p1', 'i1'), row('p2', 'i1', { at: '2026-12-02T10:00:00+09:00' }), row('p3', 'i2'), row('p4', 'i3', { basis: 'consent' }), row('p5', 'i4', { held_on: '2026-11-10' })];
  expect(papersOf(rows, '2026-12-10', 'conf_106_6').map(({ packet }) => packet)).toEqual(['p2', 'p3']);
  expect(papersOf(rows, '2026-12-10', 'consent').map(({ packet }) => packet)).toEqual(['p4']);
  expect([papersOf(rows, '', ''), papersOf(rows, '2026-12-10', '')]).toEqual([[], []]);
});
