/** The push calls of the open session. */
import { type Call, overHttp, Trouble } from '../sync/transport';
import { EndpointEnded, NotNow, NotSubscribed, type PushServer } from './subscribe';

/** What the office knows of one of this person's devices. */
export interface Channel { device: string; state: 'active' | 'suspect' | 'gone'; last_ok_at: string | null; last_receipt_at: string | null }

export interface PushOffice extends PushServer {
  /** Sends a push to this device; the answer to whether it arrives is in `health`. */
  test(): Promise<void>;
  health(): Promise<Channel[]>;
}

export const pushOffice: PushOffice = {
  vapidKey: () => ask<{ vapid_key: string }>('/sync/v1/config').then((config) => config.vapid_key),
  put: (subscription) => ask('/push/v1/subscription', { method: 'PUT', body: subscription }),
  remove: () => ask('/push/v1/subscription', { method: 'DELETE' }),
  test: () => ask('/push/v1/test', { method: 'POST' }),
  health: () => ask<{ subscriptions: Channel[] }>('/push/v1/health').then((answer) => answer.subscriptions),
};

async function ask<T = void>(path: string, call?: Call): Promise<T> {
  try {
    return await overHttp<T>(path, call);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    if (error.detail.problem === 'push_endpoint_ended') throw new EndpointEnded();
    if (error.detail.problem === 'push_not_subscribed') throw new NotSubscribed();
    throw error.code === 'refused' ? error : new NotNow();
  }
}
