/** `onefold match-csv`: a specification, files, and out come pairs, clusters and a model card. No book is involved. */
import { join } from 'node:path';

import { matchTables, type Progress } from '#core/matching/match-tables.ts';
import { RecordsBuilder } from '#core/matching/tables/build.ts';
import type { MatchCsvStart, MatchCsvSummary } from '#shared/contract/match-csv.ts';
import { readModel, readSpec } from './model-file.ts';
import { assignFiles, readTables } from './read-tables.ts';
import { writeResults } from './write-results.ts';
import { writeSplink } from './write-splink.ts';

/** Throws `TableProblem` for what the owner of the files can mend. */
export function matchCsv(
  { spec: specPath, files, out, model, splink }: MatchCsvStart,
  progress: Progress,
  clock: () => number,
): MatchCsvSummary {
  const start = clock();
  const { spec, model: own } = readSpec(specPath);
  const adopted = model === null ? own : readModel(model, spec);
  const builder = new RecordsBuilder(spec);
  const rows = readTables(spec, assignFiles(spec, files), builder);
  const records = builder.finish();
  const read = clock();
  const matched = matchTables(spec, records, progress, adopted);
  const done = clock();
  const card = writeResults(out, spec, records, matched);
  if (splink) writeSplink(join(out, 'splink'), spec, records, matched, card.version);
  const seconds = (from: number, to: number): number => Math.round(to - from) / 1000;
  return {
    version: card.version,
    rows,
    pairs: card.run.pairs,
    expectedPairs: card.run.expectedPairs,
    compared: matched.passes.reduce((sum, { pairs }) => sum + pairs, 0),
    purgedBlocks: matched.passes.reduce((sum, { purgedBlocks }) => sum + purgedBlocks, 0),
    out,
    seconds: { read: seconds(start, read), match: seconds(read, done), write: seconds(done, clock()) },
  };
}
