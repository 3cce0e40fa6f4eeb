/** A mailbox as the office knows it: the person's own, or that of the center. */
import { mailText as t } from '../text/mail';
import { overHttp, Trouble, type Transport } from '../sync/transport';

interface Known { on: boolean; confirmed: string | null; refused: string | null; waiting: string | null }
export type MailStanding = keyof typeof t.standing;

/** Digits as people type them, full width and spaced. */
export const digitsOf = (text: string) => text.normalize('NFKC').replace(/\D/g, '');
export const looksLikeAddress = (text: string) => /^[!-?A-~]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(text.trim());

/** Who may say where a center is reached: those whom its alerts ask. */
export const keepsCenterMail = ({ role, center }: { role: string; center: string | null }) => center !== null && ['coordinator', 'manager', 'center_head'].includes(role);

export class Mailbox {
  /** null until the office has said */
  known = $state.raw<Known | null>(null);
  busy = $state(false);
  problem = $state('');

  /** `at`: a person's own, or that of their center */
  constructor(private readonly at: '/mail/v1/mailbox' | '/mail/v1/center' = '/mail/v1/mailbox', private readonly call: Transport = overHttp) {}

  get standing(): MailStanding | null {
    const { known } = this;
    if (!known) return null;
    if (!known.on) return 'off';
    if (known.confirmed) return 'confirmed';
    return known.waiting ? 'waiting' : known.refused ? 'refused' : 'none';
  }

  async look(): Promise<void> {
    this.known = await this.call<Known>(this.at).catch(() => this.known);
  }

  give(address: string): Promise<boolean> {
    return this.#does(() => this.call(this.at, { method: 'PUT', body: { address: address.trim() } }));
  }

  confirm(code: string): Promise<boolean> {
    return this.#does(() => this.call(`${this.at}/code`, { body: { code: digitsOf(code) } }));
  }

  end(): Promise<boolean> {
    return this.#does(() => this.call(this.at, { method: 'DELETE' }));
  }

  async #does(act: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = '';
    try {
      await act();
      await this.look();
      return true;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      this.problem = error.code === 'offline' || error.code === 'portal' ? t.offline : (t.problems[error.detail.problem ?? ''] ?? t.problem);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
