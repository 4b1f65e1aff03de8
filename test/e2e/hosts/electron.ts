import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { electronRuntime } from '#main/hosts/launch/electron.ts';
import type { LaunchOptions, RunningApp } from './host.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** Starts the built app in the Electron runtime of this machine; the project that uses it exists only where there is one. */
export async function launchElectron(options: LaunchOptions): Promise<RunningApp> {
  const executablePath = electronRuntime();
  if (executablePath === null) throw new Error('There is no Electron runtime on this machine.');
  const app = await _electron.launch({
    executablePath,
    args: [ROOT, ...(options.demo ? [] : ['--no-demo']), ...(options.bookPath ? [options.bookPath] : [])],
    env: { ...process.env, ONEFOLD_DATA_DIR: options.dataDir } as Record<string, string>,
  });
  return { options, openPage: () => app.firstWindow(), close: () => app.close() };
}
