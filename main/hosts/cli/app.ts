/** The app as the command line uses it: the same app thread and the same contract as a window. */
import { mkdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createORPCClient, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { z } from 'zod';
import type { TicketGrant } from '#shared/contract/app-thread.ts';
import type { Client } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { type Problem, problem } from '#shared/contract/procedure.ts';
import { startAppThread } from '../app-thread.ts';
import { foldersOf } from '../folders.ts';
import { appVersion } from '../layout.ts';
import type { Output } from './output.ts';
import { Refused } from './refused.ts';

export interface CliApp {
  readonly client: Client;
  /** Waits for a job, telling its progress. Throws `Refused` when it failed; null when it was cancelled. */
  finished(jobId: string): Promise<Job | null>;
  /** Waits for all work that was started on the way. */
  idle(): Promise<void>;
  redeem(ticket: string): Promise<TicketGrant | null>;
  fetched(ticket: string, byteCount: number): Promise<void>;
  /** True once the command was broken off: calls that are under way fail, and what they leave is to be left as it is. */
  readonly isStopping: boolean;
  stop(): Promise<void>;
}

const LOOK_EVERY_MS = 100;

export function startApp(output: Output): CliApp {
  const folders = foldersOf(process.env);
  mkdirSync(folders.dataDir, { recursive: true, mode: 0o700 });
  let isStopping = false;
  const failed = Promise.withResolvers<never>();
  // Only calls that are under way care.
  failed.promise.catch(() => undefined);
  const thread = startAppThread(
    { host: { kind: 'cli', capabilities: [] }, ...folders, bookPath: null, openDemo: false, appVersion: appVersion() },
    {
      hostCall: async () => null,
      title: () => {},
      opened: () => {},
      failed: (message) => failed.reject(new Error(message)),
    },
  );
  const port = thread.connect();
  const client = readableErrors(createORPCClient<Client>(new RPCLink({ port })), failed.promise);
  port.start();

  async function finished(jobId: string): Promise<Job | null> {
    for (;;) {
      const job = (await client.jobs.list()).find((one) => one.jobId === jobId);
      if (job === undefined || job.state === 'cancelled') return null;
      if (job.problem !== null) throw new Refused(job.problem);
      if (job.state === 'done') return job;
      tell(output, job);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  return {
    client,
    finished,
    async idle() {
      for (;;) {
        const running = (await client.jobs.list()).find((job) => job.state === 'running');
        if (running === undefined) return;
        await finished(running.jobId);
      }
    },
    redeem: (ticket) => thread.redeem(ticket, 'download'),
    fetched: (ticket, byteCount) => thread.done(ticket, byteCount, null),
    get isStopping() {
      return isStopping;
    },
    stop() {
      isStopping = true;
      return thread.stop();
    },
  };
}

function tell(output: Output, { label, progress, detail }: Job): void {
  const part = progress === null ? '' : ` ${Math.floor(progress * 100)} %`;
  output.progress(`${label}${part}${detail === '' ? '' : ` · ${detail}`}`);
}

/** A value, or a `Refused` where the contract answers with a problem. */
export function accepted<T>(answer: T | Problem): T {
  const refusal = problem.safeParse(answer);
  if (refusal.success) throw new Refused(refusal.data);
  return answer as T;
}

type Call = (...given: unknown[]) => Promise<unknown>;

/** Errors as problems in words; and no call waits for a thread that is gone. */
function readableErrors(client: Client, gone: Promise<never>): Client {
  const wrap = (call: Call): Call => {
    return async (...given) => {
      try {
        return await Promise.race([call(...given), gone]);
      } catch (error) {
        throw inWords(error);
      }
    };
  };
  const area = (procedures: Readonly<Record<string, Call>>) =>
    new Proxy(procedures, { get: (target, name: string) => wrap((...given) => (target[name] as Call)(...given)) });
  const areas = client as unknown as Readonly<Record<string, Readonly<Record<string, Call>>>>;
  return new Proxy(areas, {
    get: (target, name: string) => area(target[name] as Readonly<Record<string, Call>>),
  }) as unknown as Client;
}

function inWords(error: unknown): unknown {
  if (!(error instanceof ORPCError)) {
    // The call's port closed under it: whoever wrote the library says so in words of its own.
    return isClosedPort(error) ? new Error('the work thread stopped before it answered.') : error;
  }
  const data = problem.safeParse(error.data);
  if (data.success) return new Refused(data.data);
  const issues = z.object({ issues: z.array(z.object({ message: z.string() })) }).safeParse(error.data);
  return new Error(issues.success ? issues.data.issues.map((issue) => issue.message).join('; ') : error.message);
}

function isClosedPort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
