/** What no learning may do to weights, whatever it learns from: turn a level into its opposite, or change the order of levels. */

/** Weights are rounded to this, so that the last digit of a logarithm on another machine cannot show. Millibits. */
export const STEP_MILLIBITS = 50;

export function toStep(millibits: number): number {
  return Math.round(millibits / STEP_MILLIBITS) * STEP_MILLIBITS || 0;
}

/** The weights of a comparison after they were moved by whole steps (both in the order of its levels, millibits). Level 0 stays 0. */
export function movedWithin(before: readonly number[], shifts: readonly number[]): number[] {
  return inOrderOf(
    before,
    before.map((weight, level) => (level === 0 ? 0 : movedBy(weight, shifts[level] ?? 0))),
  );
}

/** What speaks for a pair never comes to speak against it, and the other way round: then a level would mean its opposite. */
function movedBy(weight: number, shift: number): number {
  const moved = weight + shift;
  if (weight > 0) return Math.max(0, moved);
  return weight < 0 ? Math.min(0, moved) : moved;
}

/**
 * Keeps the levels of a comparison in the order they had: a level that said more than another goes on saying at least as much. Levels
 * that would change places meet in the middle (pool adjacent violators), down to the step.
 */
function inOrderOf(before: readonly number[], moved: readonly number[]): number[] {
  const order = [...before.keys()].filter((level) => level > 0).sort((a, b) => (before[a] ?? 0) - (before[b] ?? 0) || a - b);
  const pools: { levels: number[]; sum: number }[] = [];
  for (const level of order) {
    pools.push({ levels: [level], sum: moved[level] ?? 0 });
    for (let last = pools.at(-1), under = pools.at(-2); last !== undefined && under !== undefined; ) {
      if (under.sum / under.levels.length <= last.sum / last.levels.length) break;
      pools.splice(-2, 2, { levels: [...under.levels, ...last.levels], sum: under.sum + last.sum });
      last = pools.at(-1);
      under = pools.at(-2);
    }
  }
  const ordered = [...moved];
  for (const { levels, sum } of pools) {
    if (levels.length === 1) continue;
    const shared = toStep(sum / levels.length);
    for (const level of levels) ordered[level] = shared;
  }
  return ordered;
}
