/** An Excel workbook taken apart: each of its sheets as a file of its own, which is read like any other table. */
import type { FileBlock } from './read-task.ts';

export interface UnpackWorkbook {
  readonly input: {
    readonly path: string;
    /** Where the texts of sheets are written: this path, a number and an ending. Removed again if the work fails. */
    readonly outPath: string;
  };
  readonly message: never;
  /** Fails with a `ProblemError` for what is no readable workbook. */
  readonly result: {
    readonly byteCount: number;
    /** SHA-256 of the workbook, hex. */
    readonly sha256: string;
    /** Those that hold anything, in the order of the workbook. */
    readonly sheets: readonly UnpackedSheet[];
  };
}

export interface UnpackedSheet {
  readonly name: string;
  readonly path: string;
  readonly byteCount: number;
}

/** The bytes of a file that is kept beside what was read from it. */
export interface KeepFile {
  readonly input: { readonly path: string; readonly storedBytes: number };
  readonly message: FileBlock;
  /** SHA-256 of the bytes that were sent or skipped, hex. */
  readonly result: { readonly sha256: string };
}
