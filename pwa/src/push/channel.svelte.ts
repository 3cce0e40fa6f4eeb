/** Whether a push reaches this device, as far as is known: made by a tap, repaired on every open, proved by a receipt. */
import { pushOffice, type PushOffice } from './server';
import { NotSubscribed, type PushStanding, ownBrowser, repair, standingNow, subscribe } from './subscribe';

const TEST_WAIT_MS = 20_000;
const LOOK_EVERY_MS = 500;

export type TestResult = 'none' | 'waiting' | 'arrived' | 'silent' | 'failed';

export class PushChannel {
  standing = $state<PushStanding>('asking');
  tested = $state<TestResult>('none');
  /** when this device last said that a push arrived */
  arrived_at = $state<string | null>(null);
  busy = $state(false);

  constructor(private readonly device: string, private readonly office: PushOffice = pushOffice, private readonly browser = ownBrowser) {
    this.look();
  }

  /** The permission may have been changed in the device's settings meanwhile; alone it is no proof that the office was told. */
  look(): void {
    const now = standingNow(this.browser);
    if (now !== 'on') this.standing = now;
    else if (this.standing !== 'on' && this.standing !== 'failed') this.standing = 'asking';
  }

  /** From the handler of a tap, with nothing awaited before. */
  async turnOn(): Promise<void> {
    await this.#standAs(subscribe(this.office, this.browser));
  }

  async repair(): Promise<void> {
    if (!this.busy) await this.#standAs(repair(this.office, this.browser));
  }

  /** Sends a push the long way round, and believes in it only when this device's service worker has answered. */
  async test(): Promise<void> {
    if (this.tested === 'waiting') return;
    this.tested = 'waiting';
    try {
      const before = await this.#lastReceipt();
      await this.office.test().catch((error: unknown) => this.#sendAgain(error));
      const end = Date.now() + TEST_WAIT_MS;
      while (this.arrived_at === before && Date.now() < end) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        await this.#lastReceipt();
      }
      this.tested = this.arrived_at === before ? 'silent' : 'arrived';
    } catch {
      this.tested = 'failed';
    }
  }

  /** The office lost this device since the app was opened: given anew, then once more. */
  async #sendAgain(error: unknown): Promise<void> {
    if (!(error instanceof NotSubscribed)) throw error;
    await this.repair();
    await this.office.test();
  }

  async #standAs(asked: Promise<PushStanding>): Promise<void> {
    this.busy = true;
    this.standing = await asked;
    if (this.standing === 'on') await this.#lastReceipt().catch(() => null);
    this.busy = false;
  }

  async #lastReceipt(): Promise<string | null> {
    const mine = (await this.office.health()).find(({ device }) => device === this.device);
    this.arrived_at = mine?.last_receipt_at ?? null;
    return this.arrived_at;
  }
}
