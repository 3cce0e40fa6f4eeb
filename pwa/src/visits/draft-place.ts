/** Where a draft is picked up again, and what it is called. */
import { titleOf } from '../households/register';
import type { Draft } from '../ledger/ledger';
import { todayText } from '../text/today';

export function draftHref(draft: Draft): string {
  const [kind, target] = draft.kind.split(':');
  if (kind === 'household') return `/households/new?draft=${draft.id}`;
  if (kind === 'amend') return `/households/${draft.bucket}/visit?amend=${target}&draft=${draft.id}`;
  if (kind === 'alert') return `/a/${target}`;
  if (kind === 'review') return `/review/${target}`;
  return `/households/${draft.bucket}/${kind}?draft=${draft.id}`;
}

export function draftTitle(draft: Draft, hidden: boolean): string {
  const kind = todayText.kinds[draft.kind.split(':')[0] ?? ''] ?? '';
  return draft.title ? `${titleOf({ title: draft.title }, hidden)}　${kind}` : kind;
}
