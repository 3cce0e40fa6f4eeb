/** Registers the service worker and tells when a newer version waits; it takes over only when the person says so and nothing is being written. */
import { lastKeystrokes } from '../unlock/locking';
import { workerUrl } from './worker-url';

const CHECK_EVERY_MS = 60 * 60 * 1000;
/** A worker that could not be woken the first time is asked again. */
const ASK_AGAIN_MS = 10_000;

class Updates {
  /** a newer version is installed and waits */
  waiting = $state(false);
  /** asked for; it takes over once the worker in charge has ended what it sends */
  applying = $state(false);
  #registration: ServiceWorkerRegistration | null = null;

  async start(): Promise<void> {
    if (!('serviceWorker' in navigator) || import.meta.env.DEV) return;
    let controlled = navigator.serviceWorker.controller !== null;
    // Before anything is waited for: a quick worker takes over in the meantime, and the next one would pass for the first.
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      // The very first worker takes over a page of its own version; only the next one brings another.
      if (controlled) void lastKeystrokes().then(() => location.reload());
      controlled = true;
    });
    try {
      this.#registration = await navigator.serviceWorker.register(workerUrl('/sw.js'), { scope: '/', updateViaCache: 'none' });
    } catch {
      return; // private windows refuse workers: the app then works online only
    }
    this.#watch(this.#registration);
    setInterval(() => this.check(), CHECK_EVERY_MS);
    this.check();
  }

  check(): void {
    if (!navigator.onLine) return;
    this.#registration?.update().catch(() => undefined);
    this.#registration?.active?.postMessage({ type: 'check-kill-switch' });
  }

  /** Call only with every draft saved: the page reloads as soon as the new worker is in charge. */
  apply(): void {
    if (this.applying || !this.#registration?.waiting) return;
    this.applying = true;
    const ask = () => this.#registration?.waiting?.postMessage({ type: 'skip-waiting' });
    ask();
    setInterval(ask, ASK_AGAIN_MS); // until the page is gone
  }

  #watch(registration: ServiceWorkerRegistration): void {
    const look = () => {
      this.waiting = registration.waiting !== null && navigator.serviceWorker.controller !== null;
    };
    look();
    registration.addEventListener('updatefound', () => registration.installing?.addEventListener('statechange', look));
  }
}

export const updates = new Updates();

export function startUpdates(): void {
  void updates.start();
}
