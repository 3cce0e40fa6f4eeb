/** Builds the phone app: hashed assets, one lazily loaded chunk per screen, and the service worker beside them. */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';
import { serviceWorker } from './build/service-worker.ts';
import { version } from './build/version.ts';

const SERVER = process.env.KASANE_DEV_SERVER ?? 'http://localhost:8000';
const SERVER_PATHS = ['/sync', '/devices', '/access', '/directory', '/staff', '/scope', '/keys', '/alerts/v1', '/push', '/audit', '/blobs', '/centers'];

export default defineConfig({
  plugins: [svelte(), serviceWorker()],
  define: { 'import.meta.env.VITE_VERSION': JSON.stringify(version()) },
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, reportCompressedSize: true },
  worker: { format: 'es' },
  // `/devices` is also a screen: only calls below a version segment go to the server.
  server: { proxy: Object.fromEntries(SERVER_PATHS.map((path) => [path.includes('/v1') ? path : `${path}/v1`, SERVER])) },
  test: { environment: 'node', include: ['src/**/*.test.ts'], testTimeout: 20_000 },
});
