import { createHash, hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { SetRoot } from './set-root.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const hashes = (from: number, to: number): Buffer =>
  Buffer.concat(Array.from({ length: to - from }, (_, i) => hash('sha256', `line ${from + i}`, 'buffer')));

/** Word for word: 65,536 leaves by the first two bytes, 256 branches by the first. */
function byDefinition(all: Buffer): string {
  const sorted = Array.from({ length: all.length / 32 }, (_, i) => all.subarray(i * 32, i * 32 + 32)).sort(Buffer.compare);
  const root = createHash('sha256');
  for (let first = 0; first < 256; first++) {
    const branch = createHash('sha256');
    for (let second = 0; second < 256; second++) {
      const leaf = createHash('sha256');
      for (const one of sorted) if (one[0] === first && one[1] === second) leaf.update(one);
      branch.update(leaf.digest());
    }
    root.update(branch.digest());
  }
  return root.digest('hex');
}

test('the root is that of the definition, in whatever order the hashes come', () => {
  for (const count of [0, 1, 40]) {
    const all = hashes(0, count);
    const stood = Buffer.from(all);
    const turned = Buffer.concat(Array.from({ length: count }, (_, i) => all.subarray(i * 32, i * 32 + 32)).reverse());
    expect(hex(new SetRoot(all, sha256).root)).toBe(byDefinition(stood));
    expect(hex(new SetRoot(turned, sha256).root)).toBe(byDefinition(stood));
  }
});

test('a root after a change is the root of what is there then, for hashes that come, go and come again', () => {
  const root = new SetRoot(hashes(0, 3000), sha256);
  expect(hex(root.rootAfter(hashes(0, 0), hashes(0, 0)))).toBe(hex(root.root));
  expect(hex(root.rootAfter(hashes(1000, 1200), hashes(3000, 3500)))).toBe(
    hex(new SetRoot(Buffer.concat([hashes(0, 1000), hashes(1200, 3500)]), sha256).root),
  );
  expect(hex(root.rootAfter(hashes(10, 20), hashes(10, 20)))).toBe(hex(root.root));
  expect(() => root.rootAfter(hashes(3000, 3001), hashes(0, 0))).toThrow('not in the set');
});
