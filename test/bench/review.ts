/**
 * What the reader and the writer take for the screens of decisions, on a book of a million records: queue, next pair, effects, merge,
 * undo, orders table, facets. Window and paint are measured by `window.ts`.
 *
 *   node test/bench/review.ts [--size 1000000] [--runs 5]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createJobs } from '#main/app/job-runner.ts';
import { nodePorts } from '#main/app/node-ports.ts';
import { createTickets } from '#main/app/tickets.ts';
import type { ReaderContext, WriterContext } from '#main/services/context.ts';
import { ordersQueries } from '#main/services/orders/index.ts';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { Receipt } from '#shared/contract/procedure.ts';
import type { Comparison, QueueItem } from '#shared/contract/review.ts';
import { openReader, openWriter } from '#store/database.ts';
import { migrate } from '#store/migrate.ts';
import { benchFlags, count, percentile, printFigures } from './common.ts';
import { fillLargeBook } from './large-book.ts';

const flags = benchFlags();
const size = flags.size ?? 1_000_000;
/** Steps of a session at the keyboard; every one is measured. */
const STEPS = 200;
const NO_FILTER = { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null };
const ALL = { text: '', systems: [], statuses: [], currencies: [], joins: [], months: [] };
const NEWEST = { by: 'placed', descending: true } as const;

const folder = mkdtempSync(join(tmpdir(), 'onefold-bench-'));
const path = join(folder, 'large.onefold');
const db = openWriter(path);
migrate(db);
const started = performance.now();
const { questions } = fillLargeBook(db, size);
process.stderr.write(
  `${count(size)} records, ${count(questions)} questions in ${Math.round((performance.now() - started) / 1000)} s\n`,
);

const reader: ReaderContext = { db: openReader(path), ports: nodePorts };
const jobs = createJobs(nodePorts, () => undefined);
const writer: WriterContext = {
  db,
  ports: nodePorts,
  bookPath: path,
  dataDir: folder,
  appVersion: 'bench',
  actor: () => 'person:Bench',
  emit: () => undefined,
  jobs,
  jobThread: { run: () => Promise.reject(new Error('not part of this bench')) },
  tickets: createTickets(join(folder, 'tickets'), nodePorts.newId),
};
const queries = { ...reviewQueries(), orders: ordersQueries() };
const commands = reviewCommands();

const times = new Map<string, number[]>();
function timed<T>(what: string, run: () => T): T {
  const from = performance.now();
  const value = run();
  const list = times.get(what) ?? [];
  list.push(performance.now() - from);
  times.set(what, list);
  return value;
}

const queue = (offset: number) =>
  queries.queue(reader, { tab: 'toReview', filter: NO_FILTER, offset, limit: 50 }) as { items: QueueItem[] };

timed('queue, first page of a new session', () => queue(0));
for (let step = 0; step < STEPS; step++) {
  const [item] = timed('queue, first page after a change', () => queue(0)).items;
  const proposalId = item?.proposalId ?? '';
  const get = () => queries.get(reader, { proposalId, tab: 'toReview', filter: NO_FILTER }) as Comparison;
  const comparison = timed('next pair', get);
  timed('effects of a merge', () => queries.preview(reader, { proposalId, picks: [] }));
  const merged = timed('merge, durable', () =>
    commands.merge(writer, {
      commandId: `bench-merge-${step}`,
      proposalId,
      token: comparison.token,
      memberIds: comparison.members.map(({ recordId }) => recordId),
      picks: [],
      overrides: [],
      reasonCode: null,
      reasonText: null,
    }),
  ) as Receipt;
  if (step % 4 === 0) {
    const decisionId = merged.decisionId ?? 0;
    const undo = { commandId: `bench-undo-${step}`, decisionId, reasonCode: null, reasonText: null };
    timed('undo, durable', () => commands.withdraw(writer, undo));
  }
}
const list = (offset: number, filter = ALL) => queries.orders.list(reader, { filter, sort: NEWEST, offset, limit: 100 });
const bump = () => db.prepare("UPDATE settings SET value = value + 1 WHERE key = 'dataVersion'").run();
for (let run = 0; run < flags.runs; run++) {
  bump();
  timed('orders, first page', () => list(0));
  timed('orders, first jump to the middle', () => list(Math.floor(size / 3)));
  for (let jump = 0; jump < 20; jump++) timed('orders, any later jump', () => list((jump * 7919 * 31) % Math.floor(size / 2)));
  timed('orders, filtered by system and month', () => list(0, { ...ALL, systems: ['netsuite'], months: ['2026-03'] } as never));
  timed('orders, full text', () => list(0, { ...ALL, text: 'client 4711' }));
  timed('facets', () => queries.orders.facets(reader, { filter: ALL }));
  timed('facets under a filter, same book', () => queries.orders.facets(reader, { filter: { ...ALL, statuses: ['paid'] } }));
}

const ms = (value: number) => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
printFigures(
  `Decisions and orders, ${count(size)} records, ${count(questions)} questions`,
  [...times].map(([what, values]) => ({
    what,
    value: values.length === 1 ? ms(values[0] ?? 0) : `p50 ${ms(percentile(values, 50))}, p95 ${ms(percentile(values, 95))}`,
    bar: what === 'next pair' ? 'p95 100 ms to paint' : '',
  })),
  flags.runs,
);
await jobs.stop();
reader.db.close();
db.close();
rmSync(folder, { recursive: true, force: true });
