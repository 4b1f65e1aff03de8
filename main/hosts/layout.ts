import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Where a host finds its neighbours: two folders up is the root, from out/main as from main/hosts. */
const root = new URL('../../', import.meta.url);

export const RENDERER_DIR = fileURLToPath(new URL('out/renderer/', root));
export const PRELOAD_PATH = fileURLToPath(new URL('out/preload/index.cjs', root));

/** The version in package.json, which is packed with the app. */
export function appVersion(): string {
  const parsed: unknown = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'));
  const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null;
  if (typeof version !== 'string') throw new Error('package.json has no version.');
  return version;
}
