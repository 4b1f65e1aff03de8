import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { launchElectron } from './hosts/electron.ts';
import type { LaunchOptions, RunningApp } from './hosts/host.ts';
import { launchLoopback } from './hosts/loopback.ts';

interface Fixtures {
  /** What to start with; override with `test.use({ start: { demo: true } })`. */
  start: Partial<Pick<LaunchOptions, 'demo' | 'bookPath'>>;
  /** A folder of this test alone, removed afterwards. */
  dataDir: string;
  /** Starts the app on this test's folder, for tests that start it more than once; closed afterwards if it still runs. */
  launch(options?: Partial<LaunchOptions>): Promise<RunningApp>;
  app: RunningApp;
  page: Page;
}

/** `test` with a running app and its window. Specs do not know which host carries them. */
export const test = base.extend<Fixtures>({
  start: [{}, { option: true }],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs off this pattern.
  dataDir: async ({}, use) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'onefold-e2e-'));
    await use(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  },
  launch: async ({ context, dataDir, start }, use, { project }) => {
    const running: RunningApp[] = [];
    await use(async (options = {}) => {
      const full: LaunchOptions = { demo: false, bookPath: null, dataDir, ...start, ...options };
      const app = project.name === 'electron' ? await launchElectron(full) : await launchLoopback(full, context);
      running.push(app);
      return app;
    });
    for (const app of running) await app.close();
  },
  app: async ({ launch }, use) => use(await launch()),
  page: async ({ app }, use) => use(await app.openPage()),
});

export { expect } from '@playwright/test';
