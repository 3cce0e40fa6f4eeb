/** Builds the phone app: hashed assets, one lazily loaded chunk per screen, and the service worker beside them. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './build/service-worker.ts';
import { version } from './build/version.ts';

const SERVER = process.env.KASANE_DEV_SERVER ?? 'http://localhost:8000';
// As the server tells its own calls from the app's paths: `/devices` is also a screen.
const CALLS = '^/(healthz$|[a-z]+/v[0-9]+([/?]|$))';

export default defineConfig({
  plugins: [svelte(), serviceWorker()],
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version()) },
  // One sheet of styles is 12 kB on the wire; a hundred small ones are a hundred waits on the way to a screen.
  build: { cssCodeSplit: false, target: 'es2022', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  worker: { format: 'es' },
  server: { proxy: { [CALLS]: SERVER } },
  // A worker for all files instead of one each takes a quarter of the time; no test leaves anything behind for the next.
  test: { environment: 'node', include: ['src/**/*.test.ts'], testTimeout: 20_000, isolate: false },
});
