/** What standing decisions ask of clustering, in record ids: who is one sale, who is not, what the machine may not join again. */
import type { Decision } from '#shared/domain/decision.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';

export interface Constraints {
  readonly together: readonly (readonly number[])[];
  readonly apart: readonly (readonly [readonly number[], readonly number[]])[];
  /** Pairs that a person joined and took apart again: the machine may propose them, never join them. */
  readonly parted: readonly (readonly [number, number])[];
}

/**
 * `idOf` gives the row of a key in this book, or undefined. Decisions may come in any order; of those taken back only *together*
 * matters: what a person took apart again is not joined by the machine.
 */
export function constraintsOf(decisions: readonly Decision[], idOf: (keyText: string) => number | undefined): Constraints {
  const ids = (keys: readonly RecordKey[]) => keys.flatMap((key) => idOf(keyText(key)) ?? []);
  const together: number[][] = [];
  const apart: [number[], number[]][] = [];
  const parted: [number, number][] = [];
  const cuts = cutsOf(decisions, ids);
  for (const { id, body, withdrawnBy } of decisions) {
    const stands = withdrawnBy === null;
    if (body.kind === 'together') {
      if (stands) together.push(...divide(ids(body.members), cuts.get(id) ?? []));
      else parted.push(...pairsAcross(body.members, body.parts, idOf));
    } else if (stands && (body.kind === 'apart' || body.kind === 'relate')) {
      apart.push([ids(body.sides[0]), ids(body.sides[1])]);
    }
  }
  return { together, apart, parted };
}

/** For each decision *together* that standing splits cut: the sides that left it. */
function cutsOf(decisions: readonly Decision[], ids: (keys: readonly RecordKey[]) => number[]): Map<number, Set<number>[]> {
  const cuts = new Map<number, Set<number>[]>();
  for (const { body, withdrawnBy } of decisions) {
    if (withdrawnBy !== null || body.kind !== 'apart') continue;
    for (const cut of body.cuts) cuts.set(cut, [...(cuts.get(cut) ?? []), new Set(ids(body.sides[0]))]);
  }
  return cuts;
}

/** The groups into which cuts divide the members: two are in one group when no cut parts them. */
function divide(members: readonly number[], cuts: readonly ReadonlySet<number>[]): number[][] {
  if (cuts.length === 0) return [[...members]];
  return [...Map.groupBy(members, (id) => cuts.map((cut) => (cut.has(id) ? '1' : '0')).join('')).values()];
}

function pairsAcross(
  members: readonly RecordKey[],
  parts: readonly number[],
  idOf: (keyText: string) => number | undefined,
): [number, number][] {
  const pairs: [number, number][] = [];
  members.forEach((right, at) => {
    members.slice(0, at).forEach((left, before) => {
      const [a, b] = [idOf(keyText(left)), idOf(keyText(right))];
      if (parts[at] !== parts[before] && a !== undefined && b !== undefined) pairs.push([a, b]);
    });
  });
  return pairs;
}
