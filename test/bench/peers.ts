/**
 * Against the real Splink on the same machine, in the same call, on the same files: accuracy, time and memory.
 *
 *   npm run bench -- --only peers [--size 1000000] [--runs 1]
 *   node test/bench/peers.ts --set febrl1
 *
 * `--size` is that of the synthetic orders of five systems. How Splink is set up, and why that is fair: test/bench/peers/README.md.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildIfNeeded } from '../../main/hosts/launch/build.ts';
import type { MatchCsvSummary } from '../../shared/contract/match-csv.ts';
import { writeFiveSystems } from '../demo/bulk/index.ts';
import { bestF1, foundPairs, isThere, type LabelledSet, pairsOfClusters, SETS, scoreOf, truePairs } from '../matching-sets/sets.ts';
import { benchFlags, command, count, machine, median } from './common.ts';
import { splinkEnvironment } from './peers/environment.ts';

const ROOT = join(import.meta.dirname, '../..');
/** As it is shipped: built, so that nothing is stripped of types on the way. */
const OWN = join(ROOT, 'out/main/cli.js');
const PEER = join(import.meta.dirname, 'peers/splink/run.py');
const SAME = join(import.meta.dirname, 'peers/splink/same_scores.py');
const ORDERS_SPEC = join(import.meta.dirname, 'peers/orders.json');
const CLI = join(import.meta.dirname, '../../main/hosts/cli/index.ts');
const DEFAULT_ORDERS = 1_000_000;
/** Pairs that are scored alike in both, and the set that they are of: its specification has only tests that SQL knows. */
const SHARED = 'splink-fake-1000';

interface Side {
  readonly fromTables: number;
  readonly fromCsv: number;
  readonly memoryBytes: number;
  readonly f1AtHalf: number;
  readonly f1Best: number;
}

const { values } = parseArgs({ options: { set: { type: 'string' } }, strict: false });
const { runs, size } = benchFlags();
const environment = splinkEnvironment();
const folder = mkdtempSync(join(tmpdir(), 'onefold-peers-'));
try {
  const unbuilt = buildIfNeeded(ROOT);
  if (unbuilt !== null) throw new Error(unbuilt);
  if ('missing' in environment) process.stdout.write(`Skipped: ${environment.missing}\n`);
  else compare(environment.python);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compare(python: string): void {
  const sets = SETS.filter(({ name }) => !name.startsWith('cash') && (values.set === undefined || name === values.set));
  process.stdout.write(
    '\nset                     F1 at 0.5        best F1          tables → clusters, s     from CSV, s       memory, MB\n' +
      '                        ours   Splink    ours   Splink     ours  Splink  ratio     ours  Splink     ours  Splink\n',
  );
  for (const one of sets) {
    if (!isThere(one)) process.stdout.write(`${one.name.padEnd(22)}skipped: the set is not beside this repository\n`);
    else print(one.name, ours(one.spec, one.files, one), peer(python, one.name, dirname(one.files[0] ?? '')));
  }
  if (values.set === undefined || values.set === 'orders') {
    const orders = orderSet(size ?? DEFAULT_ORDERS);
    print(orders.name, ours(orders.spec, orders.files, orders), peer(python, 'orders', dirname(orders.files[0] ?? '')));
  }
  sameScores(python);
  process.stdout.write(`  machine  ${machine()}\n  command  ${command()}\n`);
}

function orderSet(records: number): LabelledSet {
  writeFiveSystems(folder, records, 1);
  return { name: `orders, ${count(records)}`, spec: ORDERS_SPEC, files: [join(folder, 'flat.csv')], bar: 0, stretch: 0 };
}

/** Medians of the runs; accuracy is the same in all of them. */
function ours(spec: string, files: readonly string[], set: LabelledSet): Side {
  const out = join(folder, 'own');
  const measured = Array.from({ length: runs }, () => {
    const { seconds, memoryBytes } = json<MatchCsvSummary>(process.execPath, [
      OWN,
      'match-csv',
      spec,
      ...files,
      '--out',
      out,
      '--json',
    ]);
    return { fromTables: seconds.match, fromCsv: seconds.read + seconds.match, memoryBytes };
  });
  const truth = set.spec === ORDERS_SPEC ? pairsOfClusters(set.files[0] ?? '') : truePairs(set);
  const found = foundPairs(out, set);
  return {
    fromTables: median(measured.map(({ fromTables }) => fromTables)),
    fromCsv: median(measured.map(({ fromCsv }) => fromCsv)),
    memoryBytes: median(measured.map(({ memoryBytes }) => memoryBytes)),
    f1AtHalf: scoreOf(
      found.filter(({ probability }) => probability >= 0.5),
      truth,
    ).f1,
    f1Best: bestF1(found, truth),
  };
}

function peer(python: string, name: string, files: string): Side {
  const measured = Array.from({ length: runs }, () => json<Side>(python, [PEER, name, files]));
  const [first] = measured;
  if (first === undefined) throw new Error('no run');
  return {
    ...first,
    fromTables: median(measured.map(({ fromTables }) => fromTables)),
    fromCsv: median(measured.map(({ fromCsv }) => fromCsv)),
    memoryBytes: median(measured.map(({ memoryBytes }) => memoryBytes)),
  };
}

/** A model of ours in the real Splink: the same pairs, the same weights. */
function sameScores(python: string): void {
  const set = SETS.find(({ name }) => name === SHARED);
  if (set === undefined || !isThere(set)) return;
  const out = join(folder, 'shared');
  const { status, stderr } = spawnSync(process.execPath, [CLI, 'match-csv', set.spec, ...set.files, '--out', out, '--splink'], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const result = json<{ pairs: number; largestDifferenceBits: number; roundingAllowsBits: number }>(python, [SAME, out]);
  process.stdout.write(
    `\nOur model of ${SHARED} in the real Splink: ${count(result.pairs)} pairs, weights differ by at most ` +
      `${result.largestDifferenceBits.toFixed(4)} bits (rounding to millibits allows ${result.roundingAllowsBits})\n`,
  );
}

function json<T>(program: string, args: readonly string[]): T {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr.trim().split('\n').slice(-3).join(' ')}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}

function print(name: string, own: Side, other: Side): void {
  const share = (value: number): string => value.toFixed(4).padStart(8);
  const seconds = (value: number): string => value.toFixed(2).padStart(8);
  const megabytes = (value: number): string => count(value / 2 ** 20).padStart(8);
  const cells = [
    share(own.f1AtHalf),
    share(other.f1AtHalf),
    share(own.f1Best),
    share(other.f1Best),
    seconds(own.fromTables),
    seconds(other.fromTables),
    `${(other.fromTables / own.fromTables).toFixed(1)} ×`.padStart(7),
    seconds(own.fromCsv),
    seconds(other.fromCsv),
    megabytes(own.memoryBytes),
    megabytes(other.memoryBytes),
  ];
  process.stdout.write(`${name.padEnd(21)}${cells.join('')}\n`);
}
