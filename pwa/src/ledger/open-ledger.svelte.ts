/** The open book of one person on this device; see ledger.ts for the contract. Everything readable it holds dies with it. */
import { SvelteMap } from 'svelte/reactivity';
import { BoundsBook } from '../bounds/bounds-book.svelte';
import { gathered } from '../casework/gathered';
import type { HouseholdFields, HouseholdState, Payload, PersonFields, Summary, Uuid } from '../casework/records';
import { isHousehold, isSheetRow, type ListRow } from '../conferences/conference-row';
import { type ApprovalSubject, signApproval } from '../envelope/approval';
import { KIND } from '../envelope/frame';
import { type Handed, signFigures } from '../envelope/figures';
import { alertId } from '../envelope/sealing';
import { type Move, type MoveAct, signMove } from '../envelope/transfer';
import type { Trust } from '../envelope/trust';
import { writtenOf } from '../households/field-history';
import { PhotoBook } from '../photos/photo-book.svelte';
import { type PhotoInput, photoOps } from '../photos/photo-input';
import { RolloutBook } from '../rollout/rollout-book.svelte';
import type { Identity, Progress } from '../store/rows';
import { type Applied, pruneRetained } from '../store/exchange';
import type { Store } from '../store/store';
import { Engine, type Round } from '../sync/engine';
import { sendLater } from '../sync/later';
import { overHttp, type Transport } from '../sync/transport';
import type { HeldRecord, HeldRow } from '../sync/wire';
import { UNSENT_TITLE } from '../text/sync';
import type { Unlocked } from '../unlock/keys';
import { ViewingBook } from '../viewings/viewing-book';
import { Arrival } from './arrival';
import { authorsBy } from './authors';
import type { BookParts } from './book-parts';
import { CommunityBook } from './community-book.svelte';
import { ConferenceBook } from './conference-book.svelte';
import { ConsultationBook } from './consultation-book';
import { DraftBook } from './draft-book.svelte';
import { Folder } from './folder';
import { type HeldWords, readHeld } from './held-record';
import { Keychain } from './keychain';
import { listRows, unseen } from './list-rows';
import type { Addressed, AlertRow, Colleague, Draft, Effect, Kept, Ledger, Me, SyncStatus, Unsent } from './ledger';
import { firstOps, openBucket } from './new-household';
import { sealDrafts } from './last-words';
import { Opener } from './opener';
import { ProtectionBook } from './protection-book';
import { type Ground, raise } from './raise';
import { Rehearsal } from './rehearsal';
import { Renewal } from './renewal';
import { rescueBlob } from './rescue';
import { SheetBook } from './sheet-book.svelte';
import { SyncDriver } from './sync-driver.svelte';
import { type TabNote, Tabs } from './tabs';
import { unsentLines } from './unsent-lines';
import { Watchers } from './watchers';
import { type Draftling, type Entry, newOpId, Writer } from './writer';

export interface LedgerParts { store: Store; identity: Identity; keys: Unlocked; trust: Trust; me: Me; colleagues: Colleague[]; transport?: Transport; locked(): void; stopped?(byRoot: boolean): void }

// Long enough for the first screen to be drawn before anything else asks for the processor.
const AFTER_FIRST_SCREEN_MS = 100;

export class OpenLedger implements Ledger {
  readonly me: Me;
  readonly root_print: string;
  readonly photos: PhotoBook;
  readonly rollout: RolloutBook;
  readonly bounds: BoundsBook;
  readonly viewings: ViewingBook;
  readonly sheets: SheetBook;
  readonly consultations: ConsultationBook;
  readonly protections: ProtectionBook;
  readonly conferences: ConferenceBook;
  readonly community: CommunityBook;
  readonly #drafts: DraftBook;
  #rows = $state.raw<Summary[]>([]);
  readonly summaries: Summary[] = $derived.by(() => this.bounds.limited(this.#rows));
  readonly households = $derived(gathered(this.summaries));
  alerts = $state.raw<AlertRow[]>([]);
  unsent = $state.raw<Unsent[]>([]);
  colleagues = $state.raw<Colleague[]>([]);
  readonly #parts: LedgerParts;
  readonly #store: Store;
  readonly #keychain: Keychain;
  readonly #opener: Opener;
  readonly #folder: Folder;
  readonly #writer: Writer;
  readonly #driver: SyncDriver;
  readonly #arrival: Arrival;
  readonly #renewal: Renewal;
  readonly #tabs: Tabs;
  #scope: NonNullable<Progress['scope']> = [];
  #closed = false;
  #starting: ReturnType<typeof setTimeout> | undefined;
  readonly #watchers = new Watchers();
  #names = new SvelteMap<Uuid, string>();
  readonly #roles = new Map<Uuid, string>();

  constructor(parts: LedgerParts) {
    const { store, identity, keys, trust, me } = parts;
    this.#parts = parts;
    this.#store = store;
    this.me = me;
    this.root_print = identity.root_print;
    this.#roles.set(me.staff, me.role);
    this.#keychain = new Keychain(store, identity.device, keys.kem);
    this.#opener = new Opener(store, this.#keychain, authorsBy(trust, this.#roles));
    this.#folder = new Folder({
      store, storage: keys.storage, opener: this.#opener, roles: this.#roles, centerOf: (bucket) => this.#centerOf(bucket),
      show: (rows) => this.#show(rows), changed: this.#watchers.tell, kindOf: (bucket) => this.#scope.find(({ id }) => id === bucket)?.kind ?? null, isBehind: (bucket) => this.#arrival.isBehind(bucket), warmed: (bucket) => rehearsal.once(bucket),
    });
    this.#writer = new Writer(store, identity.device, me.staff, keys);
    const rehearsal = new Rehearsal({ keychain: this.#keychain, writer: this.#writer, me, ground: this.#ground });
    const engine = new Engine({
      store, device: identity.device, staff: me.staff, keys, trust, transport: parts.transport ?? overHttp,
      watcher: { pulled: (page) => this.#pulled(page) }, reopen: (bucket, known) => this.#renewal.reopen(bucket, known),
    });
    this.#driver = new SyncDriver({ engine, store, finished: (round) => this.#finished(round), broken: () => this.#quietly(this.#arrival.settle()), stopped: (byRoot) => parts.stopped?.(byRoot) });
    this.#arrival = new Arrival({ fold: (buckets) => this.#folder.refold(buckets), listed: () => this.summaries, tell: (status) => this.#driver.change(status) });
    this.#renewal = new Renewal({ ...parts, transport: parts.transport ?? overHttp, keychain: this.#keychain, writer: this.#writer, driver: this.#driver, leadOf: (bucket) => this.summaries.find((one) => one.bucket === bucket)?.lead ?? null });
    this.photos = new PhotoBook({ store, storage: keys.storage, keychain: this.#keychain, toWriteUnder: (bucket) => this.#renewal.toWriteUnder(bucket) });
    const apart: BookParts = { ...parts, folder: this.#folder, titleOf: this.#titleOf, renewal: this.#renewal, write: async (...entries) => void (await this.#write(...entries)) };
    [this.sheets, this.consultations, this.protections] = [new SheetBook(apart), new ConsultationBook(apart), new ProtectionBook(apart)];
    const open = { store, center: me.center, transport: parts.transport ?? overHttp, opened: async (bucket: Uuid) => (await this.#opener.opened(bucket)).ops, roleOf: (staff: Uuid) => this.#roles.get(staff), roles: this.#roles };
    [this.rollout, this.bounds, this.viewings] = [new RolloutBook(open), new BoundsBook(open), new ViewingBook({ ...open, now: () => Date.now() + this.sync.clock_off_ms })];
    [this.conferences, this.community] = [new ConferenceBook(apart), new CommunityBook(apart)];
    this.#tabs = new Tabs(me.staff, (note) => this.#quietly(this.#hear(note)));
    this.#drafts = new DraftBook(store, keys.storage, () => this.#tabs.tell({ type: 'drafts' }));
    this.learnColleagues(parts.colleagues);
  }

  get drafts(): Draft[] { return this.#drafts.rows; }
  get sync(): SyncStatus { return this.#driver.status; }

  /** Opens what the lists need, and nothing more; the network comes after the first screen. */
  async start(): Promise<void> {
    const [rows, alerts, progress] = await Promise.all([
      this.#store.summaries(), this.#store.alerts(), this.#store.progress(), this.#drafts.read(), this.#readUnsent(), this.#driver.count(), this.photos.read(), this.rollout.read(), this.bounds.read(),
    ]);
    const { summaries, sheets, rest, behind } = await listRows(rows, this.#parts.keys.storage);
    [this.#rows, this.sheets.rows] = [summaries, sheets];
    for (const book of [this.conferences, this.community]) book.show(rest);
    this.alerts = alerts;
    this.#learn(progress);
    this.#starting = setTimeout(() => this.#quietly(this.#catchUp(behind, rows.map(({ bucket }) => bucket))), AFTER_FIRST_SCREEN_MS);
  }

  async #catchUp(behind: Uuid[], listed: Uuid[]): Promise<void> {
    await this.#folder.refold([...behind, ...(await unseen(this.#store, listed))]);
    await this.#driver.start().then(() => pruneRetained(this.#store, Date.now()));
  }

  readonly nameOf = (staff: Uuid): string => (staff === this.me.staff ? this.me.name : (this.#names.get(staff) ?? ''));

  readonly isComing = (bucket: Uuid): boolean => this.sync.awaited > 0 && this.#scope.some(({ id }) => id === bucket) && !this.summaries.some((row) => row.bucket === bucket);

  readonly written = async (bucket: Uuid) => writtenOf((await this.#opener.opened(bucket)).ops, this.#roles);
  readonly household = (bucket: Uuid): Promise<HouseholdState | null> => this.#folder.household(bucket);

  async record(bucket: Uuid, payload: Payload, effects: Effect[] = [], photos: readonly PhotoInput[] = [], draft?: string): Promise<Kept> {
    const newest = await this.#renewal.toWriteUnder(bucket);
    const main: Draftling = { id: newOpId(), payload, kind: KIND.op, title: this.#titleOf(bucket), effects };
    const raised = await raise(main, () => alertId(newest.key, main.id), this.me, this.#ground(bucket));
    const said = raised ? [{ ...main, effects: [...effects, raised.effect] }, raised.op] : [main];
    const entry: Entry = { bucket, ...newest, ops: [...said, ...photoOps(photos, main)], alerts: raised ? [raised.row] : [], photos: photos.map(({ att }) => att), draft };
    const at = await this.#write(entry);
    if (raised) this.alerts = [...this.alerts, raised.row];
    return { op: main.id, kept_at: at, alert: raised?.row.id ?? null };
  }

  async recordTogether(records: readonly Addressed[], draft?: string): Promise<void> {
    const ofOne = async ({ bucket, payload, effects = [] }: Addressed): Promise<Entry> => ({
      bucket, ...(await this.#renewal.toWriteUnder(bucket)), ops: [{ id: newOpId(), payload, kind: KIND.op, title: this.#titleOf(bucket), effects }], draft,
    });
    await this.#write(...(await Promise.all(records.map(ofOne))));
  }

  async openHousehold(fields: Partial<HouseholdFields>, persons: Partial<PersonFields>[], draft?: string): Promise<Uuid> {
    const { bucket, key, opens, own } = await openBucket(this.me, this.#parts.keys, this.#parts.trust);
    const ops = firstOps(this.me, fields, persons, fields.name ?? fields.hint ?? UNSENT_TITLE);
    await this.#write({ bucket, epoch: 1, key, ops, opens, keys: [own], draft });
    await this.#folder.refold([bucket]);
    return bucket;
  }

  readonly saveDraft = <T>(draft: Omit<Draft<T>, 'saved_at'>): Promise<string> => this.#drafts.keep(draft);
  readonly dropDraft = (id: string): Promise<void> => this.#drafts.drop(id);
  readonly syncNow = (): Promise<void> => this.#driver.now().then(() => void this.photos.send(true));
  readonly rescueFile = (): Promise<Blob> => rescueBlob(this.#store);
  readonly readHeld = (of: HeldRow, told: HeldRecord): Promise<HeldWords | null> => readHeld(of, told, { ...this.#parts, device: this.me.device, opener: this.#opener, folder: this.#folder });
  readonly approve = (of: ApprovalSubject): Promise<string> => signApproval(of, this.#parts.keys.sign.privateKey, this.me.device, Date.now() + this.sync.clock_off_ms);
  readonly signMove = (of: Move, act: MoveAct): Promise<string> => signMove(of, act, this.#parts.keys.sign.privateKey, this.me.device, Date.now() + this.sync.clock_off_ms);
  readonly signFigures = (of: Handed): Promise<string> => signFigures(of, this.#parts.keys.sign.privateKey, this.me.device, Date.now() + this.sync.clock_off_ms);

  /** The office stopped this device: drafts travel as sealed notes, which it may keep. */
  readonly sealDrafts = (): Promise<number> => sealDrafts(this.#drafts.rows, { store: this.#store, keychain: this.#keychain, writer: this.#writer });

  lock(): void {
    this.#closed = true;
    if (this.sync.unsent > 0) void sendLater();
    clearTimeout(this.#starting);
    this.#driver.stop();
    for (const one of [this.photos, this.#folder, this.#tabs]) one.close();
    for (const one of [this.#opener, this.#keychain, this.#watchers, this.#names]) one.clear();
    [this.#rows, this.sheets.rows, this.alerts] = [[], [], []];
    for (const book of [this.conferences, this.community]) book.clear();
    [this.#drafts.rows, this.unsent, this.colleagues] = [[], [], []];
    this.#store.close();
    this.#parts.locked();
  }

  readonly watch = (bucket: Uuid, changed: () => void): (() => void) => this.#watchers.add(bucket, changed);

  /** Durable when it resolves, with the moment it was kept; the form it was written in is gone, and what it changes is shown anew. */
  async #write(...entries: Entry[]): Promise<string> {
    const { ops, at } = await this.#writer.write(...entries);
    for (const op of ops) this.#opener.add(op);
    for (const { draft } of entries) this.#drafts.taken(draft);
    const buckets = entries.map(({ bucket }) => bucket);
    void this.#folder.refold(buckets).then(() => this.#tabs.tell({ type: 'changed', buckets }));
    this.#quietly(Promise.all([this.#readUnsent(), this.photos.read()]).then(() => this.#driver.count()));
    void this.#driver.now();
    if (!this.sync.online) void sendLater();
    return at;
  }

  /** For what only the screen waits for: a book closed meanwhile needs none of it. */
  #quietly(work: Promise<unknown>): void {
    work.catch((error: unknown) => (this.#closed ? undefined : Promise.reject(error)));
  }

  async #finished(round: Round): Promise<void> {
    for (const bucket of round.gone) this.#drop(bucket);
    this.#learn(await this.#store.progress());
    await Promise.all([this.rollout.hear(round.rollout, round.towns), this.bounds.hear(round.bounds), this.viewings.send()]);
    this.#unsure(round.touched);
    await this.#arrival.settle(round.again);
    this.alerts = await this.#store.alerts();
    await this.#readUnsent();
    this.photos.follow(round.touched, (bucket) => this.household(bucket));
    if (round.directoryGrew) {
      this.learnColleagues(this.#parts.trust.recipients().map(({ staff, name, kana, role, center }) => ({ id: staff, name, kana, role, center: center ?? '' })));
    }
    if (round.sent > 0 || round.touched.size > 0 || round.gone.length > 0) this.#tabs.tell({ type: 'changed', buckets: [...round.touched, ...round.gone] });
    else this.#tabs.tell({ type: 'sync' });
  }

  #show(folded: ListRow[]): void {
    this.sheets.show(folded.filter(isSheetRow));
    for (const book of [this.conferences, this.community]) book.show(folded);
    const rows = folded.filter(isHousehold);
    const fresh = new Set(rows.map(({ bucket }) => bucket));
    this.#rows = [...this.#rows.filter(({ bucket }) => !fresh.has(bucket)), ...rows];
    this.#arrival.count();
  }

  #drop(bucket: Uuid): void {
    for (const one of [this.#arrival, this.#folder, this.#opener, this.#keychain]) one.forget(bucket);
    this.#rows = this.#rows.filter((summary) => summary.bucket !== bucket);
    this.sheets.drop(bucket);
    for (const book of [this.conferences, this.community]) book.drop(bucket);
    this.#watchers.tell(bucket);
  }

  readonly #readUnsent = async (): Promise<void> => void (this.unsent = await unsentLines(this.#store, this.#parts.keys.storage));

  async #hear(note: TabNote): Promise<void> {
    if (note.type === 'drafts') await this.#drafts.read();
    if (note.type === 'changed') {
      this.#learn(await this.#store.progress());
      this.#unsure(note.buckets);
      await this.#arrival.settle(note.buckets);
      this.alerts = await this.#store.alerts();
    }
    await Promise.all([this.#readUnsent(), this.rollout.read(), this.bounds.read(), this.#driver.count()]);
  }

  /** While the next page travels: what is gone goes, alerts ring, and what is whole is folded. */
  #pulled({ gone, alerts, ...page }: Applied & { gone: Uuid[]; alerts: number }): void {
    for (const bucket of gone) this.#drop(bucket);
    this.#unsure(page.touched);
    this.#learn(page.progress);
    this.#arrival.came(page);
    if (alerts > 0) this.#quietly(this.#store.alerts().then((rows) => (this.#closed ? undefined : void (this.alerts = rows))));
  }

  #learn(progress: Progress): void {
    this.#scope = this.#renewal.learn(progress) ?? this.#scope;
    this.#arrival.learn(progress);
  }

  #unsure(buckets: Iterable<Uuid>): void {
    for (const bucket of buckets) for (const one of [this.#opener, this.#keychain]) one.unsure(bucket);
  }

  learnColleagues(listed: Colleague[]): void {
    this.colleagues = [...new Map([...this.colleagues, ...listed].map((one) => [one.id, one])).values()];
    for (const { id, name } of listed) this.#names.set(id, name);
  }

  #ground = (bucket: Uuid): Ground => ({ bucket, center: this.#centerOf(bucket), roles: this.#roles, ops: () => this.#opener.known(bucket) });
  #titleOf = (bucket: Uuid): string => this.summaries.find((summary) => summary.bucket === bucket)?.title ?? this.sheets.titleOf(bucket) ?? this.conferences.titleOf(bucket) ?? this.community.titleOf(bucket) ?? UNSENT_TITLE;
  #centerOf = (bucket: Uuid): string => this.#scope.find(({ id }) => id === bucket)?.center ?? this.me.center;
}
