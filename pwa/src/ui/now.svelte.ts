/** The time on the screen: steps once a minute, so that nothing moves by itself. */

class Now {
  at = $state.raw(new Date());
  constructor() {
    setInterval(() => (this.at = new Date()), 60_000);
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') this.at = new Date();
    });
  }
}

export const now = new Now();
