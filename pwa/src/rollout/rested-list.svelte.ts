/** The households of this device with records that were written while their business rested and that nobody has looked at yet. */
import type { RecordKind } from '../casework/business';
import type { Summary, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import type { Fact } from '../reports/facts';
import { restedOf } from './rested';

export interface RestedRow { row: Summary; count: number }

export class RestedList {
  rows = $state.raw<RestedRow[]>([]);
  #asked = 0;

  constructor(private readonly ledger: Ledger) {}

  /** Call whenever the facts changed. Only where something may have rested a household is opened for who has looked. */
  look(facts: readonly Fact[]): void {
    const { rollout, summaries } = this.ledger;
    const byHome = new Map<Uuid, { id: Uuid; kind: RecordKind; day: string; business: string }[]>();
    for (const { id, kind, day, bucket, dims } of facts) {
      const business = dims.business?.[0];
      if (!business || !dims.counted || !restedOf([{ id, kind: kind as RecordKind, day, business }], rollout.rested, new Set()).length) continue;
      byHome.set(bucket, [...(byHome.get(bucket) ?? []), { id, kind: kind as RecordKind, day, business }]);
    }
    const round = (this.#asked += 1);
    const found = summaries.filter(({ bucket }) => byHome.has(bucket)).map(async (row): Promise<RestedRow> => {
      const looked = await rollout.looked(row.bucket).catch(() => new Set<Uuid>());
      return { row, count: restedOf(byHome.get(row.bucket)!, rollout.rested, looked).length };
    });
    void Promise.all(found).then((rows) => {
      if (round === this.#asked) this.rows = rows.filter(({ count }) => count > 0);
    });
  }
}
