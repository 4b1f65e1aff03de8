import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Onefold keeps what is its own (`dataDir`), and where new books go (`booksDir`). Absolute paths. */
export interface Folders {
  readonly dataDir: string;
  readonly booksDir: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Folders by the convention of the operating system; `ONEFOLD_DATA_DIR` overrides both, for tests and portable use.
 * Books go to `~/Onefold` and not to Documents, which macOS and Windows like to hand to iCloud and OneDrive: a synced folder can
 * corrupt a live database.
 */
export function foldersOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): Folders {
  const override = environment.ONEFOLD_DATA_DIR;
  if (override) return { dataDir: override, booksDir: join(override, 'books') };
  return { dataDir: join(applicationData(environment, platform, home), 'Onefold'), booksDir: join(home, 'Onefold') };
}

function applicationData(environment: Environment, platform: NodeJS.Platform, home: string): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return environment.APPDATA || join(home, 'AppData', 'Roaming');
  return environment.XDG_DATA_HOME || join(home, '.local', 'share');
}
