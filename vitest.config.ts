import { defineConfig } from 'vitest/config';

/**
 * Unit, contract, tidy, golden and simulation tests: everything named `*.test.ts(x)`. Playwright owns `*.spec.ts`.
 * Forks, because a crash of the native SQLite module must take down one test file and not the run.
 */
export default defineConfig({
  test: {
    include: ['**/*.test.ts', '**/*.test.tsx'],
    exclude: ['**/node_modules/**', 'out/**', 'dist/**', 'test-results/**'],
    pool: 'forks',
    // Types are stripped by WebAssembly in every thread; see main/app/worker-url.ts for what V8 does to that.
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000'],
    maxWorkers: 2,
    // Waits are for what happens; on a busy machine that takes its time, and a patient test is no slower on an idle one.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    hookTimeout: 60_000,
    // On CI alone: a machine that somebody else loads must not turn a clean tree red. At a desk a test that wavers has found something.
    retry: process.env.CI === undefined ? 0 : 1,
  },
});
