/** What every bench needs: flags, medians, percentiles, and the two lines that make a figure worth keeping: machine and command. */
import { readFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { basename } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchFlags {
  /** Repetitions; the medians are printed. */
  readonly runs: number;
  /** Rows, orders or records, as the bench counts; null for the size the bar is stated for. */
  readonly size: number | null;
}

/** `--runs 5 --size 1000000`. Flags of one bench alone are its own business and pass through. */
export function benchFlags(args: readonly string[] = process.argv.slice(2)): BenchFlags {
  const { values } = parseArgs({
    args: [...args],
    options: { runs: { type: 'string', default: '5' }, size: { type: 'string' } },
    strict: false,
  });
  return { runs: wholeNumber('--runs', values.runs), size: values.size === undefined ? null : wholeNumber('--size', values.size) };
}

function wholeNumber(flag: string, text: unknown): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${flag} takes a whole number from 1, not ${String(text)}`);
  return value;
}

/** `2 × Intel Xeon 2.8 GHz, 24 GB, linux 6.1, Node 24.21.0`. */
export function machine(): string {
  const cores = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  return `${cores.length} × ${cores[0]?.model.trim() ?? 'unknown processor'}, ${memory} GB, ${process.platform} ${release()}, Node ${process.versions.node}`;
}

/** The command that printed this, for the next person. */
export function command(): string {
  const [, script = '', ...args] = process.argv;
  return ['node', `test/bench/${basename(script)}`, ...args].join(' ');
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** Nearest-rank percentile: the smallest value that `percent` of all are not above. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)];
  if (value === undefined) throw new RangeError('no values');
  return value;
}

/** `1,234,567`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

export interface Figure {
  readonly what: string;
  /** The median of the runs, with its unit. */
  readonly value: string;
  /** The bar it is held against, as the issue states it; empty where none is set. */
  readonly bar?: string;
}

/** Prints figures as lines that can be pasted into a note. Nothing is asserted: a bench measures, a test judges. */
export function printFigures(title: string, figures: readonly Figure[], runs: number): void {
  const wide = Math.max(...figures.map(({ what }) => what.length));
  const lines = figures.map(
    ({ what, value, bar = '' }) => `  ${what.padEnd(wide)}  ${value.padStart(14)}${bar === '' ? '' : `   bar ${bar}`}`,
  );
  process.stdout.write(`\n${title} (median of ${runs})\n${lines.join('\n')}\n  machine  ${machine()}\n  command  ${command()}\n`);
}

/** Peak memory of a running process, bytes; null where the system does not tell (anything but Linux). */
export function peakMemory(pid: number | 'self' = 'self'): number | null {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? null : Number(kilobytes) * 1024;
  } catch {
    return null;
  }
}
