/** Verifying a file that need not be open: only reads, in a job thread of its own. */
import { resolve } from 'node:path';
import { ProblemError } from '#main/services/context.ts';
import type { Verify } from '#main/services/verify-task.ts';
import type { VerifyReport } from '#shared/contract/log.ts';
import type { Problem } from '#shared/contract/procedure.ts';
import { createJobThread } from './job-thread.ts';

export async function verifyFile({ path, head, against }: Verify['input'], signal?: AbortSignal): Promise<VerifyReport | Problem> {
  const thread = createJobThread();
  try {
    const input = { path: resolve(path), head, against: against === null ? null : resolve(against) };
    return await thread.run('verify', input, { signal: signal ?? new AbortController().signal });
  } catch (error) {
    if (error instanceof ProblemError) return error.problem;
    throw error;
  } finally {
    await thread.stop();
  }
}
