import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const NO_CHROMIUM = 'No Chromium found. On Debian: sudo apt-get install -y chromium, or set CHROMIUM_PATH to one.';

/**
 * A Chromium for the tests: CHROMIUM_PATH, one that is installed, or the headless one that came with the npm packages.
 * @returns {Promise<{ path: string, args: string[] } | null>}
 */
export async function findChromium() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  const installed = [process.env.CHROMIUM_PATH, ...onPath].find((path) => path !== undefined && isExecutable(path));
  return installed === undefined ? packagedChromium() : { path: installed, args: [] };
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

async function packagedChromium() {
  const before = process.env.AWS_EXECUTION_ENV;
  try {
    // Read when the package loads: it then brings its own copies of the system libraries that a bare machine lacks.
    process.env.AWS_EXECUTION_ENV = 'AWS_Lambda_nodejs22.x';
    const { default: chromium } = await import('@sparticuz/chromium');
    return { path: await chromium.executablePath(), args: ['--no-sandbox'] };
  } catch {
    return null;
  } finally {
    if (before === undefined) delete process.env.AWS_EXECUTION_ENV;
    else process.env.AWS_EXECUTION_ENV = before;
  }
}
