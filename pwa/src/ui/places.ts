/** Where one can go from every screen: the bar under the thumb and the rail at the desk. */
import type { IconName } from './icons';
import { mayReport } from '../reports/readers';
import { isOpenDoor, type Runs } from '../rollout/doors';
import { ja } from '../text/ja';

export interface Place { href: string; label: string; icon: IconName; count?: 'alerts' | 'unreviewed' | 'backup' }

export const BAR: Place[] = [
  { href: '/', label: ja.nav.today, icon: 'today' },
  { href: '/households', label: ja.nav.households, icon: 'home' },
  { href: '/record', label: ja.nav.record, icon: 'plus' },
  { href: '/alerts', label: ja.nav.alerts, icon: 'bell', count: 'alerts' },
  { href: '/more', label: ja.nav.more, icon: 'more' },
];

const CENTER: Place = { href: '/center', label: ja.nav.center, icon: 'chart' };
const REVIEW: Place = { href: '/review', label: ja.nav.review, icon: 'review', count: 'unreviewed' };
const BACKUP: Place = { href: '/backup', label: ja.nav.backup, icon: 'hands', count: 'backup' };
const WATCH: Place = { href: '/watch', label: ja.nav.watch, icon: 'table' };
const REPORTS: Place = { href: '/reports', label: ja.nav.reports, icon: 'file' };
const CONFERENCES: Place = { href: '/conferences', label: ja.nav.conferences, icon: 'people' };
const PARTICIPATION: Place = { href: '/participation', label: ja.nav.participation, icon: 'walk' };
const DEVICES: Place = { href: '/devices', label: ja.nav.devices, icon: 'devices' };
const TRANSFERS: Place = { href: '/transfers', label: ja.nav.transfers, icon: 'changed' };
const FIELD_ROLES = ['outreach_worker'];

/** A field worker's rail leads with today, an office's with the centre. What the center lets rest has no door. */
export function railFor(role: string, runs: Runs): Place[] {
  const [today, households, record, alerts, more] = BAR as [Place, Place, Place, Place, Place];
  if (FIELD_ROLES.includes(role)) return [today, households, record, alerts, more];
  return [CENTER, REVIEW, BACKUP, WATCH, CONFERENCES, PARTICIPATION, households, alerts, today, ...(mayReport(role) ? [REPORTS] : []), TRANSFERS, DEVICES, more].filter(({ href }) => isOpenDoor(href, runs));
}

/** `/households/3` belongs to 世帯; `/a/3` to 要確認; the unsent page, the held records, the shared sheets, the rota, the roll-out, the numbers of days, the viewings and the directory to その他. */
export function isCurrent(href: string, path: string): boolean {
  if (href === '/') return path === '/';
  if (href === '/alerts' && path.startsWith('/a/')) return true;
  if (href === '/more' && (['/unsent', '/held', '/organizations', '/duty', '/duty/plan', '/figures', '/rollout', '/towns', '/bounds', '/viewings'].includes(path) || path.startsWith('/sheets'))) return true;
  if (href === '/participation' && path === '/community') return true;
  if (href === '/conferences' && path.startsWith('/materials/')) return true;
  return path === href || path.startsWith(`${href}/`);
}
