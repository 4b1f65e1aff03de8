/**
 * Accuracy of the matching library on labelled sets, one specification per schema and no labels: what `onefold match-csv` writes, held
 * against the truth. Pairs at a probability of one half; pairs that it joined by itself; the best F1 over all thresholds.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bestF1, foundPairs, isThere, type LabelledSet, SETS, scoreOf, truePairs } from '../matching-sets/sets.ts';
import { command, machine } from './common.ts';

const CLI = join(import.meta.dirname, '..', '..', 'main', 'hosts', 'cli', 'index.ts');

const wanted = process.argv.find((arg) => arg.startsWith('--set='))?.slice('--set='.length);
const folder = mkdtempSync(join(tmpdir(), 'onefold-sets-'));
const share = (value: number, wide = 7): string => value.toFixed(4).padStart(wide);

process.stdout.write('\nset                        P       R      F1  best F1     bar  stretch   joined P        R   seconds\n');
try {
  for (const one of SETS) if (wanted === undefined || one.name.startsWith(wanted)) process.stdout.write(`${line(one)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.stdout.write(`  machine  ${machine()}\n  command  ${command()}\n`);

function line(one: LabelledSet): string {
  const title = one.name.padEnd(21);
  if (!isThere(one)) return `${title} skipped: the set is not beside this repository`;
  const out = join(folder, one.name.replaceAll(' ', '-'));
  const args = [CLI, 'match-csv', one.spec, ...one.files, '--out', out, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) return `${title} failed: ${stderr.trim()}`;
  const { seconds } = JSON.parse(stdout) as { seconds: { read: number; match: number } };
  const truth = truePairs(one);
  const found = foundPairs(out, one);
  const all = scoreOf(
    found.filter(({ probability }) => probability >= 0.5),
    truth,
  );
  const joined = scoreOf(
    found.filter(({ state }) => state === 'joined'),
    truth,
  );
  const figures = [share(all.precision), share(all.recall), share(all.f1), share(bestF1(found, truth), 8)];
  const bars = [share(one.bar), share(one.stretch, 8), all.f1 >= one.stretch ? '  ' : all.f1 >= one.bar ? ' ·' : ' !'];
  const alone = [share(joined.precision, 8), share(joined.recall, 8), (seconds.read + seconds.match).toFixed(2).padStart(9)];
  return `${title}${[...figures, ...bars, ...alone].join(' ')}`;
}
