/** What a use case is given. Queries get a reader; commands get the writer and the means to run a change. */

import type { Ports } from '#main/app/ports.ts';
import type { AppEvent, Job } from '#shared/contract/jobs.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import type { ReadableDb, WritableDb } from '#store/database.ts';
import type { JobThread } from './job-thread.ts';

export interface ReaderContext {
  readonly db: ReadableDb;
  readonly ports: Ports;
}

export interface WriterContext {
  readonly db: WritableDb;
  readonly ports: Ports;
  /** Absolute path of the open book. */
  readonly bookPath: string;
  readonly dataDir: string;
  readonly appVersion: string;
  /** Actor text of the person at the keyboard: `person:Ana`. */
  readonly actor: () => string;
  readonly emit: (event: AppEvent) => void;
  readonly jobs: JobRunner;
  /** Does work that is too long for this thread. */
  readonly jobThread: JobThread;
  readonly tickets: TicketOffice;
  /** A person is at a window: what follows of itself is done by itself. The command line does what it is asked to. */
  readonly isAttended?: boolean;
}

/** Runs work beside the window: progress out, cancel in. At most one of a `kind` runs at a time; a second waits. */
export interface JobRunner {
  /**
   * Starts a job. `run` resolves with the job's result (stored as JSON), rejects with `JobCancelled`, or throws; it must look at
   * `signal` at least every 200 ms of work. Returns the job's id at once.
   */
  start(spec: { kind: Job['kind']; label: string; canCancel: boolean; run: (control: JobControl) => Promise<unknown> }): string;
  /** Resolves when the job has ended, however it ended. */
  settled(jobId: string): Promise<Job>;
}

export interface JobControl {
  readonly signal: AbortSignal;
  /** `progress` 0 … 1 or null. Cheap: sent on at most every 100 ms. */
  report(progress: number | null, detail: string): void;
}

export class JobCancelled extends Error {
  override readonly name = 'JobCancelled';
}

/** A failure that a user can understand: carried through jobs and commands as it is. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.what);
    this.problem = problem;
  }
}

/** One-time rights to move a file between the window and the app. */
export interface TicketOffice {
  /** Where a file that is to be fetched may be written: a path that is free, and removed once it was fetched or the app ends. */
  newPath(): string;
  issueUpload(fileName: string, maxBytes: number): string;
  issueDownload(path: string, fileName: string, contentType: string): string;
  /** Path of a finished upload and its name; null while it is not there. Spends the ticket. */
  takeUpload(ticket: string): { path: string; fileName: string } | null;
}
