/** The job thread as services see it: started when there is work, started again if it fell over. */
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import type { JobTasks, JobThread, TaskHooks, TaskKind } from '#main/services/job-thread.ts';
import type { FromTask, TaskFailure, ToTask } from '#main/workers/jobs/protocol.ts';
import { workerUrl } from './worker-url.ts';

export interface JobThreadHandle extends JobThread {
  stop(): Promise<void>;
}

/** A reading thread needs little memory: strings live as long as one batch. A low cap makes it collect early. */
const HEAP_MB = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 };

export function createJobThread(): JobThreadHandle {
  let worker: Worker | null = null;
  const running = new Set<(reason: Error) => void>();

  function live(): Worker {
    if (worker !== null) return worker;
    const started = new Worker(workerUrl('job'), { name: 'job', resourceLimits: HEAP_MB });
    started.on('error', (error) => fallen(started, error instanceof Error ? error : new Error(String(error))));
    started.on('exit', () => fallen(started, new Error('the work thread ended')));
    worker = started;
    return started;
  }

  function fallen(which: Worker, reason: Error): void {
    if (worker !== which) return;
    worker = null;
    for (const fail of [...running]) fail(reason);
  }

  return {
    run: (kind, input, hooks) =>
      new Promise((resolve, reject) => {
        const { port1, port2 } = new MessageChannel();
        const end = (settle: () => void) => {
          running.delete(fail);
          hooks.signal.removeEventListener('abort', cancel);
          port1.close();
          settle();
        };
        const fail = (error: Error) => end(() => reject(error));
        const cancel = () => port1.postMessage({ kind: 'cancel' } satisfies ToTask);
        running.add(fail);
        hooks.signal.addEventListener('abort', cancel);
        receive(port1, hooks, (result) => end(() => resolve(result)), fail, cancel);
        live().postMessage({ kind, input, port: port2 }, [port2]);
        if (hooks.signal.aborted) cancel();
      }),
    async stop() {
      const last = worker;
      worker = null;
      for (const fail of [...running]) fail(new JobCancelled());
      await last?.terminate();
    },
  };
}

/** Moves a book's write-ahead log into its file, for `keepLogShort`. */
export async function moveLog(thread: JobThread, bookPath: string): Promise<void> {
  await thread.run('moveLog', { bookPath }, { signal: new AbortController().signal });
}

/** Messages are handled one after the other; each is acknowledged when it was taken in, which lets the work go on. */
function receive<K extends TaskKind>(
  port: MessagePort,
  hooks: TaskHooks<JobTasks[K]['message']>,
  done: (result: JobTasks[K]['result']) => void,
  fail: (error: Error) => void,
  cancel: () => void,
): void {
  let turn = Promise.resolve();
  let refused: Error | null = null;
  port.on('message', (message: FromTask<JobTasks[K]['message'], JobTasks[K]['result']>) => {
    switch (message.kind) {
      case 'report':
        return hooks.report?.(message.progress, message.detail);
      case 'message':
        turn = turn.then(async () => {
          if (refused !== null) return;
          try {
            await hooks.message?.(message.value);
            port.postMessage({ kind: 'taken' } satisfies ToTask);
          } catch (error) {
            refused = error instanceof Error ? error : new Error(String(error));
            cancel();
          }
        });
        return;
      case 'done':
        void turn.then(() => (refused === null ? done(message.result) : fail(refused)));
        return;
      case 'failed':
        void turn.then(() => fail(refused ?? errorOf(message.failure)));
    }
  });
}

function errorOf(failure: TaskFailure): Error {
  if (failure.kind === 'cancelled') return new JobCancelled();
  return failure.kind === 'problem' ? new ProblemError(failure.problem) : new Error(failure.message);
}
