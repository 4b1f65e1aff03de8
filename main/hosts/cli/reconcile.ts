import { z } from 'zod';
import { isoUtc } from '#shared/domain/instant.ts';
import { REASON_TITLES } from '#shared/domain/money-words.ts';
import type { CliApp } from './app.ts';
import type { Command } from './arguments.ts';
import { count, openBook } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

const outcome = z.object({ asOfMs: z.int(), policyVersion: z.string(), counts: z.record(z.string(), z.int()), linkCount: z.int() });

const EVERYTHING = { text: '', reasons: [], severities: [], owners: [], systems: [], lateOnly: false };

/** Reconciles and says what does not hold: exit 1 while anything is open. */
export async function reconcile(
  { book, asOfMs }: Extract<Command, { name: 'reconcile' }>,
  app: CliApp,
  output: Output,
): Promise<ExitCode> {
  await openBook(book, app);
  const { jobId } = await app.client.money.run({ asOf: asOfMs ?? 'covered' });
  const job = await app.finished(jobId);
  await app.idle();
  const run = outcome.parse(JSON.parse(job?.result ?? 'null'));
  const { payouts, waiting } = await app.client.money.summary();
  const inbox = await app.client.inbox.list({ tab: 'open', filter: EVERYTHING, me: '', offset: 0, limit: 1 });
  const { reasons } = inbox.facets;
  const open = inbox.tabs.open + inbox.tabs.pending;
  const asOf = isoUtc(run.asOfMs);
  output.result(
    {
      asOf,
      policy: run.policyVersion,
      links: run.linkCount,
      counts: run.counts,
      payouts,
      open,
      reasons: Object.fromEntries(reasons.map(({ value, count: number }) => [value, number])),
      waiting,
    },
    [
      `As of ${asOf}${asOfMs === null ? ', the latest moment that the data covers' : ''}`,
      `${count(run.linkCount, 'link')} · ${count(payouts.arrived, 'payout')} arrived, ${payouts.expected} on their way, ${payouts.broken + payouts.failed} broken · ${count(open, 'exception')} open`,
      ...waiting.map(({ text, items }) => `  ${text}: ${count(items, 'item')}`),
      ...reasons.map(({ value, count: number }) => `  ${REASON_TITLES[value] ?? value} (${value}): ${number}`),
    ],
  );
  return open === 0 ? 0 : 1;
}
