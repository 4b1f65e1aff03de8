/**
 * The part of matching any tables that many threads do together: making passes ready, counting what meets by chance, collecting pairs to
 * learn from, comparing. All that they share lies in shared memory, work is handed out in pieces by counters, and what is found hangs on
 * the piece alone: the same for any number of threads.
 */
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { type Blocks, blocksOf } from './candidates/blocks.ts';
import { Candidates, type Filter, type Found } from './candidates/candidates.ts';
import { type AllCommonness, adjustmentsOf, type Comparisons, comparisonsOf } from './compare/levels.ts';
import { type Knowledge, knowledgeOf, resourcesOf } from './compare/resources.ts';
import { type Scored, Scorer } from './compare/scorer.ts';
import { sharedInt32 } from './orders/shared-arrays.ts';
import { PairCollector, type PairList } from './pair-list.ts';
import type { Records } from './tables/records.ts';
import { type CollectedPart, collectPart } from './training/collect.ts';
import { chanceCounts } from './training/random-pairs.ts';
import type { TrainedModel } from './training/trained-model.ts';

/** Pairs below these odds of a true one (millibits) are not kept. */
export const KEPT_FROM = -8_000;

/** What every thread is given: plain data and shared memory. */
export interface SharedTables {
  readonly spec: MatchSpec;
  readonly records: Records;
  readonly knowledge: Knowledge;
  /** Whether a model is to be learnt; else what chance meets is not asked for. */
  readonly learns: boolean;
  /** The next piece of each kind of work. */
  readonly next: Int32Array;
}

export interface MadeReady {
  readonly passes: readonly (readonly [at: number, blocks: Blocks])[];
  /** Of each comparison how often chance meets its levels. */
  readonly chance: readonly (readonly [at: number, counts: Float64Array])[];
}

/** Other threads that do their part of the work. */
export interface TableTeam {
  prepare(tables: SharedTables): Promise<readonly MadeReady[]>;
  collect(passes: readonly Blocks[], share: number): Promise<readonly CollectedPart[]>;
  score(model: TrainedModel, commonness: AllCommonness): Promise<readonly PairList[]>;
}

/** Nobody else. */
export const ALONE: TableTeam = {
  prepare: () => Promise.resolve([]),
  collect: () => Promise.resolve([]),
  score: () => Promise.resolve([]),
};

const PREPARE = 0;
const COLLECT = 1;
const SCORE = 2;

export function shareTables(spec: MatchSpec, { size, leftSize, isLink, columns, texts }: Records, learns: boolean): SharedTables {
  const records = { size, leftSize, isLink, columns, texts };
  return { spec, records, knowledge: knowledgeOf(spec, records), learns, next: sharedInt32(SCORE + 1) };
}

export class TableHand {
  readonly comparisons: Comparisons;
  readonly #tables: SharedTables;
  #candidates: Candidates | null = null;

  constructor(tables: SharedTables) {
    this.#tables = tables;
    this.comparisons = comparisonsOf(tables.spec, resourcesOf(tables.records, tables.knowledge));
  }

  /** Makes passes ready, and counts by chance, until nothing is left. */
  prepare(): MadeReady {
    const { spec, records, learns } = this.#tables;
    const passes: [number, Blocks][] = [];
    const chance: [number, Float64Array][] = [];
    for (;;) {
      const at = this.#next(PREPARE);
      const pass = spec.passes[at];
      const comparison = at - spec.passes.length;
      if (pass !== undefined) passes.push([at, blocksOf(pass, records)]);
      else if (learns && comparison < spec.comparisons.length)
        chance.push([comparison, chanceCounts(this.comparisons, comparison, records)]);
      else return { passes, chance };
    }
  }

  /** Takes the passes that all threads made ready. */
  take(passes: readonly Blocks[]): Candidates {
    this.#candidates = new Candidates(this.#tables.spec, this.#tables.records, passes);
    return this.#candidates;
  }

  collect(share: number): CollectedPart {
    const candidates = this.#ready();
    return collectPart(candidates, this.comparisons, share, () => this.#piece(COLLECT, candidates));
  }

  /** @param told after each piece how far all threads are, 0 to 1. */
  score(model: TrainedModel, commonness: AllCommonness, told: (done: number) => void): PairList {
    const candidates = this.#ready();
    const scorer = new Scorer(this.comparisons, adjustmentsOf(commonness), model);
    const found = new PairCollector();
    let scored: Scored | null = null;
    const byPass = candidates.passes.map((_, pass) => (left: number, right: number): void => {
      if (scored !== null) found.push(left, right, pass, scored.pattern, scored.frequency, scored.score);
    });
    const filter: Filter = {
      keep: null,
      isWorth(left, right) {
        scored = scorer.atLeast(left, right, KEPT_FROM);
        return scored !== null;
      },
    };
    for (let piece = this.#piece(SCORE, candidates); piece !== null; piece = this.#piece(SCORE, candidates)) {
      told(piece / candidates.pieces);
      candidates.walkPiece(piece, (pass) => byPass[pass] as Found, filter);
    }
    return found.list();
  }

  #ready(): Candidates {
    if (this.#candidates === null) throw new Error('the passes were not made ready');
    return this.#candidates;
  }

  #next(work: number): number {
    return Atomics.add(this.#tables.next, work, 1);
  }

  #piece(work: number, candidates: Candidates): number | null {
    const piece = this.#next(work);
    return piece < candidates.pieces ? piece : null;
  }
}
