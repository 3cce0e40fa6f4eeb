// Builds the search module alone into the folder named first.
import { build } from 'vite';
await build({ configFile: false, logLevel: 'error', build: { outDir: process.argv[1], emptyOutDir: false, target: 'es2022',
  lib: { entry: 'src/casework/search.ts', formats: ['es'], fileName: 'search' } } });
