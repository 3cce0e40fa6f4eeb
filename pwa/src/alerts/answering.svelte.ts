/** Answering an alert on its page: the note that is being written, the act that is recorded, and what is said once it is kept. */
import { go, route } from '../app/router.svelte';
import type { Uuid } from '../casework/records';
import { type KeptDraft, keptDraft } from '../drafts/kept-draft.svelte';
import type { AlertRow, Ledger } from '../ledger/ledger';
import { alertText as t } from '../text/alerts';
import { instantNow } from '../text/when';
import { toast } from '../ui/toast.svelte';
import { answer } from './acts';
import type { Act } from './inbox';

/** Call while the component is made. */
export class Answering {
  /** What is typed belongs to this alert and survives the lock like every other draft. */
  readonly kept: KeptDraft<{ note: string }>;

  constructor(private readonly ledger: Ledger, private readonly row: AlertRow, of: { bucket: Uuid | null; title: string }) {
    this.kept = keptDraft(ledger, { kind: `alert:${row.id}`, ...of, only: route.query.draft }, { note: '' });
  }

  /** In the address, so that it is open again after a lock. */
  open = (sheet: 'hand' | 'close' | null): void => go(`/a/${this.row.id}${sheet ? `?sheet=${sheet}` : ''}`, { replace: true });

  said = (how: Act): void => {
    this.kept.value.note = '';
    this.open(null);
    toast.say(`${t.said[how]}${this.ledger.sync.online ? '' : `（${t.pending}）`}`);
  };

  take = async (how: 'taking' | 'joint'): Promise<void> => {
    const { payload, effects } = answer(this.row.id, how, this.kept.value.note, instantNow());
    if (await this.kept.keep((draft) => this.ledger.record(this.row.bucket, payload, effects, [], draft), true)) this.said(how);
  };
}
