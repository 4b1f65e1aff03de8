import { type Rate, rateOf, type TrueClusters } from './clusters.ts';
import { type Entry, entriesOf, type LineSource } from './lines.ts';
import { UNKNOWN } from './records.ts';

export interface ExceptionScore extends Rate {
  readonly reason: string;
  readonly wanted: number;
  readonly raised: number;
  readonly right: number;
  readonly found: number;
}

interface ReasonTally {
  /** Truth exceptions by each subject. */
  readonly bySubject: Map<number, number[]>;
  readonly found: Set<number>;
  wanted: number;
  raised: number;
  right: number;
}

/**
 * Compares exceptions reason by reason. One is right when it shares a subject with a true one of its reason; a member
 * of an order stands for the order. Subjects unknown to the truth cannot be right.
 */
export class ExceptionScorer {
  readonly #clusters: TrueClusters;
  readonly #reasons = new Map<string, ReasonTally>();

  constructor(clusters: TrueClusters) {
    this.#clusters = clusters;
  }

  async readTruth(truth: LineSource): Promise<void> {
    for await (const entry of entriesOf(truth, 'exceptions.jsonl')) {
      const tally = this.#tally(entry.text('reason'));
      const number = tally.wanted++;
      for (const record of entry.records('subjects')) {
        const subject = this.#subject(this.#clusters.records.add(record));
        const numbers = tally.bySubject.get(subject);
        if (numbers) numbers.push(number);
        else tally.bySubject.set(subject, [number]);
      }
    }
  }

  /** Returns the clusters that the exception speaks of. */
  addResult(entry: Entry): number[] {
    const tally = this.#tally(entry.text('reason'));
    tally.raised += 1;
    const entities = entry.records('subjects').map((record) => this.#clusters.records.find(record));
    const hits = entities
      .filter((entity) => entity !== UNKNOWN)
      .flatMap((entity) => tally.bySubject.get(this.#subject(entity)) ?? []);
    if (hits.length > 0) tally.right += 1;
    for (const hit of hits) tally.found.add(hit);
    return entities.map((entity) => (entity === UNKNOWN ? UNKNOWN : this.#clusters.clusterOf(entity)));
  }

  finish(): ExceptionScore[] {
    const scores = [...this.#reasons].map(
      ([reason, { wanted, raised, right, found }]): ExceptionScore => ({
        reason,
        wanted,
        raised,
        right,
        found: found.size,
        ...rateOf(right, raised, wanted, found.size),
      }),
    );
    return scores.sort((a, b) => (a.reason < b.reason ? -1 : 1));
  }

  #subject(entity: number): number {
    const cluster = this.#clusters.isMember(entity) ? this.#clusters.clusterOf(entity) : UNKNOWN;
    return cluster === UNKNOWN ? entity * 2 + 1 : cluster * 2;
  }

  #tally(reason: string): ReasonTally {
    const known = this.#reasons.get(reason);
    if (known) return known;
    const made: ReasonTally = { bySubject: new Map(), found: new Set(), wanted: 0, raised: 0, right: 0 };
    this.#reasons.set(reason, made);
    return made;
  }
}
