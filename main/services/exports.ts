/** What leaves the book: one file a command, built in the job thread, fetched with a one-time ticket. */
import type { ExportKind } from '#shared/contract/exports.ts';
import type { Contract } from '#shared/contract/index.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { isoUtc } from '#shared/domain/instant.ts';
import { readSetting } from '#store/queries/settings.ts';
import type { WriterContext } from './context.ts';
import type { ExportFormat, ExportResult } from './exports/export-task.ts';
import { pinIds } from './exports/pin-ids.ts';
import type { AreaHandlers } from './handlers.ts';

/** What the job's result holds: the file, and the right to fetch it once. */
export interface FinishedExport extends Omit<ExportResult, 'unpinnedHeads'> {
  readonly ticket: string;
  readonly fileName: string;
}

const LABELS: Readonly<Record<ExportKind, string>> = {
  'audit-pack': 'audit pack',
  orders: 'orders',
  proposals: 'proposals',
  links: 'links',
  exceptions: 'exceptions',
  log: 'change log',
};

const CONTENT_TYPES: Readonly<Record<ExportFormat, string>> = {
  zip: 'application/zip',
  jsonl: 'application/jsonl',
  csv: 'text/csv; charset=utf-8',
};

export function exportsCommands(): AreaHandlers<Contract['exports'], WriterContext> {
  return {
    start(context, { what, format, orderId }) {
      if ((what === 'audit-pack') !== (format === 'zip')) return wrongFormat(what);
      const jobId = context.jobs.start({
        kind: 'export',
        label: `Exporting the ${LABELS[what]}`,
        canCancel: true,
        async run(control): Promise<FinishedExport> {
          const path = context.tickets.newPath();
          const { bookPath, appVersion } = context;
          const task = { bookPath, what, format, path, appVersion, orderId };
          const { unpinnedHeads, ...result } = await context.jobThread.run('buildExport', task, control);
          await pinIds(context, what, unpinnedHeads, control.signal);
          const fileName = fileNameOf(context, what, format);
          return { ...result, fileName, ticket: context.tickets.issueDownload(path, fileName, CONTENT_TYPES[format]) };
        },
      });
      return { jobId };
    },
  };
}

/** `Northwind Trading audit pack 2026-11-09.zip` */
function fileNameOf({ db, ports }: WriterContext, what: ExportKind, format: ExportFormat): string {
  const book = (readSetting(db, 'name') ?? 'Book').replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ').trim();
  return `${book} ${LABELS[what]} ${isoUtc(ports.clock.nowMs()).slice(0, 10)}.${format}`;
}

function wrongFormat(what: ExportKind): Problem {
  return {
    code: 'wrongFormat',
    what: what === 'audit-pack' ? 'An audit pack is a zip file.' : `The ${LABELS[what]} cannot be exported as a zip file.`,
    safe: 'Nothing was written.',
    todo: what === 'audit-pack' ? 'Export it as zip.' : 'Export as jsonl or csv, or take the whole as an audit pack.',
  };
}
