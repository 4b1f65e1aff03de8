/** The labelled sets that the library is held against, as data: where they lie, which specification reads them, and the bars. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the repository where its makers have it; read in place, never copied. */
export const SETS_FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'benchmarks');
export const SPECS_FOLDER = join(import.meta.dirname, 'specs');

export interface LabelledSet {
  readonly name: string;
  readonly spec: string;
  readonly files: readonly string[];
  /** F1 of pairs at a probability of one half. */
  readonly bar: number;
  readonly stretch: number;
}

const set = (name: string, spec: string, files: readonly string[], bar: number, stretch = bar): LabelledSet => ({
  name,
  spec: join(SPECS_FOLDER, `${spec}.json`),
  files: files.map((file) => join(SETS_FOLDER, name, file)),
  bar,
  stretch,
});

export const SETS: readonly LabelledSet[] = [
  set('febrl1', 'febrl', ['records.csv'], 0.998),
  set('febrl2', 'febrl', ['records.csv'], 0.997),
  set('febrl3', 'febrl', ['records.csv'], 0.998),
  set('dblp-acm', 'dblp-acm', ['a_dblp.csv', 'b_acm.csv'], 0.985),
  set('fodors-zagats', 'fodors-zagats', ['a_fodors.csv', 'b_zagats.csv'], 0.985),
  set('cora', 'cora', ['records.csv'], 0.84, 0.86),
  set('splink-fake-1000', 'splink-fake-1000', ['records.csv'], 0.87, 0.9),
  set('splink-transactions', 'splink-transactions', ['origin.csv', 'destination.csv'], 0.945, 0.96),
  ...['n10', 'n30', 'n100', 'n300'].map((size) => ({
    ...set('cash-application', 'cash-application', [`${size}_seed42.json`], 0.92, 0.95),
    name: `cash-application ${size}`,
  })),
];

export const isThere = ({ files }: LabelledSet): boolean => files.every((file) => existsSync(file));

/** True pairs as `left right`; of one table the smaller id first. */
export function truePairs({ files }: LabelledSet): Set<string> {
  const [first = ''] = files;
  if (first.endsWith('.json')) {
    const { ground_truth } = JSON.parse(readFileSync(first, 'utf8')) as {
      ground_truth: { applications: { payment_id: string; invoice_id: string }[] };
    };
    return new Set(ground_truth.applications.map((one) => `${one.payment_id} ${one.invoice_id}`));
  }
  const isOneTable = files.length === 1;
  return new Set(rowsOf(join(first, '..', 'true_pairs.csv')).map(([a = '', b = '']) => pairName(a, b, isOneTable)));
}

/** True pairs of a table with the answer in its last column (the synthetic orders): the rows of one cluster. */
export function pairsOfClusters(path: string): Set<string> {
  const clusters = new Map<string, string[]>();
  for (const cells of rowsOf(path)) {
    const cluster = cells.at(-1) ?? '';
    clusters.set(cluster, [...(clusters.get(cluster) ?? []), cells[0] ?? '']);
  }
  return new Set(
    [...clusters.values()].flatMap((ids) => ids.flatMap((a, at) => ids.slice(at + 1).map((b) => pairName(a, b, true)))),
  );
}

export interface FoundPair {
  readonly name: string;
  readonly probability: number;
  readonly state: string;
}

export function foundPairs(folder: string, { files }: LabelledSet): FoundPair[] {
  const isOneTable = files.length === 1 && !files[0]?.endsWith('.json');
  return rowsOf(join(folder, 'pairs.csv')).map(([a = '', b = '', probability = '', state = '']) => ({
    name: pairName(a, b, isOneTable),
    probability: Number(probability),
    state,
  }));
}

function pairName(a: string, b: string, isOneTable: boolean): string {
  return isOneTable && b < a ? `${b} ${a}` : `${a} ${b}`;
}

/** Cells of simple files: no quotes, a header. */
function rowsOf(path: string): string[][] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(','));
}

export interface Score {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export function scoreOf(found: readonly FoundPair[], truth: ReadonlySet<string>): Score {
  const right = found.filter(({ name }) => truth.has(name)).length;
  const precision = found.length === 0 ? 1 : right / found.length;
  const recall = truth.size === 0 ? 1 : right / truth.size;
  return { precision, recall, f1: right === 0 ? 0 : (2 * right) / (found.length + truth.size) };
}

/** The best F1 over all thresholds. */
export function bestF1(found: readonly FoundPair[], truth: ReadonlySet<string>): number {
  const sorted = found.toSorted((a, b) => b.probability - a.probability);
  let [right, best] = [0, 0];
  for (const [at, { name, probability }] of sorted.entries()) {
    if (truth.has(name)) right++;
    if (sorted[at + 1]?.probability === probability) continue;
    best = Math.max(best, (2 * right) / (at + 1 + truth.size));
  }
  return best;
}
