/** The devices of the center as the server lists them; nothing of it is kept on this device. */
import type { Instant, Uuid } from '../casework/records';
import type { Ledger } from '../ledger/ledger';
import { overHttp, Trouble } from '../sync/transport';

export interface DeviceRow {
  id: Uuid; staff: Uuid; staff_name: string; role: string; center: string | null; label: string; state: 'pending' | 'active' | 'lost' | 'retired' | 'revoked'; check_code: string;
  kem_key: string; sign_key: string; upload_key: string; code_id: string | null; enrolled_at: Instant; last_seen_at: Instant | null; certified: boolean;
}

const ADMITS = ['coordinator', 'manager', 'administrator'];

export function mayAdmit(role: string): boolean {
  return ADMITS.includes(role);
}

/** `offline` and `failed` keep the last list: it says since when on the screen's own chip. */
export class Waiters {
  devices = $state.raw<DeviceRow[]>([]);
  state = $state<'asking' | 'known' | 'offline' | 'failed'>('asking');
  readonly count = $derived(this.devices.filter((one) => one.state === 'pending').length);

  /** Call while a component is made. Each finished round of the sync is a moment with a session. */
  constructor(ledger: Ledger, admitted: boolean) {
    $effect(() => {
      const { online, last_sync_at } = ledger.sync;
      if (!admitted) return;
      if (!online) this.state = 'offline';
      else if (last_sync_at !== null) void this.read();
    });
  }

  async read(): Promise<void> {
    try {
      this.devices = (await overHttp<{ devices: DeviceRow[] }>('/devices/v1/devices')).devices;
      this.state = 'known';
    } catch (error) {
      this.state = error instanceof Trouble && error.code === 'offline' ? 'offline' : 'failed';
    }
  }
}
