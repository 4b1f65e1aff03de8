/** First look at a file: what it is, its hash, what must be asked. One pass over its bytes. */
import type { ColumnMapping, Detection } from '#core/connectors/connector.ts';
import type { ReadDefaults } from '#core/connectors/registry.ts';

export interface InspectFile {
  readonly input: {
    readonly path: string;
    /** The name the user knows it by. */
    readonly name: string;
    readonly mappings: readonly ColumnMapping[];
    readonly defaults: ReadDefaults;
  };
  readonly message: never;
  readonly result: InspectedFile;
}

export interface InspectedFile {
  readonly byteCount: number;
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  /** A workbook is taken apart first: its sheets are inspected one by one. */
  readonly found:
    | Detection
    | { readonly workbook: true }
    | { readonly unreadable: { readonly what: string; readonly safe: string; readonly todo: string } };
}
