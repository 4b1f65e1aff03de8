import { defineConfig } from '@playwright/test';
import { electronRuntime } from './main/hosts/launch/electron.ts';
import { findChromium, NO_CHROMIUM } from './test/chromium.mjs';

const chromium = await findChromium();
if (chromium === null) throw new Error(NO_CHROMIUM);

/** Nothing that calls home while a test runs. */
const QUIET = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
];
const AS_ROOT = process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/**
 * One set of specs, two hosts. The `electron` project exists only where the runtime does; `npm test` reports it as skipped
 * otherwise. Retries are for CI alone, and `npm test` names what passed only the second time: at a desk it has found something.
 */
export default defineConfig({
  testDir: 'test/e2e/specs',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  retries: process.env.CI === undefined ? 0 : 1,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    launchOptions: { executablePath: chromium.path, args: [...QUIET, ...AS_ROOT, ...chromium.args] },
    actionTimeout: 10_000,
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
  },
  projects: [{ name: 'loopback' }, ...(electronRuntime() === null ? [] : [{ name: 'electron' }])],
});
