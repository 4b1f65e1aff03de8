import { spawn } from 'node:child_process';
import { dirname } from 'node:path';

/** The command that shows a file in the system's file manager; Linux has no common way to select it, so its folder opens. */
export function revealCommand(path: string, platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['/usr/bin/open', '-R', path];
  if (platform === 'win32') return ['explorer.exe', `/select,${path}`];
  return ['xdg-open', dirname(path)];
}

/** Opens the file manager at `path`; rejects when there is none. */
export function revealInFolder(path: string, platform: NodeJS.Platform = process.platform): Promise<void> {
  const [command, ...args] = revealCommand(path, platform);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.unref();
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', () => reject(new Error(`No file manager could be opened. The file is at ${path}.`)));
  });
}
