/** The models of a book on the command line: what there is, preparing one from the book's own records, trying and adopting one. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ModelDetail, ModelSummary } from '#shared/contract/models.ts';
import { accepted, type CliApp } from './app.ts';
import { type Asked, BadUse } from './arguments.ts';
import { count, openBook } from './book.ts';
import type { ExitCode } from './exit-code.ts';
import type { Output } from './output.ts';

type ModelsCommand = Extract<Asked['command'], { name: 'models' }>;

const made = z.object({ version: z.string(), number: z.int() });

export async function models(command: ModelsCommand, app: CliApp, output: Output): Promise<ExitCode> {
  await openBook(command.book, app);
  if (command.prepare) return prepare(app, output);
  if (command.tried !== null) return tryOut(await modelNumbered(command.tried, app), app, output);
  if (command.adopted !== null) return adopt(await modelNumbered(command.adopted, app), app, output);
  const known = await knownModels(app);
  output.result({ models: known }, known.map(lineOf));
  return 0;
}

async function knownModels({ client }: CliApp): Promise<ModelSummary[]> {
  const { inForce, others } = await client.models.overview();
  return [inForce, ...others];
}

const STATES: Readonly<Record<ModelSummary['state'], string>> = {
  inForce: 'in force',
  prepared: 'prepared',
  earlier: 'earlier',
  unusable: 'cannot be used',
};

function lineOf({ number, version, state, origin }: ModelSummary): string {
  return `Model ${number ?? '–'} (${STATES[state]}): ${origin} · ${version}`;
}

async function modelNumbered(number: number, app: CliApp): Promise<ModelSummary> {
  const known = await knownModels(app);
  const model = known.find((one) => one.number === number);
  if (model === undefined) throw new BadUse(`The book has no model ${number}. It knows:\n${known.map(lineOf).join('\n')}`);
  return model;
}

async function prepare(app: CliApp, output: Output): Promise<ExitCode> {
  const { jobId } = await app.client.models.startPrepareFromBook({ commandId: randomUUID() });
  const job = await app.finished(jobId);
  const { version, number } = made.parse(JSON.parse(job?.result ?? 'null'));
  const detail = await app.client.models.model({ version });
  output.result({ version, number, rests: detail?.rests ?? null, changes: detail?.changes ?? [] }, [
    `Model ${number} is prepared. Nothing changes until it is adopted: --try ${number} shows what it would do, --adopt ${number} puts it in force.`,
    ...restLines(detail),
  ]);
  return 0;
}

function restLines(detail: ModelDetail | null): string[] {
  const rests = detail?.rests ?? null;
  if (rests === null) return [];
  const { links, ruledOut, before, after, comparisons } = rests;
  return [
    `It rests on ${count(links, 'pair')} that references link. Seen without these, the shipped weights would join ${before.right}, its own ${after.right}; of ${count(ruledOut, 'pair')} ruled out, ${before.wrong} and ${after.wrong}.`,
    ...comparisons.map(({ label, kept, levels, learnt }) =>
      kept === null ? `  ${label}: ${learnt} of ${levels} levels learnt` : `  ${label}: kept as shipped. ${kept}`,
    ),
  ];
}

async function tryOut({ version, number }: ModelSummary, app: CliApp, output: Output): Promise<ExitCode> {
  const { jobId } = accepted(await app.client.models.startBackTest({ version }));
  await app.finished(jobId);
  const found = await app.client.models.backTest({ version, list: 'joined', offset: 0, limit: 1 });
  if (found === null) throw new Error('the back-test left no result.');
  const { summary } = found;
  output.result(summary, [
    `Model ${number ?? '–'} on ${count(summary.records, 'record')}: ${summary.joined} newly joined, ${summary.parted} newly parted, ${summary.disagreements} against people (in force: ${summary.disagreementsNow}).`,
    `Links of the machine ${summary.linksNow} → ${summary.linksThen} · questions ${summary.questionsNow} → ${summary.questionsThen}. No order was changed.`,
  ]);
  return 0;
}

async function adopt({ version }: ModelSummary, app: CliApp, output: Output): Promise<ExitCode> {
  const receipt = accepted(await app.client.models.adopt({ commandId: randomUUID(), version, reasonText: null }));
  await app.idle();
  const book = await app.client.book.current();
  output.result({ ...receipt, orders: book?.counts.orders ?? 0, toReview: book?.counts.toReview ?? 0 }, [
    `${receipt.message}: ${count(book?.counts.orders ?? 0, 'order')} · ${count(book?.counts.toReview ?? 0, 'question')} to review`,
  ]);
  return 0;
}
