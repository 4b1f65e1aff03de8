import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Everything that runs in Node or in Electron's main process becomes one flat file in out/main. */
const MAIN_ENTRIES: Readonly<Record<string, string>> = {
  electron: 'main/hosts/electron/main.ts',
  loopback: 'main/hosts/loopback/main.ts',
  cli: 'main/hosts/cli/index.ts',
  'app.worker': 'main/workers/app.worker.ts',
  'reader.worker': 'main/workers/reader.worker.ts',
  'job.worker': 'main/workers/job.worker.ts',
  'matching.worker': 'main/workers/matching.worker.ts',
  'compare.worker': 'main/workers/compare.worker.ts',
  'reconcile.worker': 'main/workers/reconcile.worker.ts',
  'match-csv': 'main/workers/match-csv.ts',
  'match-tables.worker': 'main/workers/match-tables.worker.ts',
  'replay.worker': 'main/workers/replay.worker.ts',
  'learn.worker': 'main/workers/learn.worker.ts',
  'rebuild.worker': 'main/workers/rebuild.worker.ts',
};

const mainInput = Object.fromEntries(
  Object.entries(MAIN_ENTRIES)
    .map(([name, path]) => [name, at(path)] as const)
    .filter(([, path]) => existsSync(path)),
);

/** Native or provided by the runtime: never bundled. Everything else is, so that the package carries one dependency. */
const EXTERNAL = ['electron', 'better-sqlite3', /^node:/];

/** Every audit pack holds the verifier as text, so it lies beside the threads as it is. */
const verifierAsText: Plugin = {
  name: 'verifier-as-text',
  applyToEnvironment: (environment) => environment.name === 'main',
  generateBundle() {
    for (const fileName of ['verify.mjs', 'page.html'])
      this.emitFile({ type: 'asset', fileName, source: readFileSync(at(`verify/${fileName}`), 'utf8') });
  },
};

/**
 * Three builds in one process (`vite build --app`): the window, the threads and hosts, the preload script.
 * Chunks stay flat in out/main because a worker is found beside the file that starts it.
 */
export default defineConfig({
  root: at('renderer'),
  base: './',
  plugins: [react(), verifierAsText],
  environments: {
    client: { build: { outDir: at('out/renderer'), emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } } },
    main: {
      consumer: 'server',
      // The PDF writer is CommonJS and asks where it lies.
      define: { __dirname: 'import.meta.dirname' },
      resolve: { noExternal: true, external: ['electron', 'better-sqlite3'] },
      build: {
        ssr: true,
        target: 'node24',
        copyPublicDir: false,
        outDir: at('out/main'),
        emptyOutDir: true,
        rolldownOptions: {
          external: EXTERNAL,
          input: mainInput,
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
        },
      },
    },
    preload: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        ssr: true,
        copyPublicDir: false,
        outDir: at('out/preload'),
        emptyOutDir: true,
        rolldownOptions: {
          external: ['electron'],
          input: { index: at('preload/index.ts') },
          output: { format: 'cjs', entryFileNames: '[name].cjs' },
        },
      },
    },
  },
  builder: {
    async buildApp(builder) {
      for (const environment of Object.values(builder.environments)) await builder.build(environment);
    },
  },
});
