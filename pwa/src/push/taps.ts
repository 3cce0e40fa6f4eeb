/** A tap on a notification while the app is open, locked or not: the page goes there itself, nothing typed is thrown away. */
import { go, route } from '../app/router.svelte';
import { pathOf } from '../sw/push-message';

export function followTaps(): void {
  navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown; path?: unknown } | null>) => {
    // An enrolment under way holds its one-time secret in memory only.
    if (data?.type === 'open-path' && route.path !== '/enrol') go(pathOf(data));
  });
}
