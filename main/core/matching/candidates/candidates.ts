/**
 * Pairs worth comparing: for each pass, those in one block. A pair belongs to the first pass that meets it, tested again instead of
 * remembered, so that memory is a few integers a row whatever the number of pairs.
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { type Column, columnNamed, type Records, sharesValue, spanOf } from '../tables/records.ts';
import type { Blocks, Membership, PassReport, Window } from './blocks.ts';

export type Found = (left: number, right: number) => void;

export interface Filter {
  /** Leaves out all pairs of a left row. */
  readonly keep: ((left: number) => boolean) | null;
  /** Asked before it is known whether the pass is the first that meets the pair: most pairs are worth nothing, and that is seen sooner. */
  readonly isWorth: ((left: number, right: number) => boolean) | null;
}

const ALL: Filter = { keep: null, isWorth: null };

export class Candidates {
  readonly passes: readonly Blocks[];
  readonly #isLink: boolean;
  readonly #allowed: (left: number, right: number) => boolean;

  /** @param passes those of the specification, made ready. */
  constructor(spec: MatchSpec, records: Records, passes: readonly Blocks[]) {
    this.#isLink = records.isLink;
    this.#allowed = allowedBy(spec, records);
    this.passes = passes;
  }

  get reports(): readonly PassReport[] {
    return this.passes.map(({ report }) => report);
  }

  /** Pieces of work in all passes: which one finds a pair hangs on the pair alone. */
  get pieces(): number {
    return this.passes.reduce((sum, { pieces }) => sum + pieces.length - 1, 0);
  }

  /** Walks a piece as `walk` does; `found` is told the pass that it is of. */
  walkPiece(piece: number, found: (pass: number) => Found, filter: Filter = ALL): void {
    let own = piece;
    for (const [pass, { pieces }] of this.passes.entries()) {
      const count = pieces.length - 1;
      if (own < count) {
        this.walk(pass, found(pass), filter, pieces[own], pieces[own + 1]);
        return;
      }
      own -= count;
    }
  }

  /** Pairs of a pass that no earlier pass meets, each once; left < right. From one block to before another. */
  walk(
    index: number,
    found: Found,
    { keep, isWorth }: Filter = ALL,
    fromBlock = 0,
    toBlock = this.passes[index]?.bounds.count ?? 0,
  ): void {
    const blocks = this.passes[index];
    if (blocks === undefined) return;
    const { rows, window, bounds } = blocks;
    for (let number = fromBlock; number < toBlock; number++) {
      const start = bounds.start[number] as number;
      const middle = bounds.middle[number] as number;
      const end = bounds.end[number] as number;
      const from = this.#isLink ? middle : start;
      let low = from;
      for (let at = start; at < middle; at++) {
        const one = rows[at] as number;
        if (!this.#isLink) low = at + 1;
        else if (window !== null) while (low < end && !reaches(window, one, rows[low] as number)) low++;
        for (let to = low; to < end; to++) {
          const other = rows[to] as number;
          if (window !== null && (window.values[other] as number) - (window.values[one] as number) > window.to) break;
          const left = one < other ? one : other;
          const right = one < other ? other : one;
          if (left === right || (keep !== null && !keep(left))) continue;
          if (!this.#allowed(left, right) || (isWorth !== null && !isWorth(left, right))) continue;
          if (this.#isFirst(blocks, left, right, number) && !this.#metBefore(index, left, right)) found(left, right);
        }
      }
    }
  }

  /** Bit i is set where pass i meets the pair. */
  mask(left: number, right: number): number {
    let mask = 0;
    for (let i = 0; i < this.passes.length; i++) if (meets(this.passes[i] as Blocks, left, right)) mask |= 1 << i;
    return mask;
  }

  allowed(left: number, right: number): boolean {
    return this.#allowed(left, right);
  }

  #metBefore(index: number, left: number, right: number): boolean {
    for (let i = 0; i < index; i++) if (meets(this.passes[i] as Blocks, left, right)) return true;
    return false;
  }

  /** Rows with several keys may share several blocks: the first counts. */
  #isFirst({ membership }: Blocks, left: number, right: number, block: number): boolean {
    return membership.kind === 'one' || firstShared(membership, left, right) === block;
  }
}

/** Right minus left is not below the window. */
function reaches({ values, from }: Window, left: number, right: number): boolean {
  return (values[right] as number) - (values[left] as number) >= from;
}

function meets({ membership, window }: Blocks, left: number, right: number): boolean {
  if (membership.kind === 'one') {
    const { blockOf } = membership;
    const block = blockOf[left] as number;
    if (block === -1 || block !== blockOf[right]) return false;
  } else if (firstShared(membership, left, right) === -1) return false;
  if (window === null) return true;
  const { values, from, to, bothWays } = window;
  const difference = (values[right] as number) - (values[left] as number);
  return bothWays ? Math.abs(difference) <= to : difference >= from && difference <= to;
}

function firstShared({ start, blockOf }: Extract<Membership, { kind: 'several' }>, left: number, right: number): number {
  let i = start[left] as number;
  let j = start[right] as number;
  const endLeft = start[left + 1] as number;
  const endRight = start[right + 1] as number;
  while (i < endLeft && j < endRight) {
    const a = blockOf[i] as number;
    const b = blockOf[j] as number;
    if (a === b) return a;
    if (a < b) i++;
    else j++;
  }
  return -1;
}

/** What the constraints of a specification never let be one. */
function allowedBy({ constraints }: MatchSpec, records: Records): (left: number, right: number) => boolean {
  const forbidden = [
    ...constraints.agree.map((field) => differs(columnNamed(field, records))),
    ...constraints.distinct.map((field) => shares(columnNamed(field, records))),
  ];
  return (left, right) => {
    for (const one of forbidden) if (one(left, right)) return false;
    return true;
  };
}

/** Both say something, and nothing the same. */
function differs(column: Column): (left: number, right: number) => boolean {
  if (column.kind === 'text') {
    const { values } = column;
    return (left, right) => values[left] !== 0 && values[right] !== 0 && values[left] !== values[right];
  }
  const span = spanOf(column);
  const isSilent = (row: number): boolean => span.from(row) === span.to(row);
  return (left, right) => !isSilent(left) && !isSilent(right) && !sharesValue(span, left, span, right);
}

function shares(column: Column): (left: number, right: number) => boolean {
  if (column.kind === 'text') {
    const { values } = column;
    return (left, right) => values[left] !== 0 && values[left] === values[right];
  }
  const span = spanOf(column);
  return (left, right) => sharesValue(span, left, span, right);
}
