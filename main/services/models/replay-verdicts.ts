/** Where a model, on its own, says the opposite of what people said. */
import { labelsOf } from '#core/learning/labels.ts';
import type { Columns } from '#core/matching/orders/columns.ts';
import { Comparer } from '#core/matching/orders/compare.ts';
import type { Engine } from '#core/matching/orders/model.ts';
import type { TokenIndex } from '#core/matching/orders/references.ts';
import { levelAt } from '#core/matching/orders/spec.ts';
import type { ReadableDb } from '#store/database.ts';
import { readAnswers } from '#store/queries/labels.ts';
import type { LoadedBook } from '../matching/load.ts';

export interface Disagreement {
  readonly leftId: number;
  readonly rightId: number;
  /** What people said. */
  readonly verdict: 'together' | 'apart';
  /** Millibits. */
  readonly scoreNow: number;
  readonly scoreThen: number;
  /** The model in force disagrees as well. */
  readonly already: boolean;
}

export interface Disagreements {
  readonly disagreements: readonly Disagreement[];
  readonly disagreementCount: number;
  readonly disagreementsNow: number;
}

export function disagreementsOf(
  db: ReadableDb,
  book: LoadedBook,
  index: TokenIndex,
  engine: Engine,
  inForce: Engine,
  keep: number,
): Disagreements {
  const { decisions, idOf } = readAnswers(db);
  const [now, then] = [inForce, engine].map((one) => judgeOf(one, book, index)) as [Judge, Judge];
  const found: Disagreement[] = [];
  let disagreementsNow = 0;
  for (const { leftId, rightId, verdict } of labelsOf(decisions, idOf)) {
    const [left, right] = [book.rowOf(leftId), book.rowOf(rightId)];
    if (left === undefined || right === undefined) continue;
    const opposite = verdict === 'together' ? 'apart' : 'join';
    const [before, after] = [now(left, right), then(left, right)];
    const already = before.says === opposite;
    if (already) disagreementsNow++;
    if (after.says === opposite) {
      found.push({ leftId, rightId, verdict, scoreNow: before.score, scoreThen: after.score, already });
    }
  }
  // What the change brings about comes first.
  found.sort(
    (a, b) =>
      Number(a.already) - Number(b.already) ||
      Math.abs(b.scoreThen - b.scoreNow) - Math.abs(a.scoreThen - a.scoreNow) ||
      a.leftId - b.leftId ||
      a.rightId - b.rightId,
  );
  return { disagreements: found.slice(0, keep), disagreementCount: found.length, disagreementsNow };
}

type Judge = (left: number, right: number) => { readonly says: 'join' | 'ask' | 'apart'; readonly score: number };

/** What the machine would do with a pair that nobody had decided on and that has no rival. */
function judgeOf(engine: Engine, book: LoadedBook, index: TokenIndex): Judge {
  const { spec, model, radix } = engine;
  const { columns } = book;
  const comparer = new Comparer(engine, columns, book, index);
  const reference = spec.comparisons.findIndex(({ kind }) => kind === 'reference');
  const named = spec.comparisons[reference]?.levels.findIndex(({ test }) => test.is === 'named') ?? -1;
  return (left, right) => {
    const compared = comparer.compare(Math.min(left, right), Math.max(left, right));
    if (compared === null) return { says: 'apart', score: model.proposeAt };
    const { pattern, score } = compared;
    const context = columns.context[left] === 1 || columns.context[right] === 1;
    const plain = context ? model.joinContextAt : model.joinAt;
    const bar = levelAt(pattern, radix, reference) === named ? model.joinNamedAt : plain;
    if (score >= bar && !isHeld(columns, left, right)) return { says: 'join', score };
    return { says: score >= model.proposeAt ? 'ask' : 'apart', score };
  };
}

/** Rules that hold a pair back whatever its score. */
function isHeld({ slot, currency }: Columns, left: number, right: number): boolean {
  const currencies = currency[left] !== 0 && currency[right] !== 0 && currency[left] !== currency[right];
  return currencies || slot[left] === slot[right];
}
