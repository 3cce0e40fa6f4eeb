/** The directory as this device has it: read from its own store first, brought up to date when the office can be heard. */
import type { Uuid } from '../casework/records';
import type { AnsweredRow, OrganizationRow } from '../store/organization-rows';
import { keepOrganizations, organizations } from '../store/organizations';
import type { Store } from '../store/store';
import { overHttp, type Transport } from '../sync/transport';

const ROUTE = '/organizations/v1/organizations';
/** A telephone number is not news: the open app asks so often, a screen that shows the directory at once. */
const REGULAR_MS = 10 * 60_000;

interface Changes { gen: Uuid; head: number; whole: boolean; more: boolean; organizations: OrganizationRow[] }

export class OrganizationBook {
  rows = $state.raw<OrganizationRow[]>([]);
  /** `opening` until the device's own copy is read */
  state = $state<'opening' | 'known' | 'failed'>('opening');
  /** when the office last told all; null: never on this device */
  heardAt = $state<string | null>(null);
  #askedAt = 0;
  #reading: Promise<void> | null = null;
  #asking: Promise<void> | null = null;

  constructor(private readonly store: Store, private readonly transport: Transport = overHttp) {}

  /** What lies on this device; nothing is asked of the network. */
  read(): Promise<void> {
    this.#reading ??= this.#show().catch(() => {
      this.#reading = null;
      this.state = 'failed';
    });
    return this.#reading;
  }

  /** `atOnce`: somebody is looking. What fails leaves the copy as it is, and the next round tries again. */
  refresh(atOnce = false): Promise<void> {
    if (!atOnce && Date.now() - this.#askedAt < REGULAR_MS) return Promise.resolve();
    this.#asking ??= this.#ask().catch(() => undefined).finally(() => (this.#asking = null));
    return this.#asking;
  }

  /** What this person has just changed is seen here at once. */
  async take(row: AnsweredRow): Promise<void> {
    const known = this.rows.find(({ id }) => id === row.id);
    const checked_by_name = known?.checked_by === row.checked_by ? known.checked_by_name : '';
    await keepOrganizations(this.store, [{ ...row, checked_by_name }], false);
    await this.#show();
  }

  close(): void {
    this.store.close();
    this.rows = [];
  }

  async #ask(): Promise<void> {
    const { place } = await organizations(this.store);
    let [gen, since] = [place?.gen ?? null, place?.head ?? 0];
    let whole = false;
    const rows: OrganizationRow[] = [];
    for (let more = true; more; ) {
      const page = await this.transport<Changes>(`${ROUTE}?since=${since}${gen ? `&gen=${gen}` : ''}`);
      if (page.whole) rows.length = 0;
      whole ||= page.whole;
      rows.push(...page.organizations);
      more = page.more && page.head > since;
      [gen, since] = [page.gen, page.head];
    }
    this.#askedAt = Date.now();
    await keepOrganizations(this.store, rows, whole, { gen: gen!, head: since, heard_at: new Date().toISOString() });
    await this.#show();
  }

  async #show(): Promise<void> {
    const { rows, place } = await organizations(this.store);
    this.rows = rows;
    this.heardAt = place?.heard_at ?? null;
    this.state = 'known';
  }
}
