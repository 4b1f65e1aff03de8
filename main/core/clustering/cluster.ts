/**
 * Pairs and decisions → clusters. What people said comes first, then edges in descending weight, so that a conflict is resolved in
 * favour of the stronger evidence. The outcome depends on the records' ranks and the edges' weights, never on the order in which
 * anything is given.
 */
import { ConstrainedUnion, type Refusal } from './constrained-union.ts';

export interface ClusterRecord {
  readonly id: number;
  /** Position in the order of the record keys: settles every tie. Distinct. */
  readonly rank: number;
  /** System, account and type: two records with one key are never joined by the machine. */
  readonly systemTypeKey: string;
  /** ISO 4217, or null where the record names none. */
  readonly currency: string | null;
}

export interface ClusterEdge {
  readonly left: number;
  readonly right: number;
  readonly millibits: number;
  /** Only `joined` edges join. */
  readonly state: 'joined' | 'proposed' | 'apart';
}

/** No record of the one side is one sale with a record of the other. */
export type Sides = readonly [readonly number[], readonly number[]];

export interface ClusterInput {
  readonly records: readonly ClusterRecord[];
  /** Members of each standing *together* decision. */
  readonly together: readonly (readonly number[])[];
  /** Each standing *apart* (or *relate*) decision. */
  readonly apart: readonly Sides[];
  /** Pairs that a person joined and took apart again: the machine never joins them, a person may. */
  readonly parted?: readonly (readonly [number, number])[];
  readonly edges: readonly ClusterEdge[];
}

export interface ClusterConflict {
  readonly left: number;
  readonly right: number;
  readonly code: Refusal;
  readonly by: 'machine' | 'person';
}

export interface Cluster {
  /** Ids, by rank. */
  readonly members: readonly number[];
  /** The weakest machine edge of its best spanning tree, millibits; null where no machine edge joins it. */
  readonly confidenceMillibits: number | null;
  /** True when a person joined at least two of its members. */
  readonly byPerson: boolean;
}

export interface Clusters {
  /** By their first member's rank. Single records are clusters of one. */
  readonly clusters: readonly Cluster[];
  /** Unions that were refused, the strongest first. */
  readonly conflicts: readonly ClusterConflict[];
}

/** Clusters of the given records. Ids in decisions and edges that are not among `records` are ignored: they are not live. */
export function clusterRecords(input: ClusterInput): Clusters {
  const records = [...input.records].sort((a, b) => a.rank - b.rank);
  const indexOf = new Map(records.map((record, index) => [record.id, index]));
  const idAt = (index: number): number => records[index]?.id ?? -1;
  const indices = (ids: readonly number[]): number[] => ids.flatMap((id) => indexOf.get(id) ?? []).sort((a, b) => a - b);

  const union = new ConstrainedUnion({
    size: records.length,
    slot: numbered(records.map((record) => record.systemTypeKey)),
    currency: numbered(records.map((record) => record.currency)),
    apart: [
      ...input.apart.map(([one, other]) => ({ sides: [indices(one), indices(other)] as const, machineOnly: false })),
      ...(input.parted ?? []).map(([one, other]) => ({ sides: [indices([one]), indices([other])] as const, machineOnly: true })),
    ],
  });

  const conflicts: ClusterConflict[] = [];
  const joinedByPerson: number[] = [];
  for (const members of input.together.map(indices).sort(compareLists)) {
    for (const [left, right] of eachPair(members)) {
      const code = union.union(left, right, 'person');
      if (code === null) joinedByPerson.push(left);
      else conflicts.push({ left: idAt(left), right: idAt(right), code, by: 'person' });
    }
  }

  const weakest = new Map<number, number>();
  for (const { left, right, millibits } of strongestFirst(input.edges, indexOf)) {
    const [a, b] = [union.find(left), union.find(right)];
    if (a === b) continue;
    const code = union.union(left, right, 'machine');
    if (code !== null) {
      conflicts.push({ left: idAt(left), right: idAt(right), code, by: 'machine' });
      continue;
    }
    const below = Math.min(weakest.get(a) ?? millibits, weakest.get(b) ?? millibits, millibits);
    weakest.delete(a);
    weakest.delete(b);
    weakest.set(union.find(left), below);
  }

  const byPerson = new Set(joinedByPerson.map((index) => union.find(index)));
  const byRoot = Map.groupBy(records.keys(), (index) => union.find(index));
  const clusters = [...byRoot].map(([root, members]) => ({
    members: members.map(idAt),
    confidenceMillibits: weakest.get(root) ?? null,
    byPerson: byPerson.has(root),
  }));
  return { clusters, conflicts };
}

interface IndexedEdge {
  readonly left: number;
  readonly right: number;
  readonly millibits: number;
}

/** Joined edges between known records: by weight, then by the ranks of their ends. */
function strongestFirst(edges: readonly ClusterEdge[], indexOf: ReadonlyMap<number, number>): IndexedEdge[] {
  const known: IndexedEdge[] = [];
  for (const edge of edges) {
    const a = indexOf.get(edge.left);
    const b = indexOf.get(edge.right);
    if (edge.state !== 'joined' || a === undefined || b === undefined) continue;
    known.push({ left: Math.min(a, b), right: Math.max(a, b), millibits: edge.millibits });
  }
  return known.sort((x, y) => y.millibits - x.millibits || x.left - y.left || x.right - y.right);
}

function eachPair(members: readonly number[]): (readonly [number, number])[] {
  return members.flatMap((right, at) => members.slice(0, at).map((left) => [left, right] as const));
}

/** Distinct values as 1, 2, 3 …; null as 0. */
function numbered(values: readonly (string | null)[]): number[] {
  const numbers = new Map<string, number>();
  return values.map((value) => {
    if (value === null) return 0;
    const number = numbers.get(value) ?? numbers.size + 1;
    numbers.set(value, number);
    return number;
  });
}

function compareLists(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
