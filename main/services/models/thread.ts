/** Work in a thread of its own that looks at the whole book and stores nothing: on models, and `rebuild --check`. */
import { Worker } from 'node:worker_threads';
import { workerUrl } from '#main/app/worker-url.ts';
import { JobCancelled, type JobControl, ProblemError } from '../context.ts';
import type { FromThread, ThreadStart } from './thread-messages.ts';

/** A book's columns lie beside V8's heap. */
const HEAP_MB = { maxOldGenerationSizeMb: 1024 };

export function runThread<Result, Start extends ThreadStart>(
  name: 'replay' | 'learn' | 'rebuild',
  given: Omit<Start, 'cancel'>,
  control: JobControl,
): Promise<Result> {
  const cancel = new SharedArrayBuffer(4);
  const worker = new Worker(workerUrl(name), { name, workerData: { ...given, cancel }, resourceLimits: HEAP_MB });
  const stop = (): void => void Atomics.store(new Int32Array(cancel), 0, 1);
  control.signal.addEventListener('abort', stop);
  if (control.signal.aborted) stop();
  const ended = new Promise<Result>((resolve, reject) => {
    worker.on('message', (message: FromThread<Result>) => {
      switch (message.kind) {
        case 'progress':
          return control.report(message.progress, message.detail);
        case 'done':
          return resolve(message.result);
        case 'cancelled':
          return reject(new JobCancelled());
        case 'failed':
          return reject(message.problem === null ? new Error(message.message) : new ProblemError(message.problem));
      }
    });
    worker.on('error', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => reject(new Error(`the thread "${name}" ended without a result`)));
  });
  return ended.finally(async () => {
    control.signal.removeEventListener('abort', stop);
    await worker.terminate();
  });
}
