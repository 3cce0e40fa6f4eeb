/** Folds households, packets and a center's own bucket into what screens show: several at a time, shown in batches, kept sealed so that the next start is quick. */
import type { MaterialState, OwnState } from '../casework/conference-records';
import { fold } from '../casework/fold';
import { foldCommunity } from '../casework/fold-community';
import { foldCenter, foldMaterial } from '../casework/fold-conferences';
import { foldInformant } from '../casework/fold-consultations';
import { sealedOf } from '../casework/fold-protection';
import { foldSheet } from '../casework/fold-sheets';
import type { SealedPlace } from '../casework/protection-records';
import type { HouseholdState, InformantState, OpenedOp, SheetState, Uuid } from '../casework/records';
import type { Roles } from '../casework/roles';
import { summarise } from '../casework/summary';
import { type ListRow, materialRow } from '../conferences/conference-row';
import { rowOf } from '../sheets/sheet-row';
import type { Store } from '../store/store';
import { openLocal, sealLocal } from '../unlock/keys';
import type { Opener } from './opener';
import { summaryPlace, viewPlace } from './storage-places';

const LANES = 4;
const BATCH_MS = 250;
const KEPT_STATES = 12;
// Long enough for the screen that asked to be drawn first.
const WARM_AFTER_MS = 300;

export interface FolderParts {
  store: Store; storage: CryptoKey; opener: Opener; roles: Roles;
  centerOf(bucket: Uuid): string; show(rows: ListRow[]): void; changed(bucket: Uuid): void;
  /** household, packet, center or community, as the office tells; null while it does not know of it */
  kindOf(bucket: Uuid): string | null;
  /** older records of it are still to come: a part of them could say what is not so, and is shown to nobody */
  isBehind?(bucket: Uuid): boolean;
  /** what saving needs of this household is in memory */
  warmed?(bucket: Uuid): Promise<void>;
}

type State = HouseholdState | SheetState | MaterialState | OwnState;
interface Folded { bucket: Uuid; state: State; row: ListRow; stored: number }

export class Folder {
  #states = new Map<Uuid, State>();
  #running = new Map<Uuid, Promise<Folded | null>>();
  #closed = false;

  constructor(private readonly parts: FolderParts) {}

  async household(bucket: Uuid): Promise<HouseholdState | null> {
    // Saving judges all records of the household: they are opened while the person still writes.
    setTimeout(() => void this.#warm(bucket), WARM_AFTER_MS);
    const state = await this.#stateOf(bucket);
    return state && 'persons' in state ? state : null;
  }

  async sheet(packet: Uuid): Promise<SheetState | null> {
    const state = await this.#stateOf(packet);
    return state && 'sheet' in state ? state : null;
  }

  async material(packet: Uuid): Promise<MaterialState | null> {
    const state = await this.#stateOf(packet);
    return state && 'material' in state ? state : null;
  }

  /** A center's own: of its meetings, or of its shelf. */
  async center(bucket: Uuid): Promise<OwnState | null> {
    const state = await this.#stateOf(bucket);
    return state && ('meetings' in state || 'resources' in state) ? state : null;
  }

  /** Folded anew each time and kept nowhere: a sealed name lies in no row, no list and no view. */
  async informant(packet: Uuid): Promise<InformantState | null> {
    const { opener, roles } = this.parts;
    const { ops } = await opener.opened(packet);
    const state = ops.length > 0 && this.#kindOf(packet, ops) === 'packet' ? foldInformant(packet, ops, roles) : null;
    return state?.informant ? state : null;
  }

  /** As `informant`: what 支援措置 hides is folded for the moment in which somebody looks, and kept nowhere. */
  async sealedPlace(bucket: Uuid): Promise<SealedPlace> {
    const { opener, roles } = this.parts;
    return sealedOf(bucket, (await opener.opened(bucket)).ops, roles);
  }

  async #stateOf(bucket: Uuid): Promise<State | null> {
    const known = this.#states.get(bucket) ?? (await this.#running.get(bucket))?.state;
    if (known) return known;
    const { store, storage } = this.parts;
    const sealed = await store.view(bucket);
    const state = sealed ? await openLocal<State>(storage, viewPlace(bucket), sealed).catch(() => null) : null;
    // An older app folded a household without what was asked for, and a packet as if it were a household.
    if (!state || !('packet' in state || (('meetings' in state || 'resources' in state) && 'timers' in state) || 'ties' in state)) {
      await this.refold([bucket]);
      return this.#states.get(bucket) ?? null;
    }
    this.#keep(bucket, state);
    return state;
  }

  async refold(buckets: Iterable<Uuid>): Promise<void> {
    const queue = [...new Set(buckets)].filter((bucket) => !this.parts.isBehind?.(bucket));
    for (const bucket of queue) this.#states.delete(bucket);
    let batch: Folded[] = [];
    let shown = performance.now();
    const show = () => {
      const rows = batch;
      batch = [];
      shown = performance.now();
      if (!this.#closed && rows.length > 0) this.#show(rows);
    };
    const lane = async () => {
      for (let bucket = queue.shift(); bucket !== undefined && !this.#closed; bucket = queue.shift()) {
        const folded = await this.#fold(bucket);
        if (!folded) continue;
        batch.push(folded);
        if (queue.length === 0 || performance.now() - shown > BATCH_MS) show();
        await this.#cache(bucket, folded);
      }
    };
    await Promise.all(Array.from({ length: Math.min(LANES, queue.length) }, lane)).catch((error: unknown) => {
      if (!this.#closed) throw error;
    });
    show();
  }

  /** The household as it would be with one record more; nothing of it is kept. */
  async imagined(op: OpenedOp): Promise<HouseholdState> {
    const { opener, roles, centerOf } = this.parts;
    const { ops } = await opener.opened(op.bucket);
    return fold(op.bucket, centerOf(op.bucket), [...ops, op], { roles, now: Date.now() });
  }

  forget(bucket: Uuid): void {
    this.#states.delete(bucket);
  }

  close(): void {
    this.#closed = true;
    this.#states.clear();
    this.#running.clear();
  }

  #fold(bucket: Uuid): Promise<Folded | null> {
    const running = this.#foldNow(bucket).finally(() => {
      if (this.#running.get(bucket) === running) this.#running.delete(bucket);
    });
    this.#running.set(bucket, running);
    return running;
  }

  async #foldNow(bucket: Uuid): Promise<Folded | null> {
    const { roles, centerOf } = this.parts;
    const whole = await this.#wholeOf(bucket);
    if (!whole?.ops.length || this.#closed) return null;
    const { ops, stored } = whole;
    const kind = this.#kindOf(bucket, ops);
    const found = kind === 'packet' ? packetOf(bucket, ops, roles) : kind === 'center' ? centerRowOf(bucket, ops, roles) : kind === 'community' ? shelfRowOf(bucket, ops, roles) : undefined;
    if (found) this.#keep(bucket, found.state);
    else if (found === null) this.parts.changed(bucket);
    if (found !== undefined) return found && { bucket, stored, ...found };
    const state = fold(bucket, centerOf(bucket), ops, { roles, now: Date.now() });
    this.#keep(bucket, state);
    return { bucket, state, row: summarise(state, Date.now()), stored };
  }

  /** All of its records, or null: a page that is stored and not yet told of may have brought a part of them. */
  async #wholeOf(bucket: Uuid): Promise<{ ops: OpenedOp[]; stored: number } | null> {
    const { store, opener } = this.parts;
    for (;;) {
      const { behind, cursor } = await store.progress();
      if (behind.includes(bucket)) return null;
      const read = await opener.opened(bucket);
      if (this.#closed || (await store.progress()).cursor === cursor) return read;
      opener.unsure(bucket);
    }
  }

  /** The office's word goes first: no record makes a household of a packet, or hides a household as one. */
  #kindOf(bucket: Uuid, ops: readonly OpenedOp[]): string {
    const begins = ({ payload }: OpenedOp) => payload.kind === 'sheet.version' || payload.kind === 'informant.note' || payload.kind === 'material.version';
    return this.parts.kindOf(bucket) ?? (ops.some(begins) ? 'packet' : ops.some(({ payload }) => payload.kind === 'center.open') ? 'center' : ops.some(({ payload }) => payload.kind === 'community.open') ? 'community' : 'household');
  }

  #keep(bucket: Uuid, state: State): void {
    if (this.#closed) return;
    this.#states.set(bucket, state);
    if (this.#states.size > KEPT_STATES) this.#states.delete(this.#states.keys().next().value!);
  }

  #show(rows: Folded[]): void {
    this.parts.show(rows.map(({ row }) => row));
    for (const { bucket } of rows) this.parts.changed(bucket);
  }

  async #cache(bucket: Uuid, { state, row: shown, stored }: Folded): Promise<void> {
    const { store, storage } = this.parts;
    const [view, row] = await Promise.all([sealLocal(storage, viewPlace(bucket), state), sealLocal(storage, summaryPlace(bucket), shown)]);
    await store.putFolded(bucket, view, row, stored);
  }

  async #warm(bucket: Uuid): Promise<void> {
    if (this.#closed) return;
    await this.parts.opener.known(bucket).then(() => this.parts.warmed?.(bucket)).catch(() => undefined);
  }
}

/** null: nothing of it stands on a list. */
function packetOf(packet: Uuid, ops: readonly OpenedOp[], roles: Roles): { state: State; row: ListRow } | null {
  const sheet = foldSheet(packet, ops, roles);
  const shared = rowOf(sheet);
  if (shared) return { state: sheet, row: shared };
  const material = foldMaterial(packet, ops, roles);
  const row = materialRow(material);
  return row && { state: material, row };
}

function centerRowOf(bucket: Uuid, ops: readonly OpenedOp[], roles: Roles): { state: State; row: ListRow } {
  const state = foldCenter(bucket, ops, roles);
  const { center, meetings, members } = state;
  return { state, row: { bucket, center, meetings, members } };
}

function shelfRowOf(bucket: Uuid, ops: readonly OpenedOp[], roles: Roles): { state: State; row: ListRow } {
  const state = foldCommunity(bucket, ops, roles);
  const { proposals: _proposals, timers: _timers, alerts: _alerts, ...row } = state;
  return { state, row };
}
