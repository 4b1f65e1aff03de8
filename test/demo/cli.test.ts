import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'onefold-demo-'));
const run = (script: string, ...args: string[]): { status: number | null; out: string; err: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, script), ...args], {
    encoding: 'utf8',
  });
  return { status, out: stdout, err: stderr };
};

afterAll(() => rmSync(folder, { recursive: true }));

describe('from the command line', () => {
  it('writes a year into a folder, names each file and its account, and scores the truth against itself', () => {
    expect(run('generate-cli.ts', '--profile', 'agency', '--orders', '300', '--out', folder).status).toBe(0);
    const files = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as { name: string; account: string }[];
    expect(files.length).toBeGreaterThan(8);
    expect(files.filter(({ name, account }) => account === '' || !existsSync(join(folder, name)))).toEqual([]);
    const scored = run('score-cli.ts', '--json', folder, join(folder, 'truth'));
    expect(scored.status).toBe(0);
    expect(JSON.parse(scored.out)).toMatchObject({
      clusters: { trueClusters: 300, exactClusters: 300, joined: { precision: 1, recall: 1 } },
    });
    expect(run('score-cli.ts', folder, join(folder, 'truth')).out).toContain('true / result / exactly equal  300 / 300 / 300');
  });

  it('says what is wrong with its arguments, and ends with 2', () => {
    expect(run('generate-cli.ts', '--profile', 'bakery', '--out', folder)).toMatchObject({
      status: 2,
      err: expect.stringContaining('usage:'),
    });
    expect(run('score-cli.ts', join(folder, 'truth'))).toMatchObject({ status: 2, err: expect.stringContaining('usage:') });
    expect(run('score-cli.ts', join(folder, 'nowhere'), folder)).toMatchObject({
      status: 2,
      err: expect.stringContaining('nothing at'),
    });
  });
});
