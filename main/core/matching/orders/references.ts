/** Typed references: who owns which token, who mentions it, and how the references of two records stand to each other. */

import { FREE, finalise, MENTIONS, OWN } from '../refs.ts';
import type { Columns, TokenColumns } from './columns.ts';
import { sharedInt32, sharedUint32 } from './shared-arrays.ts';
import type { ReferenceTest } from './spec.ts';

/** All tokens of the rows by their hash: chains in one open-addressing table, in shared memory. */
export interface TokenTable {
  /** First token of a chain, or −1. Those of owners come before all others. */
  readonly heads: Int32Array;
  /** The next token equal to this one, or −1. */
  readonly next: Int32Array;
  /** Row of a token. */
  readonly rows: Uint32Array;
}

export function tokenTable(columns: Columns): TokenTable {
  const tokens = columns.refs;
  const count = tokens.role.length;
  const capacity = 2 ** Math.max(4, Math.ceil(Math.log2(count * 1.5 + 1)));
  const table = { heads: sharedInt32(capacity).fill(-1), next: sharedInt32(count).fill(-1), rows: sharedUint32(count) };
  for (let row = 0; row < columns.size; row++) {
    table.rows.fill(row, tokens.start[row], tokens.start[row + 1]);
  }
  const index = new TokenIndex(columns, table);
  // Owners last, so that they head their chains; backwards, so that within both parts rows ascend.
  for (let token = count - 1; token >= 0; token--) if (tokens.role[token] !== OWN) index.add(token);
  for (let token = count - 1; token >= 0; token--) if (tokens.role[token] === OWN) index.add(token);
  return table;
}

export class TokenIndex {
  readonly #tokens: TokenColumns;
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #rows: Uint32Array;
  readonly #mask: number;

  constructor(columns: Columns, table: TokenTable = tokenTable(columns)) {
    this.#tokens = columns.refs;
    this.#heads = table.heads;
    this.#next = table.next;
    this.#rows = table.rows;
    this.#mask = table.heads.length - 1;
  }

  /** Puts a token at the head of its chain. */
  add(token: number): void {
    const tokens = this.#tokens;
    const at = this.#slotOf(tokens.space[token] as number, tokens.high[token] as number, tokens.low[token] as number);
    this.#next[token] = this.#heads[at] as number;
    this.#heads[at] = token;
  }

  /** Row that a token belongs to. */
  rowOf(token: number): number {
    return this.#rows[token] as number;
  }

  /** First token equal to the given one, or −1; `following` gives the next. Owners first. */
  first(space: number, high: number, low: number): number {
    return this.#heads[this.#slotOf(space, high, low)] as number;
  }

  /** First of the tokens equal to a token of the table. */
  firstLike(token: number): number {
    const { space, high, low } = this.#tokens;
    return this.first(space[token] as number, high[token] as number, low[token] as number);
  }

  following(token: number): number {
    return this.#next[token] as number;
  }

  /** True when a row other than `except` owns the token. */
  ownedByAnother(token: number, except: number): boolean {
    const { role } = this.#tokens;
    for (let at = this.firstLike(token); at !== -1 && role[at] === OWN; at = this.following(at)) {
      if (this.#rows[at] !== except) return true;
    }
    return false;
  }

  /** Whether a chain, from its first token, has at least so many. */
  reaches(first: number, count: number): boolean {
    let at = first;
    for (let counted = 1; counted < count && at !== -1; counted++) at = this.following(at);
    return at !== -1;
  }

  /** Place in the table: of the token's chain, or the free one where it would go. */
  #slotOf(space: number, high: number, low: number): number {
    const tokens = this.#tokens;
    let at = finalise(low ^ Math.imul(high, 0x9e3779b1) ^ space) & this.#mask;
    for (let head = this.#heads[at] as number; head !== -1; head = this.#heads[at] as number) {
      if (tokens.low[head] === low && tokens.high[head] === high && tokens.space[head] === space) return at;
      at = (at + 1) & this.#mask;
    }
    return at;
  }
}

/** More records than this at one token prove nothing about any two of them. */
export const MAX_SHARED = 50;

export interface ReferenceJoin {
  readonly pairs: number;
  /** Tokens that too many records bear, left out and reported. */
  readonly crowdedTokens: number;
}

/** Calls `found` for the pairs of rows of different slots that meet in one of these tokens; a pair may come more than once. */
export function joinReferences(
  columns: Columns,
  index: TokenIndex,
  from: number,
  to: number,
  found: (left: number, right: number) => void,
): ReferenceJoin {
  const { refs: tokens, slot } = columns;
  let pairs = 0;
  let crowdedTokens = 0;
  const group: number[] = [];
  for (let token = from; token < to; token++) {
    if (index.following(token) === -1 || index.firstLike(token) !== token) continue;
    if (index.reaches(token, MAX_SHARED + 1)) {
      crowdedTokens++;
      continue;
    }
    group.length = 0;
    for (let at: number = token; at !== -1; at = index.following(at)) group.push(at);
    for (const [i, a] of group.entries()) {
      for (const b of group.slice(0, i)) {
        const [left, right] = [index.rowOf(b), index.rowOf(a)];
        if (left === right || slot[left] === slot[right] || !meets(tokens.role[a], tokens.role[b])) continue;
        found(Math.min(left, right), Math.max(left, right));
        pairs++;
      }
    }
  }
  return { pairs, crowdedTokens };
}

/** Two owners of one number say nothing (two shops count from 1), and so do two texts. */
export function meets(a: number | undefined, b: number | undefined): boolean {
  return a === MENTIONS || b === MENTIONS || (a === OWN) !== (b === OWN);
}

/** How the references of two rows stand to each other; null when neither says anything about the other. */
export function compareReferences(columns: Columns, index: TokenIndex, left: number, right: number): ReferenceTest | null {
  const { start, role, space, high, low } = columns.refs;
  const sameSlot = columns.slot[left] === columns.slot[right];
  let best: ReferenceTest | null = null;
  for (let i = start[left] as number; i < (start[left + 1] as number); i++) {
    for (let j = start[right] as number; j < (start[right + 1] as number); j++) {
      if (space[i] !== space[j]) continue;
      const equal = low[i] === low[j] && high[i] === high[j];
      const test = equal ? whenEqual(role[i], role[j]) : whenDifferent(index, role, i, j, left, right);
      if (test === null || (sameSlot && test !== 'shared')) continue;
      if (test === 'named') return test;
      if (best === null || STRENGTH[test] < STRENGTH[best]) best = test;
    }
  }
  return best;
}

/** What outranks what when several tokens speak: a typed yes, then a typed no, then what stands in a text. */
const STRENGTH: Readonly<Record<ReferenceTest, number>> = { named: 0, shared: 1, namesAnother: 2, inText: 3 };

function whenEqual(a: number | undefined, b: number | undefined): ReferenceTest | null {
  if (!meets(a, b)) return null;
  if (a === FREE || b === FREE) return 'inText';
  return a === OWN || b === OWN ? 'named' : 'shared';
}

/**
 * One owns an id in a space in which the other mentions a different one. That is a no only if somebody owns that other id: which
 * space a reference column means is not known before something answers to it.
 */
function whenDifferent(
  index: TokenIndex,
  role: Uint8Array,
  i: number,
  j: number,
  left: number,
  right: number,
): ReferenceTest | null {
  if (role[i] === OWN && role[j] === MENTIONS) return index.ownedByAnother(j, left) ? 'namesAnother' : null;
  if (role[j] === OWN && role[i] === MENTIONS) return index.ownedByAnother(i, right) ? 'namesAnother' : null;
  return null;
}
