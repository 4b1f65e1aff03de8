import { type Rate, rateOf, type TrueClusters } from './clusters.ts';
import { type Entry, entriesOf, type LineSource } from './lines.ts';
import { UNKNOWN } from './records.ts';

export interface LinkScore extends Rate {
  readonly kind: string;
  readonly wanted: number;
  readonly linked: number;
  readonly right: number;
  readonly recallWithProposals: number | null;
  /** Links made although several answers were equally good. */
  readonly ambiguousTaken: number;
  /** Links that name a record which the truth does not know: left out of the rates. */
  readonly unknown: number;
}

type Wish = 'wanted' | 'ambiguous' | 'optional';

interface KindTally {
  readonly truth: Map<number, Wish>;
  /** Records whose link of this kind is ambiguous, whatever it points to. */
  readonly ambiguousFrom: Set<number>;
  readonly found: Set<number>;
  readonly proposed: Set<number>;
  linked: number;
  wrong: number;
  ambiguousTaken: number;
  unknown: number;
}

const SPAN = 2 ** 27;

/** Compares links kind by kind. An order end may name any member of the order. */
export class LinkScorer {
  readonly #clusters: TrueClusters;
  readonly #kinds = new Map<string, KindTally>();

  constructor(clusters: TrueClusters) {
    this.#clusters = clusters;
  }

  async readTruth(truth: LineSource): Promise<void> {
    const { records } = this.#clusters;
    for await (const entry of entriesOf(truth, 'links.jsonl')) {
      const kind = entry.text('kind');
      const tally = this.#tally(kind);
      const from = records.add(entry.record('from'));
      const key = this.#key(kind, from, records.add(entry.record('to')));
      const wish: Wish = entry.flag('optional') === true ? 'optional' : entry.flag('ambiguous') === true ? 'ambiguous' : 'wanted';
      tally.truth.set(key, wish);
      if (wish === 'ambiguous') tally.ambiguousFrom.add(from);
    }
  }

  addResult(entry: Entry): void {
    const kind = entry.text('kind');
    const tally = this.#tally(kind);
    const from = this.#clusters.records.find(entry.record('from'));
    const to = this.#clusters.records.find(entry.record('to'));
    if (from === UNKNOWN || to === UNKNOWN) {
      tally.unknown += 1;
      return;
    }
    const key = this.#key(kind, from, to);
    const wish = tally.truth.get(key);
    if (entry.text('state') === 'proposed') {
      if (wish === 'wanted') tally.proposed.add(key);
    } else if (tally.ambiguousFrom.has(from)) {
      tally.ambiguousTaken += 1;
    } else if (wish === 'wanted') {
      if (!tally.found.has(key)) tally.linked += 1;
      tally.found.add(key);
    } else if (wish === undefined) {
      tally.linked += 1;
      tally.wrong += 1;
    }
  }

  finish(): LinkScore[] {
    const scores = [...this.#kinds].map(([kind, tally]): LinkScore => {
      const wanted = [...tally.truth.values()].filter((wish) => wish === 'wanted').length;
      const right = tally.found.size;
      const reached = new Set([...tally.found, ...tally.proposed]).size;
      const { linked, ambiguousTaken, unknown } = tally;
      return {
        kind,
        wanted,
        linked,
        right,
        ...rateOf(right, linked, wanted),
        recallWithProposals: wanted === 0 ? null : reached / wanted,
        ambiguousTaken,
        unknown,
      };
    });
    return scores.sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }

  #key(kind: string, from: number, to: number): number {
    const cluster = kind.endsWith('-order') ? this.#clusters.clusterOf(to) : UNKNOWN;
    return from * SPAN + (cluster === UNKNOWN ? to * 2 + 1 : cluster * 2);
  }

  #tally(kind: string): KindTally {
    const known = this.#kinds.get(kind);
    if (known) return known;
    const made: KindTally = {
      truth: new Map(),
      ambiguousFrom: new Set(),
      found: new Set(),
      proposed: new Set(),
      linked: 0,
      wrong: 0,
      ambiguousTaken: 0,
      unknown: 0,
    };
    this.#kinds.set(kind, made);
    return made;
  }
}
