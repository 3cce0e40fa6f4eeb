/** Marks a task as done, or not yet, and says so; what could not be kept is said too. */
import type { Uuid } from '../casework/records';
import { whyNotKept } from '../drafts/why-not-kept';
import type { Ledger } from '../ledger/ledger';
import { backupText } from '../text/backup';
import { instantNow } from '../text/when';
import { toast } from '../ui/toast.svelte';

export class Marks {
  trouble = $state('');

  constructor(private readonly ledger: Ledger) {}

  async set(bucket: Uuid, target: Uuid, done: boolean): Promise<void> {
    this.trouble = '';
    const { isDone, isBack } = backupText.task;
    await this.ledger.record(bucket, { kind: 'task.mark', target, done, note: '', recorded_at: instantNow() }).then(() => toast.say(done ? isDone : isBack), (error: unknown) => (this.trouble = whyNotKept(error)));
  }
}
