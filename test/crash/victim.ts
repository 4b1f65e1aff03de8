/**
 * The process that is killed: the real app thread behind the real contract, working through a seeded script. After each command it
 * says on standard output what was acknowledged, one JSON line, written synchronously: what is on that pipe was shown as saved.
 */
import { mkdirSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { startAppThread } from '#main/hosts/app-thread.ts';
import type { ImportSession } from '#shared/contract/imports.ts';
import type { Client } from '#shared/contract/index.ts';
import type { Job } from '#shared/contract/jobs.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import { fileText, type Step, seeded, stepsOf } from './script.ts';
import type { VictimLine } from './victim-lines.ts';

const [dir = '', seedText = '0', stepsText = '12'] = process.argv.slice(2);
const seed = Number(seedText);
const random = seeded(seed ^ 0x5bd1e995);
const bookPath = join(dir, 'books', 'Crash.onefold');

function acknowledge(line: VictimLine): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

const thread = startAppThread(
  {
    host: { kind: 'cli', capabilities: [] },
    dataDir: join(dir, 'data'),
    booksDir: join(dir, 'books'),
    bookPath: null,
    openDemo: false,
    appVersion: '0.0.0-crash',
  },
  {
    hostCall: () => Promise.resolve(null),
    opened: () => {},
    title: () => {},
    failed: (message) => {
      acknowledge({ failed: message });
      process.exit(1);
    },
  },
);
const port = thread.connect();
const client = createORPCClient<Client>(new RPCLink({ port }));
port.start();

let commands = 0;
const NO_FILTER = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };

/** The same for the same seed, so that a second life of the script would be the same change. */
const commandId = () => `crash-${seed}-${process.pid}-${++commands}`;

try {
  await openOrCreate();
  for (const step of stepsOf(seed, Number(stepsText))) await perform(step);
  acknowledge({ done: true });
  await thread.stop();
} catch (error) {
  acknowledge({ failed: error instanceof Error ? (error.stack ?? error.message) : String(error) });
  process.exit(1);
}
process.exit(0);

async function openOrCreate(): Promise<void> {
  const opened = await client.book.open({ path: bookPath });
  if (!('code' in opened)) return;
  if (opened.code !== 'bookMissing') throw new Error(`${opened.what} ${opened.todo}`);
  const made = await client.book.create({ name: 'Crash', baseCurrency: 'USD', timeZone: 'UTC', folder: null });
  if ('code' in made) throw new Error(made.what);
}

async function perform(step: Step): Promise<void> {
  switch (step.kind) {
    case 'import':
      return importFile(step.file);
    case 'undoImport':
    case 'redoImport': {
      const { rows } = await client.imports.batches({ offset: 0, limit: 100 });
      const batch = pickOne(rows.filter(({ state }) => state === (step.kind === 'undoImport' ? 'published' : 'undone')));
      if (batch === null) return;
      const { batchId } = batch;
      return step.kind === 'undoImport'
        ? say(step, await client.imports.undoBatch({ commandId: commandId(), batchId, reason: 'crash test' }))
        : say(step, await client.imports.redoBatch({ commandId: commandId(), batchId }));
    }
    case 'merge':
    case 'apart': {
      const found = await open();
      if (found === null) return;
      const { token, proposalId, memberIds } = found;
      return step.kind === 'merge'
        ? say(
            step,
            await client.review.merge({
              commandId: commandId(),
              proposalId,
              token,
              memberIds,
              picks: [],
              overrides: [],
              reasonCode: null,
              reasonText: null,
            }),
          )
        : say(
            step,
            await client.review.apart({
              commandId: commandId(),
              proposalId,
              token,
              side: memberIds.slice(0, 1),
              reasonCode: null,
              reasonText: null,
            }),
          );
    }
    case 'unmerge': {
      const { undo } = await client.review.undoState();
      if (undo === null) return;
      return say(
        step,
        await client.review.withdraw({ commandId: commandId(), decisionId: undo.decisionId, reasonCode: null, reasonText: null }),
      );
    }
    case 'backUp': {
      const { jobId } = await client.book.backUp();
      const { problem, result } = await jobEnded(jobId);
      if (result === null) throw new Error(problem?.what ?? 'the backup was not made');
      const { path } = JSON.parse(result) as { path: string };
      acknowledge({ step: 'backUp', commandId: '', seqFirst: null, seqLast: null, path });
    }
  }
}

async function open(): Promise<{ token: string; proposalId: string; memberIds: number[] } | null> {
  const { items } = await client.review.queue({ tab: 'toReview', filter: NO_FILTER, offset: 0, limit: 50 });
  const item = pickOne(items);
  if (item === null) return null;
  const found = await client.review.get({ proposalId: item.proposalId, tab: 'toReview', filter: NO_FILTER });
  if (found === null) return null;
  return { token: found.token, proposalId: item.proposalId, memberIds: found.members.map(({ recordId }) => recordId) };
}

async function importFile(index: number): Promise<void> {
  const { name, text } = fileText(index);
  mkdirSync(join(dir, 'files'), { recursive: true });
  const path = join(dir, 'files', name);
  writeFileSync(path, text);
  const sessionId = `session-${seed}-${process.pid}-${++commands}`;
  await client.imports.begin({ sessionId, tickets: [], paths: [path], answers: {} });
  const session = await settled(sessionId);
  if (session.state !== 'ready' || session.previewToken === null) {
    await client.imports.cancel({ sessionId });
    return;
  }
  say(
    { kind: 'import', file: index },
    await client.imports.commit({ commandId: commandId(), sessionId, previewToken: session.previewToken }),
  );
  await lookForDuplicates();
}

/** Waits for the session to need somebody. */
function settled(sessionId: string): Promise<ImportSession> {
  return eventually(async () => {
    const session = await client.imports.session({ sessionId });
    return session === null || session.state === 'reading' ? null : session;
  });
}

/** Questions to decide on come from a run of the matching thread. */
async function lookForDuplicates(): Promise<void> {
  const { jobId } = await client.review.runMatching();
  await jobEnded(jobId);
}

function jobEnded(jobId: string): Promise<Job> {
  return eventually(async () => (await client.jobs.list()).find((job) => job.jobId === jobId && job.state !== 'running') ?? null);
}

/** Asks again after each event until there is an answer: no clock is waited for. */
async function eventually<T>(ask: () => Promise<T | null>): Promise<T> {
  const leave = new AbortController();
  const events = await client.jobs.events(undefined, { signal: leave.signal });
  try {
    for (;;) {
      const answer = await ask();
      if (answer !== null) return answer;
      if ((await events.next()).done === true) throw new Error('the events ended');
    }
  } finally {
    leave.abort();
  }
}

/** A refusal in words (a stale question, an import already undone) changes nothing and is no acknowledgement. */
function say(step: Step, outcome: Receipt | Problem): void {
  if ('what' in outcome) return;
  const { commandId: id, seqFirst, seqLast } = outcome;
  acknowledge({ step: step.kind, commandId: id, seqFirst, seqLast, path: null });
}

function pickOne<T>(values: readonly T[]): T | null {
  return values[Math.floor(random() * values.length)] ?? null;
}
