/** What the replaying thread and the app thread say to each other. Everything is cloned between threads. */
import type { Problem } from '#shared/contract/procedure.ts';
import type { Replay } from './replay.ts';

export interface ReplayStart {
  readonly bookPath: string;
  /** Version of a model that the book keeps. */
  readonly version: string;
  /** One 32-bit flag: 1 means stop. Shared, because a busy thread reads no messages. */
  readonly cancel: SharedArrayBuffer;
}

export type FromReplay =
  | { readonly kind: 'progress'; readonly progress: number | null; readonly detail: string }
  | { readonly kind: 'done'; readonly replay: Replay }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem | null; readonly message: string };
