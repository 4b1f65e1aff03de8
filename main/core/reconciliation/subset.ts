/**
 * Which of a few amounts sum to a target, and in how many ways. Finding a subset is easy; knowing that it is the right one is not: more
 * than one way is no answer, and a search that was cut says so. Bounds are counts, so the result is the same on every machine.
 */
export interface SubsetLimits {
  /** Most amounts looked at; more are not searched. */
  readonly items: number;
  /** Most amounts in a solution. */
  readonly size: number;
  readonly nodes: number;
  /** Solutions kept; the count stops one above it. */
  readonly solutions: number;
}

export const SUBSET_LIMITS: SubsetLimits = { items: 24, size: 12, nodes: 2_000_000, solutions: 6 };

export interface SubsetResult {
  /** Indexes into the amounts, ascending; each a solution. */
  readonly solutions: readonly (readonly number[])[];
  /** False: not searched fully, there may be more. */
  readonly complete: boolean;
}

/** Subsets of `amounts` (minor units, of any sign) of `least` to `limits.size` members that sum to `target`. */
export function subsetsOf(amounts: readonly number[], target: number, least: number, limits = SUBSET_LIMITS): SubsetResult {
  if (amounts.length > limits.items) return { solutions: [], complete: false };
  const order = amounts.map((_, i) => i).sort((a, b) => Math.abs(amounts[b] ?? 0) - Math.abs(amounts[a] ?? 0) || a - b);
  const sorted = order.map((i) => amounts[i] ?? 0);
  // What the rest can still add at most and at least: a branch that cannot reach the target is left.
  const most = new Array<number>(sorted.length + 1).fill(0);
  const fewest = new Array<number>(sorted.length + 1).fill(0);
  for (let i = sorted.length - 1; i >= 0; i--) {
    most[i] = (most[i + 1] ?? 0) + Math.max(0, sorted[i] ?? 0);
    fewest[i] = (fewest[i + 1] ?? 0) + Math.min(0, sorted[i] ?? 0);
  }
  const solutions: number[][] = [];
  const taken: number[] = [];
  let nodes = 0;
  let complete = true;
  const walk = (at: number, left: number): void => {
    if (++nodes > limits.nodes || solutions.length > limits.solutions) {
      complete = false;
      return;
    }
    if (left === 0 && taken.length >= least) solutions.push(taken.map((i) => order[i] ?? 0).sort((a, b) => a - b));
    if (at === sorted.length || taken.length === limits.size) return;
    if (left > (most[at] ?? 0) || left < (fewest[at] ?? 0)) return;
    for (let next = at; next < sorted.length && complete; next++) {
      taken.push(next);
      walk(next + 1, left - (sorted[next] ?? 0));
      taken.pop();
    }
  };
  walk(0, target);
  return { solutions: solutions.slice(0, limits.solutions), complete: complete && solutions.length <= limits.solutions };
}
