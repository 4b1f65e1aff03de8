import { entriesOf, type LineSource } from './lines.ts';
import { type RecordIndex, UNKNOWN } from './records.ts';

/** Precision, recall and their harmonic mean; null where nothing was there to be right about. */
export interface Rate {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
}

export function rateOf(right: number, made: number, wanted: number, found = right): Rate {
  const precision = made === 0 ? null : right / made;
  const recall = wanted === 0 ? null : found / wanted;
  const f1 =
    precision === null || recall === null ? null : precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  return { precision, recall, f1 };
}

/**
 * The true clusters. `members` must be together; records that an order only *holds* (its bookings) may stand in its
 * cluster or not, but in no other.
 */
export class TrueClusters {
  readonly records: RecordIndex;
  readonly #clusterOf: number[] = [];
  readonly #isMember: boolean[] = [];
  readonly #sizes: number[] = [];
  readonly #leads: number[] = [];

  constructor(records: RecordIndex) {
    this.records = records;
  }

  get count(): number {
    return this.#sizes.length;
  }

  /** Adds an order; returns its number. Its first member leads it: positions are asked of the order that holds it. */
  add(members: readonly number[], held: readonly number[]): number {
    const cluster = this.#sizes.length;
    const distinct = new Set(members);
    for (const entity of held) {
      this.#clusterOf[entity] = cluster;
      this.#isMember[entity] = false;
    }
    for (const entity of distinct) {
      this.#clusterOf[entity] = cluster;
      this.#isMember[entity] = true;
    }
    this.#sizes.push(distinct.size);
    this.#leads.push(members[0] ?? UNKNOWN);
    return cluster;
  }

  clusterOf(entity: number): number {
    return this.#clusterOf[entity] ?? UNKNOWN;
  }

  isMember(entity: number): boolean {
    return this.#isMember[entity] === true;
  }

  sizeOf(cluster: number): number {
    return this.#sizes[cluster] ?? 0;
  }

  isLead(entity: number): boolean {
    return this.#leads[this.clusterOf(entity)] === entity;
  }

  /** Every member with its cluster. */
  *members(): Generator<readonly [entity: number, cluster: number]> {
    for (let entity = 0; entity < this.records.size; entity++) {
      const cluster = this.clusterOf(entity);
      if (cluster !== UNKNOWN && this.isMember(entity)) yield [entity, cluster];
    }
  }
}

export interface ApartScore {
  readonly pairs: number;
  readonly joined: number;
  readonly joinedByTrap: Readonly<Record<string, number>>;
}

export interface TieScore {
  readonly ties: number;
  /** The machine picked one of several equal answers. */
  readonly taken: number;
  readonly proposed: number;
}

export interface ClusterScore {
  readonly trueClusters: number;
  readonly resultClusters: number;
  /** Result clusters with exactly the members of a true one. */
  readonly exactClusters: number;
  readonly joined: Rate & { readonly truePairs: number; readonly joinedPairs: number; readonly rightPairs: number };
  readonly bCubed: Rate;
  /** Share of true pairs that stand together once every right proposal is answered with yes. */
  readonly recallWithProposals: number | null;
  readonly proposals: { readonly count: number; readonly right: number };
  readonly apart: ApartScore;
  readonly ties: TieScore;
}

interface PairTask {
  readonly a: number;
  readonly b: number;
  readonly trap: string;
}

interface TieTask {
  readonly record: number;
  readonly candidates: readonly number[];
}

const pairsOf = (n: number): number => (n * (n - 1)) / 2;

/** Takes result clusters and proposals one by one, and says at the end how well they agree with the truth. */
export class ClusterScorer {
  readonly #truth: TrueClusters;
  readonly #apart: readonly PairTask[];
  readonly #ties: readonly TieTask[];
  readonly #resultOf: Int32Array;
  readonly #sets: DisjointSets;
  readonly #proposedTies = new Set<number>();
  readonly #tiesOf: ReadonlyMap<number, readonly number[]>;
  #results = 0;
  #exact = 0;
  #joinedPairs = 0;
  #rightPairs = 0;
  #foundPairs = 0;
  #proposals = 0;
  #rightProposals = 0;
  #precisionSum = 0;
  #recallSum = 0;

  constructor(truth: TrueClusters, apart: readonly PairTask[], ties: readonly TieTask[]) {
    this.#truth = truth;
    this.#apart = apart;
    this.#ties = ties;
    this.#resultOf = new Int32Array(truth.records.size).fill(UNKNOWN);
    this.#sets = new DisjointSets(truth.records.size);
    this.#tiesOf = new Map([...Map.groupBy(ties.keys(), (i) => ties[i]?.record ?? UNKNOWN)]);
  }

  /** One result order, by the truth's numbers of its members (unknown ones left out). */
  addResult(entities: readonly number[]): void {
    const own = [...new Set(entities)].filter((entity) => this.#resultOf[entity] === UNKNOWN);
    if (own.length === 0) return;
    const result = this.#results++;
    for (const entity of own) this.#resultOf[entity] = result;
    const judged = own.filter((entity) => this.#truth.clusterOf(entity) !== UNKNOWN);
    this.#joinedPairs += pairsOf(judged.length);
    const groups = Map.groupBy(judged, (entity) => this.#truth.clusterOf(entity));
    const members = judged.filter((entity) => this.#truth.isMember(entity)).length;
    for (const [cluster, group] of groups) {
      const inGroup = group.filter((entity) => this.#truth.isMember(entity)).length;
      this.#rightPairs += pairsOf(group.length);
      this.#foundPairs += pairsOf(inGroup);
      if (inGroup > 0) {
        this.#precisionSum += (inGroup * inGroup) / members;
        this.#recallSum += (inGroup * inGroup) / this.#truth.sizeOf(cluster);
      }
      this.#sets.joinAll(group);
      if (groups.size === 1 && inGroup > 0 && inGroup === this.#truth.sizeOf(cluster)) this.#exact += 1;
    }
  }

  /** One proposal. Right parts of it count as answered with yes. Add all results first. */
  addProposal(entities: readonly number[]): void {
    this.#proposals += 1;
    const groups = [...Map.groupBy(new Set(entities), (entity) => this.#truth.clusterOf(entity))].filter(
      ([cluster]) => cluster !== UNKNOWN,
    );
    if (groups.some(([, group]) => group.length > 1)) this.#rightProposals += 1;
    for (const [, group] of groups) this.#sets.joinAll(group);
    for (const entity of entities) {
      for (const tie of this.#tiesOf.get(entity) ?? []) {
        if (
          this.#ties[tie]?.candidates.some((candidate) =>
            entities.some((other) => other === candidate || this.#together(other, candidate)),
          )
        )
          this.#proposedTies.add(tie);
      }
    }
  }

  finish(): ClusterScore {
    let membersTotal = 0;
    let truePairs = 0;
    let reachable = 0;
    const roots = new Map<number, Map<number, number>>();
    for (const [entity, cluster] of this.#truth.members()) {
      membersTotal += 1;
      if (this.#resultOf[entity] === UNKNOWN) {
        this.#precisionSum += 1;
        this.#recallSum += 1 / this.#truth.sizeOf(cluster);
      }
      if (this.#truth.sizeOf(cluster) < 2) continue;
      const counts = roots.get(cluster) ?? new Map<number, number>();
      roots.set(cluster, counts);
      const root = this.#sets.rootOf(entity);
      counts.set(root, (counts.get(root) ?? 0) + 1);
    }
    for (const [cluster, counts] of roots) {
      truePairs += pairsOf(this.#truth.sizeOf(cluster));
      for (const count of counts.values()) reachable += pairsOf(count);
    }
    return {
      trueClusters: this.#truth.count,
      resultClusters: this.#results,
      exactClusters: this.#exact,
      joined: {
        ...rateOf(this.#rightPairs, this.#joinedPairs, truePairs, this.#foundPairs),
        truePairs,
        joinedPairs: this.#joinedPairs,
        rightPairs: this.#rightPairs,
      },
      bCubed: rateOf(this.#precisionSum, membersTotal, membersTotal, this.#recallSum),
      recallWithProposals: truePairs === 0 ? null : reachable / truePairs,
      proposals: { count: this.#proposals, right: this.#rightProposals },
      apart: this.#scoreApart(),
      ties: this.#scoreTies(),
    };
  }

  #scoreApart(): ApartScore {
    const joined = this.#apart.filter(({ a, b }) => this.#together(a, b));
    const byTrap = Map.groupBy(joined, ({ trap }) => trap);
    return {
      pairs: this.#apart.length,
      joined: joined.length,
      joinedByTrap: Object.fromEntries([...byTrap].map(([trap, pairs]) => [trap, pairs.length])),
    };
  }

  #scoreTies(): TieScore {
    const taken = this.#ties.filter(({ record, candidates }) => candidates.some((candidate) => this.#together(record, candidate)));
    return { ties: this.#ties.length, taken: taken.length, proposed: this.#proposedTies.size };
  }

  #together(a: number, b: number): boolean {
    const result = this.#resultOf[a];
    return result !== undefined && result !== UNKNOWN && result === this.#resultOf[b];
  }
}

/** Reads `apart.jsonl` and `ties.jsonl` of the truth. */
export async function readTasks(
  truth: LineSource,
  records: RecordIndex,
): Promise<{ readonly apart: PairTask[]; readonly ties: TieTask[] }> {
  const apart: PairTask[] = [];
  const ties: TieTask[] = [];
  for await (const entry of entriesOf(truth, 'apart.jsonl')) {
    apart.push({ a: records.add(entry.record('a')), b: records.add(entry.record('b')), trap: entry.text('trap') });
  }
  for await (const entry of entriesOf(truth, 'ties.jsonl')) {
    ties.push({
      record: records.add(entry.record('record')),
      candidates: entry.records('candidates').map((record) => records.add(record)),
    });
  }
  return { apart, ties };
}

class DisjointSets {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, i) => i);
  }

  rootOf(entity: number): number {
    let at = entity;
    for (let parent = this.#parent[at] ?? at; parent !== at; parent = this.#parent[at] ?? at) {
      this.#parent[at] = this.#parent[parent] ?? parent;
      at = parent;
    }
    return at;
  }

  joinAll(entities: readonly number[]): void {
    const [first, ...others] = entities;
    if (first === undefined) return;
    for (const other of others) this.#parent[this.rootOf(other)] = this.rootOf(first);
  }
}
