/** One question to a thread that answers each with one message. */
import type { Worker } from 'node:worker_threads';

/** @param who names the thread where it ends without an answer. */
export function askWorker<Question, Answer>(worker: Worker, question: Question, who: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void): void => {
      worker.off('message', receive).off('error', fail).off('exit', exit);
      end();
    };
    const receive = (answer: Answer): void => settle(() => resolve(answer));
    const fail = (error: unknown): void => settle(() => reject(error instanceof Error ? error : new Error(String(error))));
    const exit = (): void => fail(new Error(`${who} ended without an answer`));
    worker.on('message', receive).on('error', fail).on('exit', exit);
    worker.postMessage(question);
  });
}
