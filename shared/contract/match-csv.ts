/** What the command line and what matches files say to each other. */

export interface MatchCsvStart {
  /** Paths, absolute. */
  readonly spec: string;
  /** `PATH` or `TABLE=PATH`. */
  readonly files: readonly string[];
  readonly out: string;
  /** A model card of an earlier run, used as it is instead of training; null to train. */
  readonly model: string | null;
  /** Write the model as Splink's settings too, with the prepared tables it reads. */
  readonly splink: boolean;
  /** Threads that match; null for as many as are worth it. The result is the same. */
  readonly threads: number | null;
}

export type MatchCsvResult =
  | { readonly kind: 'done'; readonly summary: MatchCsvSummary }
  /** A sentence for the owner of the files, or (`internal`) what went wrong. */
  | { readonly kind: 'failed'; readonly message: string; readonly internal: boolean };

/** Told what is being done in a few words, now and then. */
export type MatchFiles = (start: MatchCsvStart, progress: (text: string) => void) => Promise<MatchCsvResult>;

/** Seconds are wall time; `memoryBytes` is the most that the process has held so far. */
export interface MatchCsvSummary {
  readonly version: string;
  readonly rows: number;
  readonly pairs: { readonly joined: number; readonly proposed: number; readonly apart: number };
  readonly expectedPairs: number | null;
  /** Pairs that the passes met. */
  readonly compared: number;
  readonly purgedBlocks: number;
  readonly out: string;
  readonly memoryBytes: number;
  readonly seconds: { readonly read: number; readonly match: number; readonly write: number };
}
