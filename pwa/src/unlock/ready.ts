/** Fetches what the first screen will need while the person is still finding their passphrase: code and the public directory, nothing secret. */
import { matchPath, route } from '../app/router.svelte';
import { loaderOf, PATTERNS } from '../app/screens';

export async function getReady(staff: string): Promise<void> {
  const screen = matchPath(PATTERNS, route.path);
  const [{ verifyEarly }] = await Promise.all([import('./opening'), import('../app/OpenApp.svelte'), screen && loaderOf(screen.pattern)?.()]);
  await verifyEarly(staff);
}
