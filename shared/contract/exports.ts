/** What leaves the book: audit pack, orders, proposals, links, exceptions, log, journal, workpapers. */
import { z } from 'zod';
import { JOURNAL_FORMATS } from '../domain/journal-formats.ts';
import { command, problem } from './procedure.ts';

export const EXPORT_KINDS = ['audit-pack', 'orders', 'proposals', 'links', 'exceptions', 'log', 'journal', 'workpaper'] as const;
export const exportKind = z.enum(EXPORT_KINDS);
export type ExportKind = z.infer<typeof exportKind>;
export const exportFormat = z.enum(['zip', 'jsonl', 'csv', 'xlsx', 'pdf', ...JOURNAL_FORMATS]);
export type ExportFormat = z.infer<typeof exportFormat>;

const LINES: readonly ExportFormat[] = ['jsonl', 'csv', 'xlsx'];

/** The formats that each kind has; the first is the usual one. */
export const FORMATS_OF: Readonly<Record<ExportKind, readonly ExportFormat[]>> = {
  'audit-pack': ['zip'],
  orders: LINES,
  proposals: LINES,
  links: LINES,
  exceptions: LINES,
  log: LINES,
  journal: [...JOURNAL_FORMATS, 'csv', 'jsonl', 'xlsx'],
  workpaper: ['pdf'],
};

export const exports = {
  /** Builds the file in the background; when the job is done its result holds a one-time download ticket. */
  start: command
    .input(
      z.object({
        what: exportKind,
        format: exportFormat,
        orderId: z.string().nullable(),
        /** Of a workpaper: only this payout. */
        payoutId: z.string().optional(),
      }),
    )
    .output(z.union([z.object({ jobId: z.string() }), problem])),
};
