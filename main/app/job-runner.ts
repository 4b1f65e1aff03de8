/** Jobs of an open book: one of a kind at a time, progress at most ten times a second, cancel, result. */

import { JobCancelled, type JobControl, type JobRunner, ProblemError } from '#main/services/context.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Clock } from './ports.ts';

/** Ended jobs that a window may still want to read. */
const ENDED_KEPT = 50;
const REPORT_EVERY_MS = 100;

export interface Jobs extends JobRunner {
  list(): Job[];
  cancel(jobId: string): void;
  /** Cancels all and resolves when each has ended. */
  stop(): Promise<void>;
}

interface Entry {
  job: Job;
  readonly abort: AbortController;
  readonly ended: Promise<Job>;
}

export function createJobs(ports: { clock: Clock; newId: () => string }, changed: (job: Job) => void): Jobs {
  const entries = new Map<string, Entry>();
  const lastOfKind = new Map<Job['kind'], Promise<unknown>>();

  function update(jobId: string, patch: Partial<Job>): Job {
    const entry = entries.get(jobId);
    if (entry === undefined) throw new Error(`no job ${jobId}`);
    entry.job = { ...entry.job, ...patch };
    changed(entry.job);
    return entry.job;
  }

  function forgetOld(): void {
    const ended = [...entries.values()].filter((entry) => entry.job.state !== 'running');
    for (const entry of ended.slice(0, Math.max(0, ended.length - ENDED_KEPT))) entries.delete(entry.job.jobId);
  }

  return {
    start({ kind, label, canCancel, run }) {
      const jobId = `job_${ports.newId()}`;
      const abort = new AbortController();
      let lastReport = 0;
      const control: JobControl = {
        signal: abort.signal,
        report(progress, detail) {
          const now = ports.clock.nowMs();
          if (now - lastReport < REPORT_EVERY_MS && progress !== 1) return;
          lastReport = now;
          update(jobId, { progress, detail });
        },
      };
      const before = lastOfKind.get(kind) ?? Promise.resolve();
      const ended = before.then(async () => {
        try {
          if (abort.signal.aborted) throw new JobCancelled();
          const result = await run(control);
          return update(jobId, { state: 'done', progress: 1, result: JSON.stringify(result ?? null) });
        } catch (error) {
          return update(jobId, outcomeOf(error, abort.signal.aborted));
        } finally {
          forgetOld();
        }
      });
      lastOfKind.set(kind, ended);
      const job: Job = {
        jobId,
        kind,
        label,
        state: 'running',
        progress: null,
        detail: '',
        startedAt: ports.clock.nowMs(),
        canCancel,
        problem: null,
        result: null,
      };
      entries.set(jobId, { job, abort, ended });
      changed(job);
      return jobId;
    },
    settled(jobId) {
      const entry = entries.get(jobId);
      return entry === undefined ? Promise.reject(new Error(`no job ${jobId}`)) : entry.ended;
    },
    list: () => [...entries.values()].map((entry) => entry.job),
    cancel: (jobId) => entries.get(jobId)?.abort.abort(),
    async stop() {
      for (const entry of entries.values()) entry.abort.abort();
      await Promise.all([...entries.values()].map((entry) => entry.ended));
    },
  };
}

function outcomeOf(error: unknown, aborted: boolean): Partial<Job> {
  if (aborted || error instanceof JobCancelled) return { state: 'cancelled', detail: 'Stopped. Nothing is half-done.' };
  if (error instanceof ProblemError) return { state: 'failed', problem: error.problem };
  const message = error instanceof Error ? error.message : String(error);
  return {
    state: 'failed',
    problem: {
      code: 'internal',
      what: `The work stopped: ${message}`,
      safe: 'Everything shown as saved is in the book; this piece of work changed nothing.',
      todo: 'Start it again.',
    },
  };
}
