/**
 * Candidates by exact blocking: for each pass the rows are sorted by a 32-bit mix of their key parts and by time, and the runs of
 * equal keys are walked. No set of pairs is held: a pair belongs to the first pass that meets it, and later passes test the earlier
 * ones again. Memory is a few integers a row and pass, whatever the number of pairs.
 *
 * Crowded blocks (more records than the budget) are walked in a narrow window of time only, and a row with more neighbours in it
 * than the budget is left out: counted and reported, never silently.
 */
import type { Columns } from './columns.ts';
import { hasWords, type Keys } from './keys.ts';
import { CROWDED, LAST, type PreparedPass, PURGED, sameCodes, withinWindow } from './passes.ts';
import type { Pass, Specification } from './spec.ts';

export interface PassReport {
  readonly pass: string;
  readonly pairs: number;
  /** Blocks over the budget, walked in the narrow window. */
  readonly crowdedBlocks: number;
  /** Rows with too many neighbours even there: not compared in this pass. */
  readonly purgedRecords: number;
}

/** What later passes ask of an earlier one. */
interface Earlier {
  readonly pass: Pass;
  readonly codes: readonly Int32Array[];
  readonly byRow: Uint8Array | null;
}

export class Blocking {
  readonly #passes: readonly Pass[];
  readonly #columns: Columns;
  readonly #prepared: readonly PreparedPass[];
  /** By pass, those before it that can be asked. Where rows have several keys, none can ask. */
  readonly #earlier: readonly (readonly Earlier[])[];
  readonly #known: readonly (Earlier | null)[];

  constructor({ passes }: Specification, columns: Columns, keys: Keys, prepared: readonly PreparedPass[]) {
    this.#passes = passes;
    this.#columns = columns;
    this.#prepared = prepared;
    this.#known = passes.map((pass, at): Earlier | null =>
      hasWords(pass) || prepared[at]?.rows.length === 0
        ? null
        : { pass, codes: keys.codesOf(pass), byRow: prepared[at]?.byRow ?? null },
    );
    this.#earlier = passes.map((_, at) => this.#known.slice(0, at).filter((one) => one !== null));
  }

  /**
   * Calls `found` for every pair of a stretch of a pass (its first record is in the stretch) that no earlier pass met: once, or where a
   * row has several keys once for each key that the two share. Returns their number.
   */
  walk(at: number, from: number, to: number, found: (left: number, right: number) => void): number {
    const pass = this.#passes[at];
    const prepared = this.#prepared[at];
    if (pass === undefined || prepared === undefined) return 0;
    const { rows, marks } = prepared;
    const { minute } = this.#columns;
    const earlier = this.#earlier[at] ?? [];
    let pairs = 0;
    for (let i = from; i < to; i++) {
      const mark = marks[i] as number;
      if ((mark & (PURGED | LAST)) !== 0) continue;
      const left = rows[i] as number;
      const time = minute[left] as number;
      const window = (mark & CROWDED) !== 0 ? pass.crowdedMinutes : pass.withinMinutes;
      for (let j = i + 1, last = false; !last; j++) {
        const right = rows[j] as number;
        if (window !== null && !withinWindow(time, minute[right] as number, window)) break;
        const other = marks[j] as number;
        last = (other & LAST) !== 0;
        if ((other & PURGED) !== 0 || !fits(pass, this.#columns, left, right) || this.#metBy(earlier, left, right)) continue;
        pairs++;
        found(Math.min(left, right), Math.max(left, right));
      }
    }
    return pairs;
  }

  /** By the same rules as the walk. */
  #metBy(earlier: readonly Earlier[], left: number, right: number): boolean {
    for (const one of earlier) if (this.#meets(one, left, right)) return true;
    return false;
  }

  #meets({ pass, codes, byRow }: Earlier, left: number, right: number): boolean {
    if (!sameCodes(codes, left, right) || !fits(pass, this.#columns, left, right)) return false;
    const mark = byRow === null ? 0 : (byRow[left] as number);
    if (mark === PURGED || (byRow !== null && byRow[right] === PURGED)) return false;
    const window = mark === CROWDED ? pass.crowdedMinutes : pass.withinMinutes;
    const { minute } = this.#columns;
    return window === null || withinWindow(minute[left] as number, minute[right] as number, window);
  }

  /** Every pass that meets a pair, as bits: bit i is pass i. Passes in which a row has several keys are not asked. */
  passesMeeting(left: number, right: number): number {
    return this.#known.reduce((mask, one, at) => (one !== null && this.#meets(one, left, right) ? mask | (1 << at) : mask), 0);
  }
}

/** Whether a pass looks at pairs of such slots at all. */
export function fits({ slots }: Pass, { slot, context }: Columns, left: number, right: number): boolean {
  const same = slot[left] === slot[right];
  if (slots === 'same') return same && context[left] === 0;
  if (slots === 'apart') return !same;
  return !same && (context[left] === 1 || context[right] === 1);
}
