/**
 * The part of a run that many threads do together: making the passes ready, joining references, walking the passes and comparing.
 * Everything they share lies in shared memory, what is to be done is handed out in small pieces by two counters, and what one of them
 * finds depends on the piece alone: the pairs of all of them are the same whatever their number.
 */

import { PairCollector, type PairList } from '../pair-list.ts';
import { Blocking, type PassReport } from './blocking.ts';
import type { Columns, Pace } from './columns.ts';
import { type CommonValues, commonValues } from './common-values.ts';
import { Comparer, type Texts } from './compare.ts';
import { EntrySorter } from './entries.ts';
import { type KeyCodes, Keys, keyCodes } from './keys.ts';
import type { Engine } from './model.ts';
import type { PackedTexts } from './packed-texts.ts';
import { type PreparedPass, preparePass } from './passes.ts';
import { joinReferences, TokenIndex, type TokenTable, tokenTable } from './references.ts';
import { sharedInt32 } from './shared-arrays.ts';
import { levelAt } from './spec.ts';
import { TextTable } from './texts.ts';
import type { WordTable } from './word-table.ts';

/** What every thread is given: plain data and shared memory. */
export interface SharedWork {
  readonly engine: Engine;
  readonly columns: Columns;
  readonly names: PackedTexts;
  readonly titles: PackedTexts;
  readonly titleWords: WordTable;
  readonly tokens: TokenTable;
  readonly keys: KeyCodes;
  readonly counts: CommonValues;
  /** The next pass to make ready, the next piece to compare. */
  readonly next: Int32Array;
}

/** What one thread found. */
export interface FoundPart {
  readonly pairs: PairList;
  readonly compared: number;
  /** By pass. */
  readonly passPairs: readonly number[];
  readonly crowdedReferences: number;
}

export type PreparedPasses = readonly PreparedPass[];

const PREPARE = 0;
const COMPARE = 1;
/** Entries of a pass, or tokens, that are one piece of work: some ten thousands of pairs. */
const PIECE = 4096;

export function shareWork(engine: Engine, columns: Columns, texts: Texts): SharedWork {
  return {
    engine,
    columns,
    names: texts.names.packed,
    titles: texts.titles.packed,
    titleWords: texts.titles.wordTable,
    tokens: tokenTable(columns),
    keys: keyCodes(engine.spec, columns, texts),
    counts: commonValues(engine, columns),
    next: sharedInt32(2),
  };
}

export class Hand {
  readonly #work: SharedWork;
  readonly #texts: Texts;
  readonly #keys: Keys;
  readonly #pace: Pace;

  constructor(work: SharedWork, pace: Pace, texts?: Texts) {
    this.#work = work;
    this.#texts = texts ?? { names: new TextTable(work.names), titles: new TextTable(work.titles, work.titleWords) };
    this.#keys = new Keys(work.columns, this.#texts, work.keys);
    this.#pace = pace;
  }

  /** Makes passes ready until none is left; returns those of this thread with their places. */
  prepare(): [at: number, prepared: PreparedPass][] {
    const { engine, next } = this.#work;
    const { passes } = engine.spec;
    const sorter = new EntrySorter(this.#keys);
    const made: [number, PreparedPass][] = [];
    for (;;) {
      const at = Atomics.add(next, PREPARE, 1);
      const pass = passes[at];
      if (pass === undefined) return made;
      this.#pace.checkpoint('references', at, passes.length);
      made.push([at, preparePass(pass, sorter, engine.model.budget)]);
    }
  }

  /** Compares pieces until none is left. */
  compare(prepared: PreparedPasses): FoundPart {
    const { engine, columns, tokens, counts, next } = this.#work;
    const { spec, model, radix } = engine;
    const index = new TokenIndex(columns, tokens);
    const comparer = new Comparer(engine, columns, this.#texts, index, counts);
    const blocking = new Blocking(spec, columns, this.#keys, prepared);
    const reference = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
    const named = spec.comparisons[reference]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
    const pieces = piecesOf(columns.refs.role.length, prepared);
    const kept = new PairCollector();
    const passPairs = spec.passes.map(() => 0);
    let compared = 0;
    let crowdedReferences = 0;

    const compareAs = (rule: number) => (left: number, right: number) => {
      compared++;
      const found = comparer.compare(left, right, model.proposeAt);
      if (found === null || found.score < model.proposeAt) return;
      const { pattern, frequency, score } = found;
      if (differ(columns.currency, left, right) && levelAt(pattern, radix, reference) !== named) return;
      kept.push(left, right, rule, pattern, frequency, score);
    };
    const byReference = compareAs(0);
    const byPass = spec.passes.map((_, at) => compareAs(at + 1));

    for (;;) {
      const at = Atomics.add(next, COMPARE, 1);
      const piece = pieceAt(pieces, at);
      if (piece === null) return { pairs: kept.list(), compared, passPairs, crowdedReferences };
      this.#pace.checkpoint('compare', at, pieces.count);
      const { pass, from, to } = piece;
      const found = byPass[pass];
      if (found === undefined) crowdedReferences += joinReferences(columns, index, from, to, byReference).crowdedTokens;
      else passPairs[pass] = (passPairs[pass] as number) + blocking.walk(pass, from, to, found);
    }
  }
}

interface Pieces {
  /** Behind the last piece of each list: first the tokens, then the passes. */
  readonly ends: readonly number[];
  readonly lengths: readonly number[];
  readonly count: number;
}

function piecesOf(tokens: number, prepared: PreparedPasses): Pieces {
  const lengths = [tokens, ...prepared.map(({ rows }) => rows.length)];
  const ends: number[] = [];
  let count = 0;
  for (const length of lengths) {
    count += Math.ceil(length / PIECE);
    ends.push(count);
  }
  return { ends, lengths, count };
}

/** `pass` −1 is the reference join. */
function pieceAt({ ends, lengths, count }: Pieces, at: number): { pass: number; from: number; to: number } | null {
  if (at >= count) return null;
  const list = ends.findIndex((end) => at < end);
  const from = (at - (ends[list - 1] ?? 0)) * PIECE;
  return { pass: list - 1, from, to: Math.min(from + PIECE, lengths[list] ?? 0) };
}

function differ(values: Int32Array, left: number, right: number): boolean {
  return values[left] !== 0 && values[right] !== 0 && values[left] !== values[right];
}

/** Reports of all passes, from what the threads counted. */
export function passReports({ spec }: Engine, prepared: PreparedPasses, parts: readonly FoundPart[]): PassReport[] {
  return spec.passes.map(({ name }, at) => ({
    pass: name,
    pairs: parts.reduce((sum, { passPairs }) => sum + (passPairs[at] ?? 0), 0),
    crowdedBlocks: prepared[at]?.crowdedBlocks ?? 0,
    purgedRecords: prepared[at]?.purgedRecords ?? 0,
  }));
}
