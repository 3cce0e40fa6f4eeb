/** Keeps this device reachable while the book is open, and hands the channel to the screens below. Call while the component is made. */
import { getContext, setContext, untrack } from 'svelte';
import type { Ledger } from '../ledger/ledger';
import { PushChannel } from './channel.svelte';

const PLACE = Symbol('push');

export function keepReachable(ledger: Ledger): void {
  const channel = new PushChannel(ledger.me.device);
  setContext(PLACE, channel);
  let tried: string | null = null;
  $effect(() => {
    // A session exists only after a round went through; each later round is another chance.
    const { online, last_sync_at } = ledger.sync;
    if (!online || last_sync_at === null || last_sync_at === tried) return;
    tried = last_sync_at;
    untrack(() => {
      channel.look();
      if (channel.standing === 'asking' || channel.standing === 'failed') void channel.repair();
    });
  });
  $effect(() => {
    const listening = new AbortController();
    navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown } | null>) => {
      if (data?.type === 'push-subscription-changed') void channel.repair();
    }, { signal: listening.signal });
    return () => listening.abort();
  });
}

export function getPushChannel(): PushChannel {
  return getContext<PushChannel>(PLACE);
}
