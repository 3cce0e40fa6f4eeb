/** Reads the last month of every household of this center on this device, in portions between which the screen stays alive. Nothing of it leaves the device. */
import { linksOf, stays } from '../casework/gathered';
import type { Summary, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { type Home, replaying, replayingCenter, type Stretch } from './trial';

// Between portions the browser may paint and answer keys.
const PORTION_MS = 30;

export class TrialRun {
  replayed = $state.raw<ReadonlyMap<Uuid, readonly Stretch[]>>(new Map());
  done = $state(0);
  /** null until it has begun */
  total = $state<number | null>(null);
  /** households that could not be read: the counts are without them */
  unread = $state(0);
  /** the center's meetings are among what was read */
  hasMeetings = $state(false);
  isReady = $state(false);
  #turn = 0;

  constructor(private readonly ledger: Pick<Ledger, 'bounds' | 'conferences' | 'me' | 'summaries'>) {}


  /** Nothing is read for a screen that nobody looks at. */
  stop(): void {
    this.#turn += 1;
  }

  /** From the beginning; a run that is on its way ends. */
  async start(now: number): Promise<void> {
    const mine = (this.#turn += 1);
    const isOver = () => mine !== this.#turn;
    const found = new Map<Uuid, readonly Stretch[]>();
    const groups = groupsOf(this.ledger.summaries, this.ledger.me.center);
    [this.total, this.done, this.unread, this.isReady] = [groups.length, 0, 0, false];
    let shown = performance.now();
    /** null where it ended before its time */
    const through = async (steps: ReturnType<typeof replaying>): Promise<Stretch[] | null> => {
      let step = steps.next();
      for (; !step.done && !isOver(); step = steps.next()) shown = await breathe(shown);
      return step.done && !isOver() ? step.value : null;
    };
    for (const [home, ...others] of groups) {
      if (isOver()) return;
      try {
        const [own, ...came] = await Promise.all([home!, ...others].map((row) => this.#read(row)));
        if (!own!.ops.length) throw new Error('unread');
        const stretches = await through(replaying(own!, came, this.ledger.bounds.roles, now));
        if (!stretches) return;
        found.set(home!.bucket, stretches);
      } catch {
        if (isOver()) return;
        this.unread += 1;
      }
      this.done += 1;
    }
    const meetings = await this.#ofMeetings(now, through).catch(() => null);
    if (isOver()) return;
    this.replayed = meetings ? found.set(...meetings) : found;
    [this.hasMeetings, this.isReady] = [meetings !== null, true];
  }

  /** Under the bucket in which they lie; null where the device holds none. */
  async #ofMeetings(now: number, through: (steps: ReturnType<typeof replaying>) => Promise<Stretch[] | null>): Promise<[Uuid, Stretch[]] | null> {
    const { bounds, conferences, me } = this.ledger;
    const buckets = await Promise.all(conferences.centers.filter(({ center }) => center === me.center).map((row) => this.#read(row)));
    const stretches = buckets.length ? await through(replayingCenter(buckets, bounds.roles, now)) : null;
    return stretches && [buckets[0]!.bucket, stretches];
  }

  async #read({ bucket, center }: Pick<Summary, 'bucket' | 'center'>): Promise<Home> {
    return { bucket, center, ops: await this.ledger.bounds.opened(bucket) };
  }
}

async function breathe(shown: number): Promise<number> {
  if (performance.now() - shown < PORTION_MS) return shown;
  await new Promise((resolve) => setTimeout(resolve));
  return performance.now();
}

/** Each household of the center that stands, with those that were merged into it. */
export function groupsOf(rows: readonly Summary[], center: string): Summary[][] {
  const links = linksOf(rows);
  const goals = new Map<Uuid, Summary[]>();
  for (const row of rows) {
    const goal = stays(links, row.bucket);
    if (goal !== row.bucket) goals.set(goal, [...(goals.get(goal) ?? []), row]);
  }
  return rows.filter((row) => row.center === center && stays(links, row.bucket) === row.bucket).map((row) => [row, ...(goals.get(row.bucket) ?? [])]);
}
