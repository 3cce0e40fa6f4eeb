/** Written into the service worker by the build. */
declare const __KASANE_VERSION__: string;
declare const __KASANE_ASSETS__: string[];
