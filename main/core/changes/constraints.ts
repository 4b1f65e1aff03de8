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
  const cuts = cutsOf(decisions);
  for (const { id, body, withdrawnBy } of decisions) {
    const stands = withdrawnBy === null;
    if (body.kind === 'together') {
      if (!stands) parted.push(...pairsAcross(body.members, body.parts, idOf));
      for (const side of stands ? sidesOf(body, cuts.get(id) ?? []) : []) {
        const known = side.map(({ key, part }) => ({ id: idOf(key), part })).filter(({ id }) => id !== undefined);
        if (joinsParts(known)) together.push(known.flatMap(({ id }) => id ?? []));
      }
    } else if (stands && (body.kind === 'apart' || body.kind === 'relate')) {
      apart.push([ids(body.sides[0]), ids(body.sides[1])]);
    }
  }
  return { together, apart, parted };
}

/**
 * The latest standing merge that was made on an order which `taken` had joined, or null. While it stands `taken` cannot be taken
 * back: it would hold the records together all the same, and nobody said which of them it meant.
 */
export function mergeMadeOn(taken: Decision, decisions: readonly Decision[]): Decision | null {
  if (taken.body.kind !== 'together') return null;
  const { members, parts } = taken.body;
  const partBefore = new Map(members.map((key, at) => [keyText(key), parts[at]]));
  const cuts = cutsOf(decisions);
  const rests = ({ id, body, withdrawnBy }: Decision): boolean =>
    id !== taken.id &&
    withdrawnBy === null &&
    body.kind === 'together' &&
    sidesOf(body, cuts.get(id) ?? [])
      .filter(joinsParts)
      .flatMap((side) => [...Map.groupBy(side, ({ part }) => part).values()])
      .some((order) => new Set(order.flatMap(({ key }) => partBefore.get(key) ?? [])).size > 1);
  return decisions.findLast(rests) ?? null;
}

/** For each decision *together* that standing splits cut: the keys that left it. */
function cutsOf(decisions: readonly Decision[]): Map<number, ReadonlySet<string>[]> {
  const cuts = new Map<number, ReadonlySet<string>[]>();
  for (const { body, withdrawnBy } of decisions) {
    if (withdrawnBy !== null || body.kind !== 'apart') continue;
    for (const cut of body.cuts) cuts.set(cut, [...(cuts.get(cut) ?? []), new Set(body.sides[0].map(keyText))]);
  }
  return cuts;
}

interface Part {
  readonly key: string;
  /** The order it lay in before the merge. */
  readonly part: number;
}

/** The members of a merge in the groups into which cuts divide them: two are in one group when no cut parts them. */
function sidesOf(body: Extract<Decision['body'], { kind: 'together' }>, cuts: readonly ReadonlySet<string>[]): Part[][] {
  const members = body.members.map((key, at) => ({ key: keyText(key), part: body.parts[at] ?? at }));
  return [...Map.groupBy(members, ({ key }) => cuts.map((cut) => (cut.has(key) ? '1' : '0')).join('')).values()];
}

/** A merge joins the orders as they were; what is left of only one of them was not its doing. */
function joinsParts(side: readonly { readonly part: number }[]): boolean {
  return new Set(side.map(({ part }) => part)).size > 1;
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
