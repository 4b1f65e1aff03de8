/** `onefold match-csv`: a specification, files, and out come pairs, clusters and a model card. No book is involved. */
import { join } from 'node:path';

import { matchTables, type Progress } from '#core/matching/match-tables.ts';
import { RecordsBuilder } from '#core/matching/tables/build.ts';
import type { Records } from '#core/matching/tables/records.ts';
import type { MatchCsvStart, MatchCsvSummary } from '#shared/contract/match-csv.ts';
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { readModel, readSpec } from './model-file.ts';
import { assignFiles, readTables } from './read-tables.ts';
import { writeResults } from './write-results.ts';
import { writeSplink } from './write-splink.ts';

/** @param memory the most that the process has held, bytes. Throws `TableProblem` for what the owner of the files can mend. */
export function matchCsv(
  { spec: specPath, files, out, model, splink }: MatchCsvStart,
  progress: Progress,
  clock: () => number,
  memory: () => number,
): MatchCsvSummary {
  const start = clock();
  const { spec, model: own } = readSpec(specPath);
  const adopted = model === null ? own : readModel(model, spec);
  const { rows, records } = read(spec, files);
  const loaded = clock();
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
    memoryBytes: memory(),
    seconds: { read: seconds(start, loaded), match: seconds(loaded, done), write: seconds(done, clock()) },
  };
}

/** A function of its own, so that nothing of the reading outlives it. */
function read(spec: MatchSpec, files: readonly string[]): { readonly rows: number; readonly records: Records } {
  const builder = new RecordsBuilder(spec);
  const rows = readTables(spec, assignFiles(spec, files), builder);
  return { rows, records: builder.finish() };
}
