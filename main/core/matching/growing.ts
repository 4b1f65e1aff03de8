/**
 * Shared memory that grows where it lies: nothing is copied, no half-filled copy waits to be swept, and what has not been written to
 * takes no memory. Views of it are made anew when it has grown; those made at the end have one length and are as fast as others.
 */

const FIRST_BYTES = 1 << 12;
/** Addresses that are set aside for each: positions in it are 32 bits. */
const MOST_BYTES = 2 ** 32;

export class GrowingBytes {
  #memory = reserved();

  /** At least so many bytes; throws `RangeError` above four gigabytes. */
  reach(bytes: number): SharedArrayBuffer {
    const { byteLength, growable } = this.#memory;
    if (bytes <= byteLength) return this.#memory;
    if (bytes > MOST_BYTES) throw new RangeError('these tables are too large: a column or its texts take more than four gigabytes');
    const wanted = Math.min(MOST_BYTES, Math.max(bytes, 2 * byteLength));
    if (growable) this.#memory.grow(wanted);
    else this.#memory = copied(this.#memory, wanted);
    return this.#memory;
  }
}

/** Whether addresses are rationed here (`ulimit -v`): found out once, since to ask costs a sweep of the heap. */
let areRationed = false;

/** Where addresses are rationed memory is copied to grow. */
function reserved(): SharedArrayBuffer {
  if (!areRationed) {
    try {
      return new SharedArrayBuffer(FIRST_BYTES, { maxByteLength: MOST_BYTES });
    } catch {
      areRationed = true;
    }
  }
  return new SharedArrayBuffer(FIRST_BYTES);
}

function copied(memory: SharedArrayBuffer, bytes: number): SharedArrayBuffer {
  const grown = new SharedArrayBuffer(bytes);
  new Uint8Array(grown).set(new Uint8Array(memory));
  return grown;
}

/** Whole numbers of which nobody knows beforehand how many they will be, four bytes each. */
export class GrowingNumbers {
  length = 0;
  readonly #bytes = new GrowingBytes();
  #values = new Int32Array(this.#bytes.reach(0), 0, FIRST_BYTES / 4);

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow(this.length + 1);
    this.#values[this.length++] = value;
  }

  /** Values up to `length`, those that were never set being 0. */
  reach(length: number): void {
    if (length > this.#values.length) this.#grow(length);
    if (length > this.length) this.length = length;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Those so far, in place: no copy. */
  values(): Int32Array {
    return new Int32Array(this.#bytes.reach(0), 0, this.length);
  }

  #grow(length: number): void {
    const memory = this.#bytes.reach(4 * length);
    this.#values = new Int32Array(memory, 0, memory.byteLength >>> 2);
  }
}

/** The same for any number, eight bytes each. */
export class GrowingFloats {
  length = 0;
  readonly #bytes = new GrowingBytes();
  #values = new Float64Array(this.#bytes.reach(0), 0, FIRST_BYTES / 8);

  push(value: number): void {
    if (this.length === this.#values.length) {
      const memory = this.#bytes.reach(8 * (this.length + 1));
      this.#values = new Float64Array(memory, 0, memory.byteLength >>> 3);
    }
    this.#values[this.length++] = value;
  }

  at(index: number): number {
    return this.#values[index] as number;
  }

  set(index: number, value: number): void {
    this.#values[index] = value;
  }

  /** Those so far, in place: no copy. */
  values(): Float64Array {
    return new Float64Array(this.#bytes.reach(0), 0, this.length);
  }
}

/** The same bytes as numbers without a sign. */
export function unsigned({ buffer, byteOffset, length }: Int32Array): Uint32Array {
  return new Uint32Array(buffer, byteOffset, length);
}
