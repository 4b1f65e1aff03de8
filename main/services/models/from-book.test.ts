/** A model from the book's own records, from the button to the log; and what stays of a model that was tried. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMatching } from '#main/services/matching/index.ts';
import type { RecordKey, TypedRef } from '#shared/domain/source-record.ts';
import { openReader } from '#store/database.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { modelsCommands, modelsQueries } from './index.ts';

const DAY = 86_400_000;
const PLACED = Date.UTC(2026, 2, 3, 9, 12);
const queries = modelsQueries();
const commands = modelsCommands();

let book: HandMadeBook;
let count = 0;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const commandId = () => `from-book-${++count}`;
const overview = () => queries.overview(book.reader);

/** A sale of client `n`, `days` after the first. */
function seen(key: RecordKey, n: number, days: number, role: TypedRef['role'] | null) {
  const ms = PLACED + days * DAY;
  return {
    key,
    versionMs: ms,
    facts: {
      clientName: `Client ${'abcdefghijklmnopqrstuvwxyz'[n % 26]} Number${n}`,
      email: `buyer${n}@firm${n}.example`,
      total: 100_00 + ((n * 37) % 90) * 100,
      currency: 'USD',
      placedAt: { ms, text: new Date(ms).toISOString(), precision: 'exact' as const },
    },
    refs: role === null ? [] : [{ namespace: 'shopify:order', value: String(n), role }],
  };
}

/** As many sales as asked for, each copied a day later; the first `linked` copies name their orders. */
function trade(sales: number, linked: number): void {
  const all = Array.from({ length: sales }, (_, i) => i + 1);
  const shop = (n: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${n}` });
  const erp = (n: number): RecordKey => ({ system: 'netsuite', account: 'main', type: 'sales_order', nativeId: `SO-${n}` });
  book.importFile(
    'shop.csv',
    all.map((n) => seen(shop(n), n, n, 'own')),
  );
  book.importFile(
    'erp.csv',
    all.map((n) => seen(erp(n), n, n + 1, n <= linked ? 'mentions' : null)),
  );
}

async function match(): Promise<void> {
  const job = await book.jobs.settled(startMatching(book.context));
  if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
}

async function learn() {
  const { jobId } = commands.startPrepareFromBook(book.context, { commandId: commandId() });
  return book.jobs.settled(jobId);
}

async function backTest(version: string) {
  const started = commands.startBackTest(book.context, { version });
  if (!('jobId' in started)) throw new Error(started.what);
  await book.jobs.settled(started.jobId);
  const page = queries.backTest(book.reader, { version, list: 'joined', offset: 0, limit: 50 });
  if (page === null) throw new Error('the back-test left no result');
  return page;
}

/** What follows from sources, decisions and the model. */
const derived = () =>
  ['match_pairs', 'orders', 'proposals'].map((table) => book.db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());

async function idle(): Promise<void> {
  for (const { jobId } of book.jobs.list()) await book.jobs.settled(jobId);
}

describe("learning from the book's own records", () => {
  test('prepares a model that says what it rests on, can be tried and adopted, and changes nothing by itself', async () => {
    trade(120, 70);
    await match();
    const [asItWas, inForce] = [derived(), overview().inForce.version];
    const job = await learn();
    expect(job.state).toBe('done');
    const { version } = JSON.parse(job.result ?? '{}') as { version: string };
    expect(overview()).toMatchObject({
      inForce: { version: inForce },
      others: [{ version, number: 2, state: 'prepared', origin: "Learnt from this book's records" }],
    });
    expect(derived()).toEqual(asItWas);
    const detail = queries.model(book.reader, { version });
    expect(detail?.rests).toMatchObject({ links: 70, before: { wrong: 0 }, after: { wrong: 0 } });
    const kept = detail?.rests?.comparisons.map(({ label, kept: why, learnt }) => [label, why === null, learnt > 0]);
    expect(kept?.slice(0, 3)).toEqual([
      ['Reference', false, false],
      ['Total', true, true],
      ['Placed', true, true],
    ]);
    // The same records teach the same again: no second model.
    expect(JSON.parse((await learn()).result ?? '{}')).toEqual({ version, number: 2 });

    const { summary } = await backTest(version);
    expect(summary.parted).toBe(0);
    commands.adopt(book.context, { commandId: commandId(), version, reasonText: null });
    await idle();
    expect(overview().inForce.version).toBe(version);
    expect(overview().runs[0]?.joined).toBe(summary.linksThen);
    expect((await learn()).problem).toMatchObject({ code: 'same_as_in_force' });
    const actions = book.db.prepare<[], string>("SELECT action FROM change_log WHERE action LIKE 'model.%'").pluck().all();
    expect(actions).toEqual(['model.prepared', 'model.prepared', 'model.adopted']);
  });

  test('is refused in words where too little is linked, and can be stopped', async () => {
    trade(60, 12);
    await match();
    const job = await learn();
    expect(job.problem).toMatchObject({ code: 'too_few_links', what: expect.stringContaining('hold 12 pairs') });
    const { jobId } = commands.startPrepareFromBook(book.context, { commandId: commandId() });
    book.jobs.cancel(jobId);
    expect((await book.jobs.settled(jobId)).state).toBe('cancelled');
    expect(overview().others).toEqual([]);
  });
});

test('what a back-test said is still there when the book is opened again, and marked once the book has moved on', async () => {
  trade(4, 4);
  await match();
  const { version } = overview().inForce;
  const { summary } = await backTest(version);
  // Another connection that has seen nothing of it, as after a restart.
  const db = openReader(book.context.bookPath);
  try {
    const read = () => modelsQueries().backTest({ ...book.reader, db }, { version, list: 'joined', offset: 0, limit: 1 })?.summary;
    expect(read()).toEqual(summary);
    book.importFile('more.csv', [seen({ system: 'hubspot', account: 'main', type: 'deal', nativeId: '9' }, 9, 9, null)]);
    expect(read()).toEqual({ ...summary, stale: true });
  } finally {
    db.close();
  }
});
