import { mkdtempSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { claimInstance, type Instance } from './instance.ts';

const held: Instance[] = [];
afterEach(async () => {
  await Promise.all(held.splice(0).map((instance) => instance.release()));
});

async function claim(dataDir: string, bookPath: string | null = null, onBook: (path: string) => void = () => {}): Promise<boolean> {
  const instance = await claimInstance(dataDir, bookPath, onBook);
  if (instance !== null) held.push(instance);
  return instance !== null;
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'onefold-instance-'));

it('is held by one, who hears which book the next one wanted', async () => {
  const dataDir = newFolder();
  const books: string[] = [];
  expect(await claim(dataDir, null, (path) => books.push(path))).toBe(true);
  expect(await claim(dataDir, '/books/zażółć\n2.onefold')).toBe(false);
  expect(await claim(dataDir)).toBe(false);
  expect(books).toEqual(['/books/zażółć\n2.onefold']);
});

it('is free again after release', async () => {
  const dataDir = newFolder();
  expect(await claim(dataDir)).toBe(true);
  await held.pop()?.release();
  expect(await claim(dataDir)).toBe(true);
});

it('is apart for every data folder', async () => {
  expect(await claim(newFolder())).toBe(true);
  expect(await claim(newFolder())).toBe(true);
});

it('survives a visitor who talks nonsense', async () => {
  const dataDir = newFolder();
  const books: string[] = [];
  await claim(dataDir, null, (path) => books.push(path));
  for (const nonsense of ['{"open":1}\n', 'not json\n', '7\n']) {
    const visitor = connect(join(dataDir, 'instance.sock'));
    visitor.end(nonsense);
    await new Promise((resolve) => visitor.once('close', resolve).resume());
  }
  expect(await claim(dataDir, '/books/a.onefold')).toBe(false);
  expect(books).toEqual(['/books/a.onefold']);
});

it('does not stand in the way where the path is too long for a socket', async () => {
  expect(await claim(join(newFolder(), 'x'.repeat(120)))).toBe(true);
});
