/** What this person's center runs, as the office last told it: kept open on the device, for it says nothing of anybody, and read without a signal. */
import { dayOf } from '../casework/calendar';
import type { Day, OpenedOp, Uuid } from '../casework/records';
import { runs, type Spans } from '../casework/rollout';
import { mayAuthor } from '../casework/roles';
import type { Store } from '../store/store';
import type { Transport } from '../sync/transport';
import { TownBook } from '../towns/town-book.svelte';
import { now } from '../ui/now.svelte';
import type { Written } from './acts';

/** `since`: the day of the first decision, before which nothing rested. */
export interface Told { gen: Uuid; center: string; version: number; since: Day; spans: Spans }
/** As a pull tells it: of which generation of the office, and how many versions there are. */
export interface Count { gen: Uuid; count: number }
export interface RolloutParts { store: Store; center: string; transport: Transport; opened(bucket: Uuid): Promise<readonly OpenedOp[]>; roleOf(staff: Uuid): string | undefined }

export class RolloutBook {
  told = $state.raw<Told | null>(null);
  /** which town belongs to which center, heard of in the same round */
  readonly towns: TownBook;

  constructor(private readonly parts: RolloutParts) {
    this.towns = new TownBook(parts);
  }

  /** What lies on this device; of another center it counts for nothing. */
  async read(): Promise<void> {
    await this.towns.read();
    const kept = await this.parts.store.meta('rollout');
    this.told = kept?.center === this.parts.center ? kept : null;
  }

  /** After a round. What fails leaves the doors as they are, and the next round asks again. */
  async hear(heard: Count | undefined, towns?: Count): Promise<void> {
    await this.towns.hear(towns);
    const { center, transport, store } = this.parts;
    if (!heard || !center || (this.told?.gen === heard.gen && this.told.version === heard.count) || (!this.told && heard.count === 0)) return;
    const answer = await transport<{ centers: Written[] }>('/rollout/v1/centers').catch(() => null);
    const own = answer?.centers.find((one) => one.center === center);
    if (!own) return;
    const told = { gen: heard.gen, center, version: own.version, since: own.since ? dayOf(own.since) : '', spans: own.spans };
    await store.setMeta('rollout', told);
    this.told = told;
  }

  /** Today, or on that day. */
  readonly runs = (part: string, day: Day = dayOf(now.at)): boolean => runs(this.told?.spans, part, day);

  /** Whether a record of that part and day was written while it rested. */
  readonly rested = (part: string, day: Day): boolean => this.told !== null && this.told.since !== '' && day >= this.told.since && !this.runs(part, day);

  /** Records of a household that somebody has already looked at. */
  async looked(bucket: Uuid): Promise<Set<Uuid>> {
    const ops = await this.parts.opened(bucket);
    return new Set(ops.flatMap(({ payload, staff }) => (payload.kind === 'household.caught_up' && mayAuthor(this.parts.roleOf(staff) ?? '', payload.kind) && Array.isArray(payload.targets) ? payload.targets : [])));
  }
}
