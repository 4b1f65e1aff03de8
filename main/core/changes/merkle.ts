/**
 * Merkle root over 32-byte hashes, the tree of RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ hash), node = SHA-256(0x01 ‖ left ‖ right),
 * empty = SHA-256 of nothing. Streaming: it holds one hash for each level, however many leaves go in.
 */

/** SHA-256 over bytes. Pure code gets it as an argument. It may write the 32 bytes into `into`; what it returns counts. */
export type Sha256Bytes = (bytes: Uint8Array, into?: Uint8Array<ArrayBuffer>) => Uint8Array;

export class MerkleTree {
  readonly #sha256: Sha256Bytes;
  readonly #leaf = new Uint8Array(33);
  readonly #node = new Uint8Array(65);
  readonly #result = new Uint8Array(32);
  /** Root of the full subtree of 2^i leaves, where digit i of the count is one; a place is used again and again. */
  readonly #roots: Uint8Array[] = [];
  #count = 0;

  constructor(sha256: Sha256Bytes) {
    this.#sha256 = sha256;
    this.#node[0] = 1;
  }

  get count(): number {
    return this.#count;
  }

  /** Adds the next 32-byte hash, in order. */
  push(hash: Uint8Array): void {
    this.#leaf.set(hash, 1);
    let root = this.#sha256(this.#leaf, this.#result);
    let level = 0;
    for (let rest = this.#count; rest % 2 === 1; rest = (rest - 1) / 2) root = this.#join(this.#rootAt(level++), root);
    this.#rootAt(level).set(root);
    this.#count += 1;
  }

  /** Root over what was pushed so far; more may be pushed after. */
  root(): Uint8Array {
    let root: Uint8Array | null = null;
    for (let level = 0, rest = this.#count; rest > 0; level++, rest = Math.floor(rest / 2)) {
      if (rest % 2 === 0) continue;
      const left = this.#rootAt(level);
      root = root === null ? left : this.#join(left, root);
    }
    return root?.slice() ?? this.#sha256(new Uint8Array(0));
  }

  #rootAt(level: number): Uint8Array {
    this.#roots[level] ??= new Uint8Array(32);
    return this.#roots[level];
  }

  #join(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.#node.set(left, 1);
    this.#node.set(right, 33);
    return this.#sha256(this.#node, this.#result);
  }
}
