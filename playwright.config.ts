import { defineConfig } from '@playwright/test';
import { electronRuntime } from './main/hosts/launch/electron.ts';

/**
 * One set of specs, two hosts. The `electron` project exists only where the runtime does; `npm test` reports it as
 * skipped otherwise. Retries stay at none: a test that passes the second time has found something.
 */
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  reporter: [['list']],
  use: { screenshot: 'only-on-failure', trace: 'retain-on-failure', colorScheme: 'light' },
  projects: [{ name: 'loopback' }, ...(electronRuntime() === null ? [] : [{ name: 'electron' }])],
});
