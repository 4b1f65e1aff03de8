/** Reading one file whose reading is settled: bytes in, batches of drafts and rejected rows out, file blocks on the way. */
import type { HeaderInfo, ReadOptions } from '#core/connectors/connector.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RejectedRow } from '#shared/domain/source-record.ts';
import type { System } from '#shared/domain/systems.ts';
import type { DraftColumns } from './draft-columns.ts';

export interface ReadFile {
  readonly input: {
    readonly path: string;
    readonly byteCount: number;
    readonly options: ReadOptions;
    readonly header: HeaderInfo;
    readonly system: System;
    readonly account: string;
    /** Bytes of the file that the book holds already, from its start: their blocks are not sent again. */
    readonly storedBytes: number;
  };
  readonly message: ReadMessage;
  readonly result: ReadResult;
}

export type ReadMessage =
  | {
      readonly kind: 'rows';
      /** Bytes read so far. */
      readonly bytesRead: number;
      readonly drafts: DraftColumns;
      readonly rejected: readonly RejectedRow[];
    }
  | { readonly kind: 'block'; readonly block: FileBlock };

/** A stretch of a file as the book keeps it: `codec` 0 as is, 1 raw deflate (RFC 1951). */
export interface FileBlock {
  readonly byteOffset: number;
  readonly byteCount: number;
  readonly codec: 0 | 1;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface ReadResult {
  /** Data rows or elements of any outcome. */
  readonly rowCount: number;
  /** Records in them, one leaf of the Merkle tree each. */
  readonly recordCount: number;
  /** SHA-256 of the bytes that were read, hex: must be the one of the inspection, else the file changed under our hands. */
  readonly sha256: string;
  /** Merkle root over the payload hashes in file order, hex; null when the records did not come in file order. */
  readonly recordsRoot: string | null;
  /** Currency → minor units as text: what the records of the file add up to. */
  readonly controlTotals: Readonly<Record<string, string>>;
  /** Latest time that a record speaks of, UTC ms. */
  readonly periodMs: number | null;
  readonly statements: readonly StatementDraft[];
  /** Records with an amount for which the file names no currency: they are in the default of the options. */
  readonly withoutCurrency: number;
}
