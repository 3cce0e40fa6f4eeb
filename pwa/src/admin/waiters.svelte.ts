/** The devices of the center. */
import type { Instant, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { OfficeList } from '../ledger/office-list.svelte';
import { overHttp } from '../sync/transport';

export interface DeviceRow {
  id: Uuid; staff: Uuid; staff_name: string; role: string; center: string | null; label: string; state: 'pending' | 'active' | 'lost' | 'retired' | 'revoked'; check_code: string;
  kem_key: string; sign_key: string; upload_key: string; code_id: string | null; enrolled_at: Instant; last_seen_at: Instant | null; certified: boolean;
  /** records that came from it and that nobody can read; an older office does not tell */
  unread?: number;
}

const ADMITS = ['coordinator', 'manager', 'administrator'];

export function mayAdmit(role: string): boolean {
  return ADMITS.includes(role);
}

const devices = async () => (await overHttp<{ devices: DeviceRow[] }>('/devices/v1/devices')).devices;

export class Waiters extends OfficeList<DeviceRow> {
  readonly count = $derived(this.rows.filter((one) => one.state === 'pending').length);
  readonly unread = $derived(this.rows.reduce((sum, one) => sum + (one.unread ?? 0), 0));

  constructor(ledger: Ledger, admitted: boolean) {
    super(ledger, devices, admitted);
  }
}
