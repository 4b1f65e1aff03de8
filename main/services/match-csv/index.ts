/** `onefold match-csv`: a specification, files, and out come pairs, clusters and a model card. No book is involved. */
import { join } from 'node:path';

import { matchTables, type Progress } from '#core/matching/match-tables.ts';
import { RecordsBuilder } from '#core/matching/tables/build.ts';
import type { NamedRecords } from '#core/matching/tables/records.ts';
import type { MatchCsvStart, MatchCsvSummary } from '#shared/contract/match-csv.ts';
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { readModel, readSpec } from './model-file.ts';
import { assignFiles, bytesOf, readTables, type TableFile } from './read-tables.ts';
import { hireTeam, threadsFor } from './team.ts';
import { writeResults } from './write-results.ts';
import { writeSplink } from './write-splink.ts';

/** What is being done: the stages of matching, before them reading and after them writing. */
export type Stage = Parameters<Progress>[0] | 'reading' | 'writing';

/** @param memory the most that the process has held, bytes. Throws `TableProblem` for what the owner of the files can mend. */
export async function matchCsv(
  { spec: specPath, files, out, model, splink, threads }: MatchCsvStart,
  progress: (stage: Stage, done: number) => void,
  clock: () => number,
  memory: () => number,
): Promise<MatchCsvSummary> {
  const start = clock();
  const { spec, model: own } = readSpec(specPath);
  const adopted = model === null ? own : readModel(model, spec);
  const assigned = assignFiles(spec, files);
  const team = hireTeam(threadsFor(bytesOf(assigned), threads) - 1);
  try {
    const { rows, records } = read(spec, assigned, (done) => progress('reading', done));
    const loaded = clock();
    const matched = await matchTables(spec, records, progress, adopted, team);
    const done = clock();
    progress('writing', 0);
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
  } finally {
    await team.dispose();
  }
}

/** A function of its own, so that nothing of the reading outlives it. */
function read(
  spec: MatchSpec,
  files: readonly TableFile[],
  told: (done: number) => void,
): { readonly rows: number; readonly records: NamedRecords } {
  const builder = new RecordsBuilder(spec);
  const rows = readTables(spec, files, builder, told);
  return { rows, records: builder.finish() };
}
