import { createHash, hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { MerkleTree } from './merkle.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const leaves = (count: number): Buffer[] => Array.from({ length: count }, (_, i) => hash('sha256', `leaf ${i}`, 'buffer'));

/** RFC 6962 §2.1, word for word: split at the largest power of two below n. */
function byDefinition(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (first === undefined) return createHash('sha256').digest();
  if (hashes.length === 1) return createHash('sha256').update(Buffer.of(0)).update(first).digest();
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return createHash('sha256')
    .update(Buffer.of(1))
    .update(byDefinition(hashes.slice(0, k)))
    .update(byDefinition(hashes.slice(k)))
    .digest();
}

test('the streaming root is the root of the definition, for every size up to 70', () => {
  for (let count = 0; count <= 70; count += 1) {
    const tree = new MerkleTree(sha256);
    for (const leaf of leaves(count)) tree.push(leaf);
    expect(hex(tree.root()), `${count} leaves`).toBe(byDefinition(leaves(count)).toString('hex'));
    expect(tree.count).toBe(count);
  }
});

test('the empty root is SHA-256 of nothing', () => {
  expect(hex(new MerkleTree(sha256).root())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
});

test('asking for the root does not disturb what is pushed after it', () => {
  const asked = new MerkleTree(sha256);
  for (const leaf of leaves(13)) {
    asked.push(leaf);
    asked.root();
  }
  expect(hex(asked.root())).toBe(byDefinition(leaves(13)).toString('hex'));
});
