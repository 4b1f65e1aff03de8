import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FromMatchCsv, MatchCsvStart, MatchCsvSummary } from '#shared/contract/match-csv.ts';
import { BadUse, type Command } from './arguments.ts';
import { count } from './book.ts';
import type { Output } from './output.ts';

/** A host finds a thread by address, never by import: beside the bundle, or in the source tree. */
const WORKER_URL = new URL(
  import.meta.url.endsWith('.ts') ? '../../workers/match-csv.worker.ts' : './match-csv.worker.js',
  import.meta.url,
);

/** Matches files by a specification. No book is opened and none is changed. */
export async function matchCsv(
  { spec, files, out, model, splink }: Extract<Command, { name: 'match-csv' }>,
  output: Output,
): Promise<0> {
  const start: MatchCsvStart = {
    // A bare word is a specification that comes with the product.
    spec: /^[a-z-]+$/.test(spec) ? spec : resolve(spec),
    files: files.map(absolute),
    out: resolve(out),
    model: model === null ? null : resolve(model),
    splink,
  };
  const summary = await inThread(start, output);
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

/** `TABLE=PATH` keeps its table. */
function absolute(file: string): string {
  const named = /^([A-Za-z][A-Za-z0-9_]*)=(.+)$/.exec(file);
  return named === null ? resolve(file) : `${named[1] ?? ''}=${resolve(named[2] ?? '')}`;
}

function inThread(start: MatchCsvStart, output: Output): Promise<MatchCsvSummary> {
  const { promise, resolve, reject } = Promise.withResolvers<MatchCsvSummary>();
  const worker = new Worker(WORKER_URL, { workerData: start, name: 'match-csv' });
  worker.on('message', (message: FromMatchCsv) => {
    if (message.kind === 'progress') output.progress(message.text);
    else if (message.kind === 'done') resolve(message.summary);
    else reject(message.internal ? new Error(message.message) : new BadUse(sentence(message.message)));
  });
  worker.on('error', reject);
  worker.on('exit', () => reject(new Error('the thread that matches ended without a word.')));
  return promise;
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}. Nothing was written. See docs/matching.md.`;
}
