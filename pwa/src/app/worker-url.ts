/** The only place a worker address is made: Trusted Types refuse every other. */

interface ScriptPolicy { createScriptURL(url: string): unknown }
interface PolicyFactory { createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy }

/** Only our own origin and only the build's own worker files. */
function ownWorker(url: string): string {
  const { origin, pathname } = new URL(url, location.href);
  const allowed = pathname === '/sw.js' || pathname.startsWith('/assets/') || (import.meta.env.DEV && pathname.startsWith('/src/'));
  if (origin !== location.origin || !allowed) throw new TypeError('not a worker of this app');
  return url;
}

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: ScriptPolicy = factory?.createPolicy('kasane-worker', { createScriptURL: ownWorker }) ?? { createScriptURL: ownWorker };

/** A browser with Trusted Types gets a TrustedScriptURL, any other the checked text. */
export function workerUrl(url: string): string {
  return policy.createScriptURL(url) as string;
}
