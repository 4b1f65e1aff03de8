/** Packed references of many rows in one stretch of memory: half a million small arrays cost more than what they hold. */
import { REF_BYTES } from '#core/matching/refs.ts';
import type { PackedRefs } from '#core/reconciliation/inputs.ts';

export class RefPool {
  readonly #start: Float64Array;
  readonly #length: Uint32Array;
  #bytes: Buffer;
  #end = 0;

  /** `bytes`: how much memory to begin with. */
  constructor(rows: number, bytes = 1 << 16) {
    this.#bytes = Buffer.alloc(bytes);
    this.#start = new Float64Array(rows);
    this.#length = new Uint32Array(rows);
  }

  /** Adds references, in hexadecimal, to those that a row has. */
  add(row: number, refs: string): void {
    const start = this.#start[row] as number;
    const length = this.#length[row] as number;
    const more = refs.length / 2;
    this.#reserve(length + more);
    if (length > 0) this.#bytes.copyWithin(this.#end, start, start + length);
    this.#bytes.write(refs, this.#end + length, 'hex');
    this.#start[row] = this.#end;
    this.#length[row] = length + more;
    this.#end += length + more;
  }

  /** Those of row `order[i]` at i. */
  inOrder(order: Uint32Array): OrderedRefs {
    const start = new Uint32Array(order.length + 1);
    for (let i = 0; i < order.length; i++)
      start[i + 1] = (start[i] as number) + (this.#length[order[i] as number] as number) / REF_BYTES;
    const bytes = new Uint8Array((start[order.length] as number) * REF_BYTES);
    let to = 0;
    for (const row of order) {
      const from = this.#start[row] as number;
      const until = from + (this.#length[row] as number);
      for (let at = from; at < until; at++) bytes[to++] = this.#bytes[at] as number;
    }
    return new OrderedRefs(start, bytes);
  }

  #reserve(more: number): void {
    if (this.#end + more <= this.#bytes.length) return;
    const larger = Buffer.alloc(Math.max(this.#end + more, Math.ceil(this.#bytes.length * 1.5)));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** References in the order of their rows. They are read once, and of a large book they are a tenth of all memory. */
export class OrderedRefs implements PackedRefs {
  readonly start: Uint32Array;
  bytes: Uint8Array;

  constructor(start: Uint32Array, bytes: Uint8Array) {
    this.start = start;
    this.bytes = bytes;
  }

  /** After they were read. */
  letGo(): void {
    this.bytes = new Uint8Array(0);
  }
}
