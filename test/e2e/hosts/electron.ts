import { once } from 'node:events';
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
  const ended = once(app.process(), 'exit').then(([code]) => code as number | null);
  return { options, ended, address: null, openPage: () => app.firstWindow(), close: () => app.close() };
}
