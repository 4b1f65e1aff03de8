import { resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { MatchCsvStart, MatchFiles } from '#shared/contract/match-csv.ts';
import { BadUse, type Command } from './arguments.ts';
import { count } from './book.ts';
import type { Output } from './output.ts';

/** A host finds the engine by address, never by import: beside the bundle, or in the source tree. */
const ENGINE_URL = new URL(import.meta.url.endsWith('.ts') ? '../../workers/match-csv.ts' : './match-csv.js', import.meta.url);

/** Matches files by a specification. No book is opened and none is changed. */
export async function matchCsv(
  { spec, files, out, model, splink, threads }: Extract<Command, { name: 'match-csv' }>,
  output: Output,
): Promise<0> {
  const start: MatchCsvStart = {
    // A bare word is a specification that comes with the product.
    spec: /^[a-z-]+$/.test(spec) ? spec : resolve(spec),
    files: files.map(absolute),
    out: resolve(out),
    model: model === null ? null : resolve(model),
    splink,
    threads,
  };
  leanHeap();
  const { matchFiles } = (await import(ENGINE_URL.href)) as { readonly matchFiles: MatchFiles };
  const result = await matchFiles(start, (text) => output.progress(text));
  if (result.kind === 'failed') throw result.internal ? new Error(result.message) : new BadUse(sentence(result.message));
  const { summary } = result;
  const { joined, proposed } = summary.pairs;
  output.result(summary, [
    `${count(joined, 'pair')} joined, ${count(proposed, 'pair')} proposed, of ${count(summary.rows, 'row')}`,
    ...(summary.purgedBlocks === 0
      ? []
      : [`${count(summary.purgedBlocks, 'block')} too large to compare: see passes in model.json`]),
    `Written to ${summary.out}: pairs.csv, clusters.csv, model.json (${summary.version})`,
  ]);
  return 0;
}

/**
 * Before the engine is loaded. Little is made here that outlives a row, so the nursery of the heap stays at the megabyte that it begins
 * with, and the heap is swept before it grows by a third. The compiler between the quick and the thorough one takes eight megabytes and
 * saves no time on work that is a few loops.
 */
function leanHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=30');
  setFlagsFromString('--no-maglev');
}

/** `TABLE=PATH` keeps its table. */
function absolute(file: string): string {
  const named = /^([A-Za-z][A-Za-z0-9_]*)=(.+)$/.exec(file);
  return named === null ? resolve(file) : `${named[1] ?? ''}=${resolve(named[2] ?? '')}`;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}. Nothing was written. See docs/matching.md.`;
}
