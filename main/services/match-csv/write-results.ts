/** Pairs, clusters and the model card of a run, in a folder. */
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { TablesMatched } from '#core/matching/match-tables.ts';
import { idAt, type NamedRecords } from '#core/matching/tables/records.ts';
import type { MatchSpec } from '#shared/contract/match-spec.ts';
import { modelCard } from './model-file.ts';

const CHUNK = 1 << 16;

export function writeResults(folder: string, spec: MatchSpec, records: NamedRecords, matched: TablesMatched) {
  mkdirSync(folder, { recursive: true });
  const card = modelCard(spec, records, matched);
  writeFileSync(join(folder, 'model.json'), `${JSON.stringify(card, null, 2)}\n`);
  writeLines(join(folder, 'pairs.csv'), pairLines(records, matched));
  writeLines(join(folder, 'clusters.csv'), clusterLines(spec, records, matched));
  return card;
}

function* pairLines(records: NamedRecords, { outcomes }: TablesMatched): Generator<string> {
  yield 'id_a,id_b,probability,state,score_bits';
  const { pairs, probability, state } = outcomes;
  for (let pair = 0; pair < pairs.length; pair++) {
    const left = cell(idAt(records, pairs.left[pair] as number));
    const right = cell(idAt(records, pairs.right[pair] as number));
    const bits = ((pairs.score[pair] as number) / 1000).toFixed(3);
    yield `${left},${right},${(probability[pair] as number).toFixed(6)},${state[pair] ?? ''},${bits}`;
  }
}

/** A cluster is called after its first record. */
function* clusterLines(spec: MatchSpec, records: NamedRecords, { outcomes }: TablesMatched): Generator<string> {
  const { size, leftSize, isLink } = records;
  yield 'table,id,joined_cluster,likely_cluster';
  const tableOf = (row: number): string => spec.tables[isLink && row >= leftSize ? 1 : 0]?.name ?? '';
  const nameOf = (row: number): string => cell(isLink ? `${tableOf(row)}:${idAt(records, row)}` : idAt(records, row));
  for (let row = 0; row < size; row++) {
    const joined = outcomes.joinedClusters[row] as number;
    const likely = outcomes.likelyClusters[row] as number;
    yield `${tableOf(row)},${cell(idAt(records, row))},${nameOf(joined)},${nameOf(likely)}`;
  }
}

export function cell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export function writeLines(path: string, lines: Iterable<string>): void {
  const file = openSync(path, 'w');
  try {
    let text = '';
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < CHUNK) continue;
      writeSync(file, text);
      text = '';
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}
