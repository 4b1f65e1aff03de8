/**
 * Where a book may lie. SQLite's locks do not hold on network drives, and a sync service copies the file and its write-ahead log at
 * different moments: both damage books without a word. So such places are refused, by what can be told from outside.
 */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

export type PlaceRisk = { readonly kind: 'network'; readonly detail: string } | { readonly kind: 'cloud'; readonly detail: string };

/** What the operating system says of places; tests lend their own. */
export interface PlaceFacts {
  readonly platform: NodeJS.Platform;
  /** Text of `/proc/mounts`, or null where there is none. */
  readonly mounts: string | null;
  readonly exists: (path: string) => boolean;
}

const NETWORK_TYPES =
  /^(?:nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|ceph|glusterfs|davfs2?|lustre|beegfs|fuse\.(?:sshfs|rclone|davfs2?|glusterfs|s3fs|gvfsd-fuse|smbnetfs|curlftpfs|ceph))$/;

/** Names of folders that a sync service makes. Whole names only: a shop may well be called "Dropbox returns". */
const CLOUD_FOLDERS: readonly { readonly service: string; readonly name: RegExp }[] = [
  { service: 'Dropbox', name: /^Dropbox(?: \(.+\))?$/i },
  { service: 'OneDrive', name: /^OneDrive(?: - .+)?$/i },
  { service: 'iCloud Drive', name: /^(?:iCloud ?Drive|Mobile Documents|com~apple~CloudDocs|iCloudDrive)$/i },
  { service: 'Google Drive', name: /^(?:Google ?Drive|GoogleDrive-.+|My Drive|Shared drives)$/i },
  { service: 'a cloud drive', name: /^CloudStorage$/ },
  { service: 'Nextcloud', name: /^(?:Nextcloud|ownCloud)$/i },
  { service: 'Box', name: /^Box(?: Sync)?$/ },
  { service: 'pCloud', name: /^pCloud ?Drive$/i },
  { service: 'MEGA', name: /^(?:MEGA|MEGAsync)$/ },
];

/** Files that sync services leave in the folders they own. */
const CLOUD_MARKERS: readonly { readonly service: string; readonly file: string }[] = [
  { service: 'Dropbox', file: '.dropbox' },
  { service: 'Dropbox', file: '.dropbox.cache' },
  { service: 'OneDrive', file: '.849C9593-D756-4E56-8D6E-42412F2A707B' },
  { service: 'Google Drive', file: '.tmp.drivedownload' },
  { service: 'Syncthing', file: '.stfolder' },
  { service: 'Nextcloud', file: '.sync-exclude.lst' },
  { service: 'ownCloud', file: '.owncloudsync.log' },
];

/** What speaks against keeping a book at this absolute path, or null. The file itself need not exist, its folder must. */
export function placeRisk(path: string, facts: PlaceFacts = realFacts()): PlaceRisk | null {
  if (facts.platform === 'win32' && /^[\\/]{2}[^?.]/.test(path)) return { kind: 'network', detail: 'a network share' };
  if (facts.platform === 'darwin' && /^\/Volumes\/[^/]+\//.test(path)) {
    return { kind: 'network', detail: 'an external or network volume' };
  }
  const type = facts.mounts === null ? null : mountType(path, facts.mounts);
  if (type !== null && NETWORK_TYPES.test(type)) return { kind: 'network', detail: `a network drive (${type})` };
  return cloudRisk(dirname(path), facts);
}

function cloudRisk(folder: string, facts: PlaceFacts): PlaceRisk | null {
  for (let at = folder; ; at = dirname(at)) {
    const named = CLOUD_FOLDERS.find(({ name }) => name.test(basename(at)));
    if (named !== undefined) return { kind: 'cloud', detail: named.service };
    const marked = CLOUD_MARKERS.find(({ file }) => facts.exists(join(at, file)));
    // Dropbox keeps its own settings in ~/.dropbox: a marker in a home folder says nothing of the folder.
    if (marked !== undefined && !isHome(at)) return { kind: 'cloud', detail: marked.service };
    if (dirname(at) === at) return null;
  }
}

function isHome(folder: string): boolean {
  return /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+|[A-Za-z]:\\Users\\[^\\]+)$/.test(folder);
}

/** Type of the file system that holds a path: the longest mount point above it. `/proc/mounts` writes a space as `\040`. */
export function mountType(path: string, mounts: string): string | null {
  let best: { readonly point: string; readonly type: string } | null = null;
  for (const line of mounts.split('\n')) {
    const [, escaped, type] = line.split(' ');
    if (escaped === undefined || type === undefined) continue;
    const point = escaped.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const above = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    if (above && (best === null || point.length >= best.point.length)) best = { point, type };
  }
  return best?.type ?? null;
}

function realFacts(): PlaceFacts {
  return {
    platform: process.platform,
    mounts: existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : null,
    exists: existsSync,
  };
}

/** The path with all links followed; of a file that is still to be made, the folder's. */
export function realPlace(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const folder = dirname(path);
  return existsSync(folder) ? realpathSync(folder) + (folder.endsWith(sep) ? '' : sep) + basename(path) : path;
}
