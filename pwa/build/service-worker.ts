/** Vite plugin: bundles src/sw/worker.ts to dist/sw.js with the version and the list of shell files written in, and its scripts and styles in one piece. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { build, type Plugin, type ResolvedConfig } from 'vite';
import { bundleOf } from '../src/sw/shell.ts';

/** What a phone takes in one request instead of hundreds, see src/sw/shell.ts. */
const IN_ONE_PIECE = /^\/assets\/.*\.(js|css)$/;
const NOT_SHELL = /(^sw\.js$)|(\.map$)|(\.(br|gz)$)/;

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort();
}

/** The version is the hash of everything shipped: the same build always gives the same worker. */
async function shellOf(folder: string): Promise<{ version: string; assets: string[] }> {
  const hash = createHash('sha256');
  const assets: string[] = [];
  for (const file of await filesUnder(folder)) {
    const name = relative(folder, file);
    if (NOT_SHELL.test(name)) continue;
    hash.update(name).update(await readFile(file));
    assets.push(name === 'index.html' ? '/' : `/${name}`);
  }
  return { version: hash.digest('hex').slice(0, 16), assets };
}

async function writeBundle(folder: string, version: string, assets: readonly string[]): Promise<void> {
  const paths = assets.filter((path) => IN_ONE_PIECE.test(path));
  const files = await Promise.all(paths.map(async (path) => [path, await readFile(join(folder, path), 'utf-8')]));
  await writeFile(join(folder, bundleOf(version).slice(1)), JSON.stringify(Object.fromEntries(files)));
}

export function serviceWorker(): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'kasane-service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    async closeBundle() {
      const folder = resolve(config.root, config.build.outDir);
      const { version, assets } = await shellOf(folder);
      await writeBundle(folder, version, assets);
      await build({
        root: config.root, configFile: false, publicDir: false, logLevel: 'warn',
        define: { __KASANE_VERSION__: JSON.stringify(version), __KASANE_ASSETS__: JSON.stringify(assets) },
        build: {
          outDir: folder, emptyOutDir: false, target: 'es2022', sourcemap: false,
          rollupOptions: {
            input: resolve(config.root, 'src/sw/worker.ts'),
            output: { format: 'iife', entryFileNames: 'sw.js', codeSplitting: false },
          },
        },
      });
    },
  };
}
