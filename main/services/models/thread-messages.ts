/** What a thread that looks at the whole book (replay, learn, rebuild) and the app thread say to each other. Everything is cloned between threads. */
import type { Problem } from '#shared/contract/procedure.ts';

export interface ThreadStart {
  readonly bookPath: string;
  /** One 32-bit flag: 1 means stop. Shared, because a busy thread reads no messages. */
  readonly cancel: SharedArrayBuffer;
}

export interface ReplayStart extends ThreadStart {
  /** Version of a model that the book keeps. */
  readonly version: string;
}

export type FromThread<Result> =
  | { readonly kind: 'progress'; readonly progress: number | null; readonly detail: string }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem | null; readonly message: string };
