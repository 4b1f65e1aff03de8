import { expect, test } from 'vitest';
import { JobCancelled, ProblemError } from '#main/services/context.ts';
import type { Job } from '#shared/contract/jobs.ts';
import { createJobs } from './job-runner.ts';

function harness() {
  const seen: Job[] = [];
  let ids = 0;
  let nowMs = 0;
  const clock = { nowMs: () => nowMs, offsetMinutes: () => 0 };
  const jobs = createJobs({ clock, newId: () => String(++ids) }, (job) => seen.push(job));
  return { jobs, seen, pass: (ms: number) => (nowMs += ms) };
}

const spec = { kind: 'match', label: 'Looking for duplicates', canCancel: true } as const;

test('a job ends with its result', async () => {
  const { jobs } = harness();
  const id = jobs.start({ ...spec, run: async () => ({ joined: 3 }) });
  const job = await jobs.settled(id);
  expect([job.state, job.result, job.progress]).toEqual(['done', '{"joined":3}', 1]);
});

test('a cancelled job says that nothing is half-done', async () => {
  const { jobs } = harness();
  const id = jobs.start({
    ...spec,
    run: ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new JobCancelled()))),
  });
  await Promise.resolve();
  jobs.cancel(id);
  const job = await jobs.settled(id);
  expect([job.state, job.detail]).toEqual(['cancelled', 'Stopped. Nothing is half-done.']);
});

test('two jobs of one kind run one after the other, two kinds side by side', async () => {
  const { jobs } = harness();
  const order: string[] = [];
  let release: () => void = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = jobs.start({
    ...spec,
    run: async () => {
      order.push('first starts');
      await gate;
      order.push('first ends');
    },
  });
  const second = jobs.start({ ...spec, run: async () => void order.push('second') });
  const other = jobs.start({ ...spec, kind: 'verify', run: async () => void order.push('other') });
  await jobs.settled(other);
  release();
  await Promise.all([jobs.settled(first), jobs.settled(second)]);
  expect(order).toEqual(['first starts', 'other', 'first ends', 'second']);
});

test('a problem reaches the window as it is', async () => {
  const { jobs } = harness();
  const problem = { code: 'x', what: 'a', safe: 'b', todo: 'c' };
  const id = jobs.start({ ...spec, run: () => Promise.reject(new ProblemError(problem)) });
  expect((await jobs.settled(id)).problem).toEqual(problem);
});

test('progress is passed on at most ten times a second', async () => {
  const { jobs, seen, pass } = harness();
  pass(1000);
  const id = jobs.start({
    ...spec,
    run: async ({ report }) => {
      report(0.1, 'one');
      report(0.2, 'two');
      pass(100);
      report(0.3, 'three');
    },
  });
  await jobs.settled(id);
  expect(seen.map((job) => job.detail)).toEqual(['', 'one', 'three', 'three']);
});
