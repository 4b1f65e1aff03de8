/** The job thread: does long work piece by piece. Pieces may run side by side; each has its own port and yields often. */
import { type MessagePort, parentPort } from 'node:worker_threads';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import type { TaskControl, TaskModule } from '#main/services/job-thread.ts';
import { TASKS } from './jobs/index.ts';
import type { FromTask, StartTask, TaskFailure, ToTask } from './jobs/protocol.ts';

/** Messages on their way at once: enough that neither thread waits for the other, few enough to bound memory. */
const IN_FLIGHT = 3;
const REPORT_EVERY_MS = 100;

parentPort?.on('message', (start: StartTask) => void perform(start));

async function perform({ kind, input, port }: StartTask): Promise<void> {
  const post = (message: FromTask<unknown, unknown>, transfer: readonly ArrayBuffer[] = []) =>
    port.postMessage(message, [...transfer]);
  try {
    // The table pairs each kind with its input; that pairing is lost on a union.
    const module = TASKS[kind] as TaskModule<{ input: unknown; message: unknown; result: unknown }>;
    post({ kind: 'done', result: await module(input, controlOver(port, post)) });
  } catch (error) {
    post({ kind: 'failed', failure: failureOf(error) });
  } finally {
    port.removeAllListeners();
    port.unref();
  }
}

function controlOver(
  port: MessagePort,
  post: (message: FromTask<unknown, unknown>, transfer?: readonly ArrayBuffer[]) => void,
): TaskControl<unknown> {
  const abort = new AbortController();
  let inFlight = 0;
  let wake: (() => void) | null = null;
  let lastReport = 0;
  port.on('message', (message: ToTask) => {
    if (message.kind === 'cancel') abort.abort(new JobCancelled());
    else inFlight--;
    wake?.();
  });
  return {
    signal: abort.signal,
    async send(value, transfer) {
      while (inFlight >= IN_FLIGHT && !abort.signal.aborted) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      abort.signal.throwIfAborted();
      inFlight++;
      post({ kind: 'message', value }, transfer);
    },
    report(progress, detail) {
      const now = performance.now();
      if (now - lastReport < REPORT_EVERY_MS) return;
      lastReport = now;
      post({ kind: 'report', progress, detail });
    },
  };
}

function failureOf(error: unknown): TaskFailure {
  if (error instanceof JobCancelled) return { kind: 'cancelled' };
  if (error instanceof ProblemError) return { kind: 'problem', problem: error.problem };
  return { kind: 'error', message: error instanceof Error ? error.message : String(error) };
}
