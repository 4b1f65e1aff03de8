/** What the app thread and the job thread say to each other about one piece of work, over a port of its own. */
import type { MessagePort } from 'node:worker_threads';
import type { JobTasks, TaskKind } from '#main/services/job-thread.ts';
import type { Problem } from '#shared/contract/procedure.ts';

export type StartTask = {
  readonly [K in TaskKind]: { readonly kind: K; readonly input: JobTasks[K]['input']; readonly port: MessagePort };
}[TaskKind];

export type ToTask = { readonly kind: 'taken' } | { readonly kind: 'cancel' };

export type FromTask<M, R> =
  | { readonly kind: 'message'; readonly value: M }
  | { readonly kind: 'report'; readonly progress: number | null; readonly detail: string }
  | { readonly kind: 'done'; readonly result: R }
  | { readonly kind: 'failed'; readonly failure: TaskFailure };

export type TaskFailure =
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'error'; readonly message: string };
