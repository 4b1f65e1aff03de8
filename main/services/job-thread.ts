/**
 * Work that is too long for the app thread: reading files, verifying, building exports. It runs in the job thread, sends what it
 * finds in batches, and waits for them to be taken in, so that neither side's memory grows with the work.
 */
import type { AcceptBackup } from './book/backup.ts';
import type { CheckBook } from './book/check.ts';
import type { BuildExport } from './exports/export-task.ts';
import type { InspectFile } from './imports/inspect-task.ts';
import type { ReadFile } from './imports/read-task.ts';
import type { KeepFile, UnpackWorkbook } from './imports/unpack-task.ts';
import type { Verify } from './verify-task.ts';

/** What a piece of work is given, sends on its way, and ends with. All of it is cloned between threads. */
export interface TaskShape {
  readonly input: unknown;
  readonly message: unknown;
  readonly result: unknown;
}

/** Every kind of work the job thread does. A kind is added here and in `workers/jobs/index.ts`. */
export interface JobTasks {
  readonly inspectFile: InspectFile;
  readonly readFile: ReadFile;
  readonly unpackWorkbook: UnpackWorkbook;
  readonly keepFile: KeepFile;
  readonly verify: Verify;
  readonly checkBook: CheckBook;
  readonly acceptBackup: AcceptBackup;
  readonly buildExport: BuildExport;
  readonly moveLog: { readonly input: { readonly bookPath: string }; readonly message: never; readonly result: null };
}

export type TaskKind = keyof JobTasks;

export interface TaskHooks<M> {
  readonly signal: AbortSignal;
  /** Messages arrive in order, one at a time; a few may wait while this is busy, then the work waits too. Throwing stops the work. */
  readonly message?: (message: M) => void | Promise<void>;
  readonly report?: (progress: number | null, detail: string) => void;
}

export interface JobThread {
  /** Rejects with `JobCancelled` when the signal said so, with `ProblemError` for a failure in words, else with an `Error`. */
  run<K extends TaskKind>(
    kind: K,
    input: JobTasks[K]['input'],
    hooks: TaskHooks<JobTasks[K]['message']>,
  ): Promise<JobTasks[K]['result']>;
}

/** What the work sees of it, inside the job thread. */
export interface TaskControl<M> {
  /** Aborted when the user stops the job; to be looked at at least every 200 ms. */
  readonly signal: AbortSignal;
  /** Resolves when there is room for the next one. Buffers in `transfer` change hands and are gone here. */
  send(message: M, transfer?: readonly ArrayBuffer[]): Promise<void>;
  report(progress: number | null, detail: string): void;
}

export type TaskModule<T extends TaskShape> = (input: T['input'], control: TaskControl<T['message']>) => Promise<T['result']>;
