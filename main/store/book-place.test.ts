import { describe, expect, test } from 'vitest';
import { mountType, type PlaceFacts, placeRisk } from './book-place.ts';

const MOUNTS = [
  '/dev/sda1 / ext4 rw 0 0',
  'server:/export /srv/share nfs4 rw 0 0',
  '//nas/books /mnt/My\\040NAS cifs rw 0 0',
  'me@host: /home/ana/remote fuse.sshfs rw 0 0',
  '/dev/sdb1 /home/ana/remote/local ext4 rw 0 0',
].join('\n');

function linux(markers: readonly string[] = []): PlaceFacts {
  return { platform: 'linux', mounts: MOUNTS, exists: (path) => markers.includes(path) };
}

describe('a book may lie on the machine’s own disk only', () => {
  test.each([
    ['/home/ana/Books/Shop.onefold', null],
    ['/srv/share/Shop.onefold', 'network'],
    ['/srv/shared-with-nobody/Shop.onefold', null],
    ['/mnt/My NAS/Shop.onefold', 'network'],
    ['/home/ana/remote/Shop.onefold', 'network'],
    ['/home/ana/remote/local/Shop.onefold', null],
    ['/home/ana/Dropbox/Shop.onefold', 'cloud'],
    ['/home/ana/Dropbox (Northwind)/2026/Shop.onefold', 'cloud'],
    ['/home/ana/OneDrive - Northwind Ltd/Shop.onefold', 'cloud'],
    ['/home/ana/Dropbox returns/Shop.onefold', null],
    ['/home/ana/My Drive/Shop.onefold', 'cloud'],
    ['/home/ana/Nextcloud/Shop.onefold', 'cloud'],
  ])('%s: %s', (path, risk) => {
    expect(placeRisk(path, linux())?.kind ?? null).toBe(risk);
  });

  test('a sync service is known by the files it leaves, however its folder is called', () => {
    expect(placeRisk('/data/company/books/Shop.onefold', linux(['/data/company/.stfolder']))).toEqual({
      kind: 'cloud',
      detail: 'Syncthing',
    });
    expect(placeRisk('/home/ana/Books/Shop.onefold', linux(['/home/ana/.dropbox']))).toBe(null);
  });

  test('on Windows a share is known by its name, on a Mac other volumes by theirs', () => {
    const windows: PlaceFacts = { platform: 'win32', mounts: null, exists: () => false };
    const mac: PlaceFacts = { platform: 'darwin', mounts: null, exists: () => false };
    expect(placeRisk('\\\\server\\books\\Shop.onefold', windows)?.kind).toBe('network');
    expect(placeRisk('/Volumes/Team/Shop.onefold', mac)?.kind).toBe('network');
    expect(placeRisk('/Users/ana/Library/Mobile Documents/com~apple~CloudDocs/Shop.onefold', mac)?.kind).toBe('cloud');
    expect(placeRisk('/Users/ana/Library/CloudStorage/Box-Box/Shop.onefold', mac)?.kind).toBe('cloud');
    expect(placeRisk('/Users/ana/Documents/Shop.onefold', mac)).toBe(null);
  });

  test('the innermost mount decides', () => {
    expect(mountType('/home/ana/remote/local/x', MOUNTS)).toBe('ext4');
    expect(mountType('/home/ana/remote/other/x', MOUNTS)).toBe('fuse.sshfs');
  });
});
