/** A model in Splink's settings JSON, and beside it all that Splink needs to score the same pairs the same: see docs/matching.md. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '#core/matching/interchange/prepared.ts';
import { toSplink } from '#core/matching/interchange/to-splink.ts';
import type { TablesMatched } from '#core/matching/match-tables.ts';
import { TableProblem } from '#core/matching/tables/build.ts';
import type { NamedRecords } from '#core/matching/tables/records.ts';
import type { TrainedModel } from '#core/matching/training/trained-model.ts';
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { InterchangeProblem } from '#shared/contract/splink-settings.ts';
import { cell, writeLines } from './write-results.ts';

/** Writes settings.json, one prepared CSV a table, and tf_COLUMN.csv for each column whose common values weigh less. */
export function writeSplink(folder: string, spec: MatchSpec, records: NamedRecords, matched: TablesMatched, version: string): void {
  const prepared = prepare(spec, records, matched);
  const settings = settingsOf(spec, matched.model, prepared.exploded, version);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
  for (const [at, { name }] of spec.tables.entries()) {
    const [from, to] = at === 0 ? [0, records.leftSize] : [records.leftSize, records.size];
    writeLines(join(folder, `${name}.csv`), tableLines(prepared.header, prepared.row, from, to));
  }
  for (const [column, shares] of prepared.shares) writeLines(join(folder, `tf_${column}.csv`), shareLines(column, shares));
}

function settingsOf(spec: MatchSpec, model: TrainedModel, exploded: ReadonlySet<number>, version: string) {
  try {
    return toSplink(spec, model, exploded, version);
  } catch (error) {
    if (error instanceof InterchangeProblem) throw new TableProblem(`this model cannot be written for Splink: ${error.message}`);
    throw error;
  }
}

function* tableLines(
  header: readonly string[],
  row: (row: number) => readonly string[],
  from: number,
  to: number,
): Generator<string> {
  yield line(header);
  for (let at = from; at < to; at++) yield line(row(at));
}

function* shareLines(column: string, shares: ReadonlyMap<string, number>): Generator<string> {
  yield line([column, `tf_${column}`]);
  for (const [value, share] of shares) yield line([value, String(share)]);
}

function line(cells: readonly string[]): string {
  return cells.map(cell).join(',');
}
