/** Files in: sessions (drop, questions, preview, commit), batches (undo, redo), unreadable rows, mappings. */
import { z } from 'zod';
import { command, commandId, page, problem, query, receipt, rowId, systemName, typeName, utcMs } from './procedure.ts';

export const columnMapping = z.object({
  name: z.string().min(1),
  system: systemName,
  type: typeName,
  header: z.array(z.string()),
  fields: z.record(z.string(), z.string()),
  aliases: z.array(z.string()),
  /** Columns that make up the id of a row without one; all of them when absent. */
  identity: z.array(z.string()).optional(),
});

const proofRow = z.object({ line: z.int(), text: z.string(), readings: z.array(z.string()) });

export const importQuestion = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), system: systemName, known: z.array(z.string()), suggested: z.string() }),
  z.object({
    kind: z.literal('dateOrder'),
    column: z.string(),
    choices: z.array(z.enum(['dmy', 'mdy', 'ymd'])),
    proof: z.array(proofRow),
  }),
  z.object({ kind: z.literal('decimalMark'), column: z.string(), proof: z.array(proofRow) }),
  z.object({
    kind: z.literal('mapping'),
    header: z.array(z.string()),
    sampleRows: z.array(z.array(z.string())),
    suggested: columnMapping,
  }),
  z.object({
    kind: z.literal('secondShop'),
    system: systemName,
    account: z.string(),
    /** Native ids that both files use for different sales. */
    examples: z.array(z.object({ nativeId: z.string(), here: z.string(), there: z.string() })),
  }),
]);
export type ImportQuestion = z.infer<typeof importQuestion>;

export const importAnswers = z.object({
  account: z.string().trim().min(1).max(80).optional(),
  dateOrder: z.enum(['dmy', 'mdy', 'ymd']).optional(),
  decimalMark: z.enum(['.', ',']).optional(),
  mapping: columnMapping.optional(),
  /** The second shop's account name, or the same name to say "it is the same shop". */
  secondShop: z.string().trim().min(1).max(80).optional(),
});
export type ImportAnswers = z.infer<typeof importAnswers>;

export const importCounts = z.object({
  rows: z.int(),
  records: z.int(),
  new: z.int(),
  changed: z.int(),
  known: z.int(),
  unreadable: z.int(),
});
export type ImportCounts = z.infer<typeof importCounts>;

export const importFile = z.object({
  fileKey: z.string(),
  name: z.string(),
  byteCount: z.int(),
  state: z.enum(['waiting', 'reading', 'asking', 'ready', 'alreadyImported', 'failed', 'published']),
  label: z.string().nullable(),
  system: systemName.nullable(),
  account: z.string().nullable(),
  questions: z.array(importQuestion),
  /** 0 … 1 of the bytes read. */
  progress: z.number(),
  rowsPerSecond: z.number().nullable(),
  counts: importCounts.nullable(),
  /** Currency → minor units as text: the control totals of the file. */
  totals: z.record(z.string(), z.string()),
  /** Amounts for which the file names no currency are in this one, the book's own; null where the file names them all. */
  assumedCurrency: z.object({ currency: z.string(), records: z.int() }).nullable(),
  /** First unreadable rows, at most 20. */
  unreadable: z.array(z.object({ line: z.int(), column: z.string().nullable(), text: z.string(), cause: z.string() })),
  /** First changes, at most 20: what differs from what the book holds. */
  changes: z.array(z.object({ nativeId: z.string(), field: z.string(), before: z.string(), after: z.string() })),
  problem: problem.nullable(),
  batchId: rowId.nullable(),
});
export type ImportFile = z.infer<typeof importFile>;

export const importSession = z.object({
  sessionId: z.string(),
  state: z.enum(['reading', 'asking', 'ready', 'publishing', 'published', 'cancelled']),
  files: z.array(importFile),
  /** Names exactly what would be published; the commit must carry it back. */
  previewToken: z.string().nullable(),
});
export type ImportSession = z.infer<typeof importSession>;

export const batchRow = z.object({
  batchId: rowId,
  system: systemName,
  account: z.string(),
  fileName: z.string(),
  label: z.string(),
  state: z.enum(['published', 'undone']),
  counts: importCounts,
  totals: z.record(z.string(), z.string()),
  fileSha256: z.string(),
  publishedAt: utcMs,
  actor: z.string(),
  openUnreadable: z.int(),
});
export type BatchRow = z.infer<typeof batchRow>;

export const sourceRow = z.object({
  sourceId: rowId,
  system: systemName,
  account: z.string(),
  batches: z.int(),
  records: z.int(),
  lastImportedAt: utcMs.nullable(),
  unreadable: z.int(),
});

export const rejectedRow = z.object({
  rejectedId: rowId,
  batchId: rowId,
  fileName: z.string(),
  line: z.int(),
  column: z.string().nullable(),
  text: z.string(),
  code: z.string(),
  cause: z.string(),
  state: z.enum(['open', 'corrected', 'superseded']),
  correctedBy: z.string().nullable(),
  /** The row as it stands in the file, cell by cell, for correcting it. */
  cells: z.array(z.object({ column: z.string(), value: z.string() })),
});
export type RejectedRowView = z.infer<typeof rejectedRow>;

export const imports = {
  /** A one-time ticket for `PUT /blobs/<ticket>`. */
  requestUpload: command
    .input(z.object({ fileName: z.string(), byteCount: z.int().min(0) }))
    .output(z.object({ ticket: z.string() })),
  /** Starts reading files: spent upload tickets from the window, or paths from the command line. */
  begin: command
    .input(
      z.object({
        sessionId: z.string().min(8),
        tickets: z.array(z.string()),
        paths: z.array(z.string()),
        answers: z.record(z.string(), importAnswers),
      }),
    )
    .output(importSession),
  session: query.input(z.object({ sessionId: z.string() })).output(importSession.nullable()),
  answer: command.input(z.object({ sessionId: z.string(), fileKey: z.string(), answers: importAnswers })).output(importSession),
  removeFile: command.input(z.object({ sessionId: z.string(), fileKey: z.string() })).output(importSession),
  cancel: command.input(z.object({ sessionId: z.string() })).output(z.null()),
  commit: command
    .input(z.object({ commandId, sessionId: z.string(), previewToken: z.string() }))
    .output(z.union([receipt, problem])),
  sources: query.output(z.array(sourceRow)),
  batches: query.input(page).output(z.object({ total: z.int(), rows: z.array(batchRow) })),
  undoBatch: command.input(z.object({ commandId, batchId: rowId, reason: z.string() })).output(z.union([receipt, problem])),
  redoBatch: command.input(z.object({ commandId, batchId: rowId })).output(z.union([receipt, problem])),
  rejectedRows: query
    .input(page.extend({ batchId: rowId.nullable(), state: z.enum(['open', 'corrected', 'superseded']).nullable() }))
    .output(z.object({ total: z.int(), rows: z.array(rejectedRow) })),
  correctRow: command
    .input(z.object({ commandId, rejectedId: rowId, values: z.record(z.string(), z.string()), reason: z.string().min(3) }))
    .output(z.union([receipt, problem])),
  mappings: query.output(z.array(columnMapping.extend({ shipped: z.boolean() }))),
  saveMapping: command.input(z.object({ mapping: columnMapping })).output(z.null()),
  deleteMapping: command.input(z.object({ header: z.array(z.string()) })).output(z.null()),
};
