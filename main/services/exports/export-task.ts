/** Building one export from a snapshot of the book, as work for the job thread. */
import type { ExportFormat, ExportKind } from '#shared/contract/exports.ts';
import type { JournalResult } from './journal/build.ts';
import type { PackResult } from './pack.ts';

export interface BuildExport {
  readonly input: {
    readonly bookPath: string;
    readonly what: ExportKind;
    readonly format: ExportFormat;
    /** Where the file is written, absolute. */
    readonly path: string;
    /** Where the list of what a journal holds back is written, if it holds anything back. */
    readonly heldPath: string;
    readonly appVersion: string;
    /** Only this order: orders and log. Its canonical id, or null for all. */
    readonly orderId: string | null;
    /** Of a workpaper: only this payout, or null for all. */
    readonly payoutId: string | null;
  };
  readonly message: never;
  readonly result: ExportResult;
}

export interface ExportResult {
  readonly byteCount: number;
  /** Of the file, hex: note it to recognise the file later. */
  readonly sha256: string;
  /** Lines, without the heading of a table; of a pack, its orders. */
  readonly rows: number;
  /** Head of the log that the file was made from, hex. */
  readonly head: string;
  readonly pack: PackResult | null;
  /** Of a journal; what it holds back lies at `heldPath`. */
  readonly journal: JournalResult | null;
  /** Records whose ids the file shows for their orders and that nothing pins yet. */
  readonly unpinnedHeads: readonly number[];
}
