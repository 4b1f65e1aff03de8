/** A Python environment with Splink, made on first use under `.peers/` (ignored), or a sentence that says why there is none. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, '../../../.peers');
const REQUIREMENTS = join(import.meta.dirname, 'splink/requirements.txt');

export type Environment = { readonly python: string } | { readonly missing: string };

export function splinkEnvironment(): Environment {
  const python = join(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  const stamp = join(FOLDER, 'requirements');
  const wanted = readFileSync(REQUIREMENTS, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return { python };
  process.stderr.write('Making a Python environment with Splink (once) …\n');
  const made =
    run(process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', FOLDER]) ??
    run(python, ['-m', 'pip', 'install', '--quiet', '--requirement', REQUIREMENTS]);
  if (made !== null) return { missing: `Splink cannot be had here: ${made}` };
  writeFileSync(stamp, wanted);
  return { python };
}

/** What went wrong, in the last line that the program printed; null where nothing did. */
function run(program: string, args: readonly string[]): string | null {
  const { status, error, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error !== undefined) return error.message;
  return status === 0 ? null : (stderr.trim().split('\n').at(-1) ?? `${program} ended with ${status}`);
}
