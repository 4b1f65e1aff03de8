/**
 * Merkle root over 32-byte hashes, the tree of RFC 6962 §2.1: leaf = SHA-256(0x00 ‖ hash), node = SHA-256(0x01 ‖ left ‖ right),
 * empty = SHA-256 of nothing. Streaming: it holds one hash for each level, however many leaves go in.
 */

/** SHA-256 over bytes. Pure code gets it as an argument. */
export type Sha256Bytes = (bytes: Uint8Array) => Uint8Array;

export class MerkleTree {
  readonly #sha256: Sha256Bytes;
  readonly #leaf = new Uint8Array(33);
  readonly #node = new Uint8Array(65);
  /** Roots of the full subtrees so far, largest first: the binary digits of the count. */
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
    let root = this.#sha256(this.#leaf);
    for (let rest = this.#count; rest % 2 === 1; rest = (rest - 1) / 2) {
      root = this.#join(this.#roots.pop() ?? root, root);
    }
    this.#roots.push(root);
    this.#count += 1;
  }

  /** Root over what was pushed so far; more may be pushed after. */
  root(): Uint8Array {
    const last = this.#roots.at(-1);
    if (last === undefined) return this.#sha256(new Uint8Array(0));
    return this.#roots.slice(0, -1).reduceRight((right, left) => this.#join(left, right), last);
  }

  #join(left: Uint8Array, right: Uint8Array): Uint8Array {
    this.#node.set(left, 1);
    this.#node.set(right, 33);
    return this.#sha256(this.#node);
  }
}
