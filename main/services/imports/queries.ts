/** What the window reads about imports: sources, batches, unreadable rows, mappings. */
import type { BatchRow, imports as contract, ImportCounts, RejectedRowView } from '#shared/contract/imports.ts';
import { actorLabel } from '#shared/domain/decision.ts';
import type { ReadableDb } from '#store/database.ts';
import { type BatchData, countBatches, listBatches } from '#store/queries/batches.ts';
import { countRejected, listRejected, type RejectedData } from '#store/queries/rejected.ts';
import { listSources } from '#store/queries/sources.ts';
import type { ReaderContext } from '../context.ts';
import type { AreaHandlers } from '../handlers.ts';
import { rowSource } from './correct.ts';
import { savedMappings, shippedMappings } from './mappings.ts';
import { cellsOf } from './row-cells.ts';

export function importsQueries(): AreaHandlers<typeof contract, ReaderContext> {
  return {
    sources: ({ db }) => listSources(db).map((source) => ({ ...source })),
    batches: ({ db }, { offset, limit }) => ({ total: countBatches(db), rows: listBatches(db, offset, limit).map(batchRow) }),
    rejectedRows({ db }, { batchId, state, offset, limit }) {
      const filter = { batchId, state };
      return {
        total: countRejected(db, filter),
        rows: listRejected(db, filter, offset, limit).map((row) => rejectedView(db, row)),
      };
    },
    mappings: ({ db }) => [
      ...savedMappings(db).map((mapping) => ({ ...shown(mapping), shipped: false })),
      ...shippedMappings().map((mapping) => ({ ...shown(mapping), shipped: true })),
    ],
  };
}

function shown(mapping: ReturnType<typeof savedMappings>[number]) {
  const { name, system, type, header, fields, aliases, identity } = mapping;
  return {
    name,
    system,
    type,
    header: [...header],
    fields: { ...fields },
    aliases: [...aliases],
    ...(identity === undefined ? {} : { identity: [...identity] }),
  };
}

function batchRow(batch: BatchData & { readonly openUnreadable: number }): BatchRow {
  return {
    batchId: batch.batchId,
    system: batch.system,
    account: batch.account,
    fileName: batch.fileName,
    label: batch.label,
    state: batch.state === 'published' ? 'published' : 'undone',
    counts: JSON.parse(batch.counts) as ImportCounts,
    totals: JSON.parse(batch.controlTotals) as Record<string, string>,
    fileSha256: batch.fileSha256.toString('hex'),
    publishedAt: batch.publishedMs ?? batch.createdMs,
    actor: actorLabel(batch.actor ?? 'person:'),
    openUnreadable: batch.openUnreadable,
  };
}

function rejectedView(db: ReadableDb, row: RejectedData): RejectedRowView {
  return {
    rejectedId: row.rejectedId,
    batchId: row.batchId,
    fileName: row.fileName,
    line: row.line,
    column: row.column,
    text: row.text,
    code: row.code,
    cause: row.cause,
    state: row.state,
    correctedBy: row.correctedBy === null ? null : actorLabel(row.correctedBy),
    cells: cellsOf(rowSource(db, row)),
  };
}
