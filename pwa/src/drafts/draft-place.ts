/** Where a draft is picked up again, and what it is called. */
import { titleOf } from '../households/register';
import type { Draft } from '../ledger/ledger';
import { todayText } from '../text/today';

/** Sheets of a household's page; what follows the colon in a draft's kind is the person it is about. */
const SHEETS = new Set(['caution', 'plan', 'person', 'fields', 'merge', 'transfer', 'protect', 'sealed', 'unprotect', 'step', 'decide', 'offer', 'trigger', 'withdraw', 'relation', 'home', 'judge', 'withdrawn', 'item', 'material', 'minutes', 'backup', 'task', 'outside', 'consent', 'unconsent', 'evaluation', 'wish', 'match', 'match-step', 'match-follow']);

export function draftHref(draft: Draft): string {
  const [kind = '', target, third] = draft.kind.split(':');
  if (kind === 'household') return `/households/new?draft=${draft.id}`;
  if (kind === 'consultation' && !draft.bucket) return `/consultation?draft=${draft.id}`;
  if (kind === 'consultation-amend') return `/households/${draft.bucket}/consultation?amend=${target}&draft=${draft.id}`;
  if (kind === 'amend') return `/households/${draft.bucket}/visit?amend=${target}&draft=${draft.id}`;
  if (kind === 'alert') return `/a/${target}?draft=${draft.id}`;
  if (kind === 'close' || kind === 'hand') return `/a/${target}?sheet=${kind}`;
  if (kind === 'answer') return `/transfers?answer=${target}`;
  if (kind === 'meeting') return target ? `/conferences/${target}?sheet=meeting` : '/conferences?sheet=meeting';
  if (kind === 'resource') return `/participation?sheet=resource${target ? `&id=${target}` : ''}`;
  if (kind === 'issue' || kind === 'activity' || kind === 'committee') return `/community?sheet=${kind}${target ? `&id=${target}` : ''}${third ? `&gakku=${encodeURIComponent(third)}` : ''}`;
  if (kind === 'member') return `/conferences?sheet=member${target ? `&id=${target}` : ''}`;
  if (kind.startsWith('backup-')) return `/backup/${target}?sheet=${kind.slice(7)}`;
  if (kind === 'ladder') return '/duty/plan';
  if (kind === 'bounds') return '/bounds';
  if (kind === 'rollout') return `/rollout?center=${target}`;
  if (kind === 'towns') return '/towns?sheet=towns';
  if (kind === 'duty') return `/duty?sheet=duty&day=${target}`;
  if (kind === 'leave') return '/duty?sheet=leave';
  if (kind === 'swap') return `/duty?sheet=swap&duty=${target}&day=${third}`;
  if (kind === 'mail') return target === 'center' ? '/center?sheet=mail' : '/more?sheet=mail';
  if (kind === 'april') return '/transfers/list';
  if (kind === 'organization') return target ? `/organizations?sheet=edit&id=${target}` : '/organizations?sheet=new';
  if (kind === 'share') return `/households/${draft.bucket}/sheet?sheet=share`;
  if (kind === 'handed' || kind === 'reply') return `/sheets/${target}?sheet=${kind}&to=${third}`;
  if (kind === 'outing') return `/households/${draft.bucket}/card?sheet=start`;
  if (kind === 'incident') return `/households/${draft.bucket}?sheet=incident&visit=${target}`;
  if (kind === 'tie' || kind === 'around') return `/households/${draft.bucket}/ties?sheet=${kind}${target ? `&of=${target}` : ''}`;
  if (kind === 'ways') return `/households/${draft.bucket}/card?sheet=ways`;
  if (kind === 'review') return `/review/${target}?draft=${draft.id}`;
  if (SHEETS.has(kind)) return `/households/${draft.bucket}?sheet=${kind}${target ? `&person=${target}` : ''}`;
  return `/households/${draft.bucket}/${kind}?draft=${draft.id}`;
}

export function draftTitle(draft: Draft, hidden: boolean): string {
  const kind = todayText.kinds[draft.kind.split(':')[0] ?? ''] ?? '';
  return draft.title ? `${titleOf({ title: draft.title }, hidden)}　${kind}` : kind;
}
