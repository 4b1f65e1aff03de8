/** What leaves the book: one file a command, built in the job thread, fetched with a one-time ticket. */
import { type ExportFormat, type ExportKind, FORMATS_OF } from '#shared/contract/exports.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { isJournalFormat, JOURNAL_EXTENSIONS } from '#shared/domain/journal-formats.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import { readPayout } from '#store/queries/money-views.ts';
import { readSetting } from '#store/queries/settings.ts';
import type { WriterContext } from './context.ts';
import type { ExportResult } from './exports/export-task.ts';
import { pinIds } from './exports/pin-ids.ts';
import type { AreaHandlers } from './handlers.ts';

/** What the job's result holds: the file, and the right to fetch it once. */
export interface FinishedExport extends Omit<ExportResult, 'unpinnedHeads'> {
  readonly ticket: string;
  readonly fileName: string;
  /** The list of what a journal holds back; null when it holds nothing back. */
  readonly heldFile: { readonly ticket: string; readonly fileName: string } | null;
}

const LABELS: Readonly<Record<ExportKind, string>> = {
  'audit-pack': 'audit pack',
  orders: 'orders',
  proposals: 'proposals',
  links: 'links',
  exceptions: 'exceptions',
  log: 'change log',
  journal: 'journal',
  workpaper: 'workpaper',
};

const CSV = 'text/csv; charset=utf-8';

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  zip: 'application/zip',
  jsonl: 'application/jsonl',
  csv: CSV,
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  qbo: CSV,
  xero: CSV,
  netsuite: CSV,
  iif: 'text/plain; charset=utf-8',
  json: 'application/jsonl',
};

export function exportsCommands(): AreaHandlers<Contract['exports'], WriterContext> {
  return {
    start(context, { what, format, orderId, payoutId = null }) {
      if (!FORMATS_OF[what].includes(format)) return wrongFormat(what);
      if ((what === 'journal' || what === 'workpaper') && readLatestMoneyRun(context.db) === null) return NOT_RECONCILED;
      if (payoutId !== null && readPayout(context.db, payoutId) === null) return NO_PAYOUT;
      const jobId = context.jobs.start({
        kind: 'export',
        label: `Exporting the ${LABELS[what]}`,
        canCancel: true,
        async run(control): Promise<FinishedExport> {
          const path = context.tickets.newPath();
          const heldPath = context.tickets.newPath();
          const { bookPath, appVersion } = context;
          const task = { bookPath, what, format, path, heldPath, appVersion, orderId, payoutId };
          const { unpinnedHeads, ...result } = await context.jobThread.run('buildExport', task, control);
          await pinIds(context, what, unpinnedHeads, control.signal);
          const fileName = fileNameOf(context, what, format);
          const ticket = context.tickets.issueDownload(path, fileName, CONTENT_TYPES[format]);
          return { ...result, fileName, ticket, heldFile: heldFileOf(context, heldPath, fileName, result) };
        },
      });
      return { jobId };
    },
  };
}

/** `Northwind Trading audit pack 2026-11-09.zip` */
function fileNameOf({ db, ports }: WriterContext, what: ExportKind, format: ExportFormat): string {
  const book = (readSetting(db, 'name') ?? 'Book').replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').trim();
  return `${book} ${LABELS[what]} ${isoUtc(ports.clock.nowMs()).slice(0, 10)}.${extensionOf(format)}`;
}

function extensionOf(format: ExportFormat): string {
  return isJournalFormat(format) ? JOURNAL_EXTENSIONS[format] : format;
}

function heldFileOf(
  { tickets }: WriterContext,
  path: string,
  fileName: string,
  { journal }: Pick<ExportResult, 'journal'>,
): FinishedExport['heldFile'] {
  if (journal === null || journal.held === 0) return null;
  const name = `${fileName}.held.csv`;
  return { ticket: tickets.issueDownload(path, name, CSV), fileName: name };
}

const NO_PAYOUT: Problem = {
  code: 'noPayout',
  what: 'The book holds no payout with this id.',
  safe: 'Nothing was written.',
  todo: 'Ids of payouts begin with pyo_: the list of payouts, and the journal as JSON, have them.',
};

const NOT_RECONCILED: Problem = {
  code: 'notReconciled',
  what: 'Nothing is reconciled yet, so there is nothing that could be posted or shown for sure.',
  safe: 'Nothing was written.',
  todo: 'Reconcile the book first.',
};

function wrongFormat(what: ExportKind): Problem {
  return {
    code: 'wrongFormat',
    what: what === 'audit-pack' ? 'An audit pack is a zip file.' : `The ${LABELS[what]} cannot be exported in this format.`,
    safe: 'Nothing was written.',
    todo:
      what === 'audit-pack'
        ? 'Export it as zip.'
        : `Export as ${FORMATS_OF[what].join(', ')}${what === 'journal' ? '' : ', or take the whole as an audit pack'}.`,
  };
}
