/**
 * Typed references of money rows and orders, joined by hash: every distinct token gets a number, and a list of those that bear it.
 * Two ends of a reference meet here without a string.
 */
import { hash64, OWN, REF_BYTES } from '../matching/refs.ts';
import type { PackedRefs } from './inputs.ts';

/** Hash of a namespace, as packed references bear it. */
export function spaceOf(namespace: string): number {
  return hash64(namespace)[0] & 0xffff;
}

/** An end is a money row, or an order counted from the number of money rows on. */
export interface TokenTable {
  readonly rows: number;
  /** References of end i: `start[i]` … `start[i + 1] − 1`. */
  readonly start: Uint32Array;
  /** By reference: number of the token, and the role (OWN, MENTIONS, FREE). */
  readonly token: Uint32Array;
  readonly role: Uint8Array;
  /** By token: hash of its namespace, and where its references stand in `bearers`. */
  readonly space: Uint16Array;
  readonly bearerStart: Uint32Array;
  /** Ends that bear a token, ascending, with the role they bear it in. */
  readonly bearer: Uint32Array;
  readonly bearerRole: Uint8Array;
  /** Number of a token that some end bears, −1: nobody does. */
  readonly find: (namespace: string, value: string) => number;
  /** The same by the two words of a packed token, and the words of a token by its number. */
  readonly findWords: (head: number, tail: number) => number;
  readonly wordsOf: (token: number) => readonly [head: number, tail: number];
}

/** References between two calls of `pause`: some 50 ms of work. */
const STRIDE = 1 << 18;

/**
 * Builds the table over money rows and orders; time and memory are linear in the number of references. `pause` is called now and then;
 * it may throw to stop.
 */
export function tokenTable(
  money: PackedRefs,
  rows: number,
  orders: PackedRefs,
  orderCount: number,
  pause: () => void = () => undefined,
): TokenTable {
  const moneyRefs = money.start[rows] ?? 0;
  const total = moneyRefs + (orders.start[orderCount] ?? 0);
  const ends = rows + orderCount;
  const start = new Uint32Array(ends + 1);
  start.set(money.start.subarray(0, rows + 1));
  for (let i = 0; i <= orderCount; i++) start[rows + i] = moneyRefs + (orders.start[i] ?? 0);
  const token = new Uint32Array(total);
  const role = new Uint8Array(total);
  const numbers = new Numbering(total);
  readTokens(money.bytes, moneyRefs, 0, token, role, numbers, pause);
  readTokens(orders.bytes, total - moneyRefs, moneyRefs, token, role, numbers, pause);
  numbers.close();
  const { count } = numbers;
  pause();
  const bearerStart = new Uint32Array(count + 1);
  for (let i = 0; i < total; i++) bearerStart[(token[i] as number) + 1] = (bearerStart[(token[i] as number) + 1] as number) + 1;
  for (let i = 0; i < count; i++) bearerStart[i + 1] = (bearerStart[i + 1] as number) + (bearerStart[i] as number);
  pause();
  const next = bearerStart.slice();
  const bearer = new Uint32Array(total);
  const bearerRole = new Uint8Array(total);
  for (let end = 0; end < ends; end++) {
    for (let i = start[end] as number; i < (start[end + 1] as number); i++) {
      const number = token[i] as number;
      const at = next[number] as number;
      next[number] = at + 1;
      bearer[at] = end;
      bearerRole[at] = role[i] as number;
    }
  }
  const find = (namespace: string, value: string): number => {
    const [high, low] = hash64(`${namespace} ${value}`);
    return numbers.find(((spaceOf(namespace) << 16) | (high & 0xffff)) >>> 0, low);
  };
  return {
    rows,
    start,
    token,
    role,
    space: numbers.spaces(),
    bearerStart,
    bearer,
    bearerRole,
    find,
    findWords: (head, tail) => numbers.find(head, tail),
    wordsOf: (number) => numbers.wordsOf(number),
  };
}

function readTokens(
  bytes: Uint8Array,
  count: number,
  offset: number,
  token: Uint32Array,
  role: Uint8Array,
  numbers: Numbering,
  pause: () => void,
): void {
  for (let i = 0, at = 0; i < count; i++, at += REF_BYTES) {
    if (i % STRIDE === 0) pause();
    role[offset + i] = bytes[at] ?? OWN;
    token[offset + i] = numbers.of(word(bytes, at + 1), word(bytes, at + 5));
  }
}

/** Four bytes as one number, big endian. */
export function word(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number)) >>>
    0
  );
}

/** Numbers 64-bit tokens in the order of their first sight: open addressing, at most seven eighths full. */
class Numbering {
  count = 0;
  #heads: Uint32Array;
  #tails: Uint32Array;
  /** Number of a token and one more, by its place; 0: free. Null while nothing is looked for. */
  #slots: Uint32Array | null;

  constructor(most: number) {
    this.#slots = emptySlots(most);
    // Most tokens are borne twice.
    this.#heads = new Uint32Array(Math.ceil(most / 2));
    this.#tails = new Uint32Array(Math.ceil(most / 2));
  }

  of(head: number, tail: number): number {
    this.#slots ??= this.#filled();
    const slot = this.#slotOf(this.#slots, head, tail);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const number = this.count++;
    if (number === this.#heads.length) this.#grow();
    this.#heads[number] = head;
    this.#tails[number] = tail;
    this.#slots[slot] = number + 1;
    return number;
  }

  /** Number of a token seen before, or −1. */
  find(head: number, tail: number): number {
    this.#slots ??= this.#filled();
    return (this.#slots[this.#slotOf(this.#slots, head, tail)] as number) - 1;
  }

  wordsOf(number: number): readonly [number, number] {
    return [this.#heads[number] as number, this.#tails[number] as number];
  }

  /** No more tokens will come: lets go of what only they would need. Few books have a memo that quotes an id. */
  close(): void {
    this.#slots = null;
    this.#heads = this.#heads.slice(0, this.count);
    this.#tails = this.#tails.slice(0, this.count);
  }

  /** The namespace is the upper half of a token's first word. */
  spaces(): Uint16Array {
    const out = new Uint16Array(this.count);
    for (let i = 0; i < this.count; i++) out[i] = (this.#heads[i] as number) >>> 16;
    return out;
  }

  /** Where a token stands, or the free place where it would. */
  #slotOf(slots: Uint32Array, head: number, tail: number): number {
    const mask = slots.length - 1;
    let slot = (tail ^ Math.imul(head, 0x9e3779b1)) & mask;
    for (; ; slot = (slot + 1) & mask) {
      const known = slots[slot] as number;
      if (known === 0 || (this.#heads[known - 1] === head && this.#tails[known - 1] === tail)) return slot;
    }
  }

  #grow(): void {
    const [heads, tails] = [this.#heads, this.#tails];
    this.#heads = new Uint32Array(heads.length * 2 + 16);
    this.#tails = new Uint32Array(heads.length * 2 + 16);
    this.#heads.set(heads);
    this.#tails.set(tails);
  }

  #filled(): Uint32Array {
    const slots = emptySlots(this.count);
    for (let i = 0; i < this.count; i++) slots[this.#slotOf(slots, this.#heads[i] as number, this.#tails[i] as number)] = i + 1;
    return slots;
  }
}

function emptySlots(most: number): Uint32Array {
  let size = 16;
  while (size < most * (8 / 7)) size *= 2;
  return new Uint32Array(size);
}
