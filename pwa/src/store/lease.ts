/** How long this device opens without word from the office. Counted in steps of the clock that only add up, so that setting it back gives no time back. */
import type { Instant } from '../casework/records';
import type { Progress } from './rows';
import { mergeProgress, type Store } from './store';

/** Until the office has said another number. */
const LEASE_HOURS = 72;
const HOUR_MS = 60 * 60 * 1000;

export type Lease = Pick<Progress, 'lease_hours' | 'lease_spent_ms' | 'lease_seen_ms'>;

/** The time since last looked is added; a clock that went backwards adds nothing and takes nothing away. */
export function counted(lease: Lease, now: number): Lease {
  const passed = lease.lease_seen_ms === 0 ? 0 : Math.max(0, now - lease.lease_seen_ms);
  return { ...lease, lease_spent_ms: lease.lease_spent_ms + passed, lease_seen_ms: now };
}

export function isOver(lease: Lease): boolean {
  return lease.lease_spent_ms > lease.lease_hours * HOUR_MS;
}

/** Looks at the clock and keeps what it saw. */
export function leaseIsOver(store: Store, now = Date.now()): Promise<boolean> {
  return store.connection.write(['meta'], async (tx) => {
    const progress = await mergeProgress(tx, {});
    const lease = counted(progress, now);
    await mergeProgress(tx, lease);
    return isOver(lease);
  });
}

/** The office was heard: counting begins anew. */
export function leaseFrom(now: number): Pick<Progress, 'lease_spent_ms' | 'lease_seen_ms'> {
  return { lease_spent_ms: 0, lease_seen_ms: now };
}

export function hoursOf(limits: unknown): number {
  const hours = (limits as { lease_hours?: unknown } | null | undefined)?.lease_hours;
  return typeof hours === 'number' && hours > 0 ? hours : LEASE_HOURS;
}

/** Local clock at which the server said `server_time`. */
export function heardAt(server_time: Instant, clock_off_ms: number): number {
  return Date.parse(server_time) - clock_off_ms;
}
