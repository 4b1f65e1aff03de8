/**
 * A root over a set of 32-byte hashes that one hash more or less does not make anew: the sorted hashes lie in 65,536 leaves by their
 * first two bytes, the leaves in 256 branches by the first. A leaf is SHA-256 over its hashes, a branch over its 256 leaves, the root over
 * the 256 branches: the tree has one shape, so that no leaf can pass for a branch. `docs/log-format.md` tells it in words.
 */
import { sortByKey } from '../matching/radix.ts';
import type { Sha256Bytes } from './merkle.ts';

const HASH = 32;
const FAN = 256;
const LEAVES = FAN * FAN;

export class SetRoot {
  readonly root: Uint8Array;
  readonly #sha256: Sha256Bytes;
  /** All hashes, ascending. */
  readonly #hashes: Uint8Array;
  /** Hashes of leaf i: numbers `start[i]` … `start[i + 1] − 1`. */
  readonly #start = new Uint32Array(LEAVES + 1);
  readonly #leaves = new Uint8Array(LEAVES * HASH);
  readonly #branches = new Uint8Array(FAN * HASH);

  /**
   * `hashes`: 32 bytes each, in any order, which are kept and put in order; a hash that stands twice counts once. `pause` is called now
   * and then and may throw.
   */
  constructor(hashes: Uint8Array, sha256: Sha256Bytes, pause: () => void = () => undefined) {
    this.#sha256 = sha256;
    this.#hashes = sortedHashes(hashes);
    for (let at = 0; at < this.#hashes.length; at += HASH) {
      const next = leafAt(this.#hashes, at) + 1;
      this.#start[next] = (this.#start[next] as number) + 1;
    }
    const empty = sha256(new Uint8Array(0));
    for (let leaf = 0; leaf < LEAVES; leaf++) {
      this.#start[leaf + 1] = (this.#start[leaf + 1] as number) + (this.#start[leaf] as number);
      const isEmpty = this.#start[leaf] === this.#start[leaf + 1];
      this.#leaves.set(isEmpty ? empty : sha256(this.#inLeaf(leaf)), leaf * HASH);
      if (leaf % FAN === 0) pause();
    }
    for (let branch = 0; branch < FAN; branch++) this.#branches.set(branchOf(this.#leaves, branch, sha256), branch * HASH);
    this.root = sha256(this.#branches);
  }

  /** The root without some hashes and with some others, 32 bytes each. What is taken out must be there. */
  rootAfter(removed: Uint8Array, added: Uint8Array): Uint8Array {
    const leaves = this.#leaves.slice();
    const branches = this.#branches.slice();
    const changed = new Map<number, LeafChange>();
    for (let at = 0; at < removed.length; at += HASH) changeOf(changed, leafAt(removed, at)).out.push({ of: removed, at });
    for (let at = 0; at < added.length; at += HASH) changeOf(changed, leafAt(added, at)).into.push({ of: added, at });
    for (const [leaf, change] of changed) leaves.set(this.#sha256(hashesAfter(this.#inLeaf(leaf), change)), leaf * HASH);
    for (const branch of new Set([...changed.keys()].map((leaf) => leaf >>> 8)))
      branches.set(branchOf(leaves, branch, this.#sha256), branch * HASH);
    return this.#sha256(branches);
  }

  #inLeaf(leaf: number): Uint8Array {
    return this.#hashes.subarray((this.#start[leaf] as number) * HASH, (this.#start[leaf + 1] as number) * HASH);
  }
}

/** A hash among others: its first byte. */
interface Place {
  readonly of: Uint8Array;
  readonly at: number;
}

interface LeafChange {
  readonly out: Place[];
  readonly into: Place[];
}

/** Few hashes lie in a leaf: each is put where it belongs. */
function hashesAfter(stood: Uint8Array, { out, into }: LeafChange): Uint8Array {
  const after = new Uint8Array(stood.length + into.length * HASH);
  after.set(stood);
  let end = stood.length;
  const find = ({ of, at }: Place): { readonly place: number; readonly isThere: boolean } => {
    let place = 0;
    while (place < end && compare(after, place, of, at) < 0) place += HASH;
    return { place, isThere: place < end && compare(after, place, of, at) === 0 };
  };
  for (const hash of out) {
    const { place, isThere } = find(hash);
    if (!isThere) throw new Error('a hash that is not in the set cannot leave it');
    after.copyWithin(place, place + HASH, end);
    end -= HASH;
  }
  for (const hash of into) {
    const { place, isThere } = find(hash);
    if (isThere) continue;
    after.copyWithin(place + HASH, place, end);
    for (let byte = 0; byte < HASH; byte++) after[place + byte] = hash.of[hash.at + byte] as number;
    end += HASH;
  }
  return after.subarray(0, end);
}

function changeOf(changed: Map<number, LeafChange>, leaf: number): LeafChange {
  const known = changed.get(leaf) ?? { out: [], into: [] };
  changed.set(leaf, known);
  return known;
}

function branchOf(leaves: Uint8Array, branch: number, sha256: Sha256Bytes): Uint8Array {
  return sha256(leaves.subarray(branch * FAN * HASH, (branch + 1) * FAN * HASH));
}

function leafAt(hashes: Uint8Array, at: number): number {
  return ((hashes[at] as number) << 8) | (hashes[at + 1] as number);
}

function compare(a: Uint8Array, from: number, b: Uint8Array, other: number): number {
  for (let at = 0; at < HASH; at++) {
    const difference = (a[from + at] as number) - (b[other + at] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Ascending by their bytes, each once; in place. */
function sortedHashes(hashes: Uint8Array): Uint8Array {
  const size = hashes.length / HASH;
  const keys = new Uint32Array(size);
  const view = new DataView(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  for (let i = 0; i < size; i++) keys[i] = view.getUint32(i * HASH);
  const order = new Uint32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  sortByKey(order, keys, new Uint32Array(size));
  const byAll = (a: number, b: number): number => compare(hashes, a * HASH, hashes, b * HASH);
  for (let from = 0; from < size; ) {
    let to = from + 1;
    while (to < size && keys[order[to] as number] === keys[order[from] as number]) to++;
    if (to - from > 1) order.subarray(from, to).sort(byAll);
    from = to;
  }
  putInOrder(hashes, order);
  let kept = 0;
  for (let i = 0; i < size; i++) {
    if (kept > 0 && compare(hashes, (kept - 1) * HASH, hashes, i * HASH) === 0) continue;
    if (kept !== i) hashes.copyWithin(kept * HASH, i * HASH, (i + 1) * HASH);
    kept++;
  }
  return hashes.subarray(0, kept * HASH);
}

/** Puts hash `order[i]` at i, in place: of a large book they are fifty megabytes. Uses up the order. */
function putInOrder(hashes: Uint8Array, order: Uint32Array): void {
  const first = new Uint8Array(HASH);
  for (let start = 0; start < order.length; start++) {
    if (order[start] === start) continue;
    first.set(hashes.subarray(start * HASH, (start + 1) * HASH));
    let to = start;
    for (let from = order[to] as number; from !== start; from = order[to] as number) {
      hashes.copyWithin(to * HASH, from * HASH, (from + 1) * HASH);
      order[to] = to;
      to = from;
    }
    hashes.set(first, to * HASH);
    order[to] = to;
  }
}
