/** Why a pair was joined, proposed or kept apart: bars that add up to the stored score exactly, and what would change the outcome. */
import type { FieldName } from '#shared/domain/fields.ts';
import { type Engine, probabilityOf } from './model.ts';
import { CAUSE_LABELS, type Cause, type PairState } from './outcome.ts';
import { type Comparison, levelsOf } from './spec.ts';

/** What is stored of a pair. */
export interface StoredPair {
  readonly state: PairState;
  readonly pattern: number;
  readonly frequencyMillibits: number;
  readonly scoreMillibits: number;
  readonly marginMillibits: number | null;
  readonly cause: Cause | null;
}

export interface Bar {
  /** Row of the merge screen, or null for the prior and for what common values take off. */
  readonly field: FieldName | null;
  readonly label: string;
  readonly sentence: string;
  readonly millibits: number;
}

export interface Explanation {
  readonly bars: readonly Bar[];
  /** The sum of the bars. */
  readonly scoreMillibits: number;
  /** 1 / (1 + 2^−bits). */
  readonly probability: number;
  /** The nearest change that would turn the outcome, in words. */
  readonly flip: string | null;
}

/** Bars of a stored pair under the model that weighed it. */
export function explainPair(pair: StoredPair, engine: Engine): Explanation {
  const levels = levelsOf(pair.pattern, engine.radix);
  const bars: Bar[] = [
    {
      field: null,
      label: 'Before comparing',
      sentence: 'Two records that meet by chance are hardly ever one sale',
      millibits: engine.model.priorMillibits,
    },
  ];
  for (const [i, comparison] of engine.spec.comparisons.entries()) {
    const level = levels[i] ?? 0;
    if (level === 0) continue;
    const { field, label } = comparison;
    bars.push({ field, label, sentence: comparison.levels[level]?.sentence ?? '', millibits: engine.weights[i]?.[level] ?? 0 });
  }
  if (pair.frequencyMillibits !== 0) {
    bars.push({
      field: null,
      label: 'Common values',
      sentence: `Many records share ${commonFields(engine, levels)}, so it says less`,
      millibits: pair.frequencyMillibits,
    });
  }
  const scoreMillibits = bars.reduce((sum, { millibits }) => sum + millibits, 0);
  return { bars, scoreMillibits, probability: probabilityOf(scoreMillibits), flip: flipOf(pair, levels, engine) };
}

function commonFields({ spec, model, weights }: Engine, levels: readonly number[]): string {
  const shared = spec.comparisons.filter(({ name }, i) => name in model.frequencies && (weights[i]?.[levels[i] ?? 0] ?? 0) > 0);
  return shared.map(({ label }) => `the same ${label.toLowerCase()}`).join(' or ');
}

/** Causes that no other value of a field would lift. */
const PEOPLE_ONLY: readonly Cause[] = ['currency', 'same_source', 'parted', 'person', 'conflict', 'one_sale'];

function flipOf(pair: StoredPair, levels: readonly number[], engine: Engine): string | null {
  if (pair.cause === 'tie') return `${CAUSE_LABELS.tie}: without it the machine would join them.`;
  if (pair.cause === 'better_answer') return `${CAUSE_LABELS.better_answer}: without it they would be proposed.`;
  if (pair.cause !== null && PEOPLE_ONLY.includes(pair.cause)) return `${CAUSE_LABELS[pair.cause]}.`;
  const joined = pair.state === 'joined';
  const change = nearestChange(pair, levels, engine, joined);
  if (change === null) return null;
  const { comparison, level } = change;
  const now = levels[engine.spec.comparisons.indexOf(comparison)] ?? 0;
  const sentence = (at: number): string => comparison.levels[at]?.sentence ?? '';
  const instead = now === 0 ? '' : ` in place of “${sentence(now)}”`;
  return `With “${sentence(level)}”${instead} the machine would ${joined ? 'not join them by itself' : 'join them by itself'}.`;
}

/** The change of one level, smallest in bits, that moves the score across the bar for joining. */
function nearestChange(
  pair: StoredPair,
  levels: readonly number[],
  { spec, model, weights }: Engine,
  joined: boolean,
): { readonly comparison: Comparison; readonly level: number } | null {
  // What joins below the bar of sales, or is held back as work, is weighed as work.
  const isWork = pair.cause === 'context' || (joined && pair.scoreMillibits < model.joinAt);
  const ownBar = isWork ? model.joinContextAt : model.joinAt;
  let best: { comparison: Comparison; level: number; size: number } | null = null;
  for (const [i, comparison] of spec.comparisons.entries()) {
    if (comparison.kind === 'sentTwice' || comparison.between === (isWork ? 'sales' : 'context')) continue;
    const own = weights[i]?.[levels[i] ?? 0] ?? 0;
    for (const [level, weight] of (weights[i] ?? []).entries()) {
      const isNamed = comparison.kind === 'reference' && comparison.levels[level]?.test.is === 'named';
      const bar = isNamed ? model.joinNamedAt : ownBar;
      const score = pair.scoreMillibits + weight - own;
      const size = Math.abs(weight - own);
      // That a field were empty is no advice for joining.
      if (level === (levels[i] ?? 0) || (level === 0 && !joined) || score >= bar === joined || (best !== null && size >= best.size))
        continue;
      best = { comparison, level, size };
    }
  }
  return best;
}
