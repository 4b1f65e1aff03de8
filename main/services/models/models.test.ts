import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startMatching } from '#main/services/matching/index.ts';
import { reviewCommands, reviewQueries } from '#main/services/review/index.ts';
import type { BackTestList, WhyNot } from '#shared/contract/models.ts';
import type { Problem, Receipt } from '#shared/contract/procedure.ts';
import type { DecisionBody } from '#shared/domain/decision.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { insertDecision } from '#store/queries/decisions.ts';
import { type HandMadeBook, type HandRecord, handMadeBook } from '#test/factories/hand-made-book.ts';
import { modelsCommands, modelsQueries } from './index.ts';

const DAY = 86_400_000;
const PLACED = Date.UTC(2026, 2, 3, 9, 12);
const queries = modelsQueries();
const answer = { proposalId: 'prp_x', band: null, bulk: false, compared: {} } as const;

let book: HandMadeBook;
let commands: ReturnType<typeof modelsCommands>;
let count = 0;
beforeEach(() => {
  book = handMadeBook();
  commands = modelsCommands();
});
afterEach(() => book.dispose());

const shop = (n: number): RecordKey => ({ system: 'shopify', account: 'main', type: 'order', nativeId: `#${n}` });
const erp = (n: number): RecordKey => ({ system: 'netsuite', account: 'main', type: 'sales_order', nativeId: `SO-${n}` });
const commandId = () => `models-command-${++count}`;
const idOf = (key: RecordKey) => canonicalIdOf(key, book.context.ports.sha256);

function sale(key: RecordKey, client: number, total: number, atMs: number): HandRecord {
  return {
    key,
    versionMs: atMs,
    facts: {
      clientName: `Client ${'abcdefghijklmnopqrstuvwxyz'[client % 26]} Number${client}`,
      email: `buyer${client}@firm${client}.example`,
      total,
      currency: 'USD',
      placedAt: { ms: atMs, text: new Date(atMs).toISOString(), precision: 'exact' },
    },
  };
}

/** Sales 1 … `sure` are copied on the same day; the following `doubtful` ones meet another sale of their client a week later. */
function fill(sure: number, doubtful: number): void {
  const all = Array.from({ length: sure + doubtful }, (_, i) => i + 1);
  const total = (n: number) => 100_00 + n * 137;
  book.importFile(
    'shop.csv',
    all.map((n) => sale(shop(n), n, total(n), PLACED + n * DAY)),
  );
  book.importFile(
    'erp.csv',
    all.map((n) => sale(erp(n), n, total(n), PLACED + n * DAY + (n <= sure ? 60_000 : 6 * DAY))),
  );
}

async function match(): Promise<void> {
  const job = await book.jobs.settled(startMatching(book.context));
  if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
}

function decide(body: DecisionBody): void {
  insertDecision(book.db, {
    commandId: commandId(),
    actor: 'person:Ana',
    atMs: 0,
    body,
    reasonCode: null,
    reasonText: null,
  });
}

const keepApart = (n: number) => decide({ kind: 'apart', sides: [[shop(n)], [erp(n)]], cuts: [], answer });
const state = (n: number) =>
  book.db
    .prepare<[number, number], string>('SELECT state FROM match_pairs WHERE left_id = ? AND right_id = ?')
    .pluck()
    .get(...([book.id(shop(n)), book.id(erp(n))].sort((a, b) => a - b) as [number, number]));
const overview = () => queries.overview(book.reader);

/** What follows from sources, decisions and the model. */
const derived = () =>
  ['match_pairs', 'orders', 'proposals'].map((table) => book.db.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all());

async function idle(): Promise<void> {
  for (const { jobId } of book.jobs.list()) await book.jobs.settled(jobId);
}

async function backTest(version: string, list: BackTestList = 'joined') {
  const started = commands.startBackTest(book.context, { version });
  if (!('jobId' in started)) throw new Error(started.what);
  const job = await book.jobs.settled(started.jobId);
  if (job.state !== 'done') throw new Error(job.problem?.what ?? job.state);
  const page = queries.backTest(book.reader, { version, list, offset: 0, limit: 50 });
  if (page === null) throw new Error('the back-test left no result');
  return page;
}

function prepared(outcome: ReturnType<typeof commands.prepareLearnt>) {
  if (!('version' in outcome)) throw new Error(outcome.what);
  return outcome;
}

const thresholds = (joinAt: number) =>
  prepared(commands.prepareThresholds(book.context, { commandId: commandId(), joinAt, joinNamedAt: 3_000, proposeAt: -4_000 }));

describe('the model in force', () => {
  test('is the one the book was made with, until a decision adopts another; undo brings it back', async () => {
    fill(2, 2);
    await match();
    const before = overview();
    expect(before.inForce.state).toBe('inForce');
    expect(before.adopted).toBeNull();
    expect([state(1), state(3)]).toEqual(['joined', 'proposed']);

    const asItWas = derived();
    const { version } = thresholds(30_000);
    expect(overview().inForce.version).toBe(before.inForce.version);
    expect(overview().others).toMatchObject([{ version, state: 'prepared', origin: 'Other thresholds' }]);

    const adopted = commands.adopt(book.context, { commandId: commandId(), version, reasonText: null }) as Receipt;
    await idle();
    expect(overview()).toMatchObject({ inForce: { version }, adopted: { by: 'Ana' } });
    expect(overview().runs[0]).toMatchObject({ version, joined: 0 });
    expect(state(1)).toBe('proposed');

    reviewCommands().withdraw(book.context, {
      commandId: commandId(),
      decisionId: adopted.decisionId ?? 0,
      reasonCode: null,
      reasonText: null,
    });
    await idle();
    expect(overview()).toMatchObject({ inForce: { version: before.inForce.version }, adopted: null });
    expect(state(1)).toBe('joined');
    expect(derived()).toEqual(asItWas);
  });

  test('explains what an earlier model weighed by that model', async () => {
    fill(1, 1);
    await match();
    const { version } = thresholds(20_000);
    const [row] = book.db.prepare<[], { id: string }>("SELECT id FROM proposals WHERE state = 'open'").all();
    commands.adopt(book.context, { commandId: commandId(), version, reasonText: 'fewer surprises' });
    const shown = reviewQueries().get(book.reader, {
      proposalId: row?.id ?? '',
      tab: 'toReview',
      filter: { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null },
    });
    expect(shown?.evidence[0]?.modelVersion).not.toBe(version);
    expect(shown?.evidence[0]?.bars.length).toBeGreaterThan(2);
    await idle();
  });

  test('cannot be one that the book does not know, nor the one in force', () => {
    const adopt = (version: string) =>
      commands.adopt(book.context, { commandId: commandId(), version, reasonText: null }) as Problem;
    expect(adopt('orders@nobody').code).toBe('unknown_model');
    const { version } = thresholds(9_500);
    expect('commandId' in adopt(version)).toBe(true);
    expect(adopt(version).code).toBe('in_force');
    expect(
      commands.prepareThresholds(book.context, { commandId: commandId(), joinAt: -5_000, joinNamedAt: 0, proposeAt: 0 }),
    ).toMatchObject({
      code: 'bad_thresholds',
    });
  });
});

describe('learning', () => {
  test('takes a dozen answers, prepares a model that says so, and changes nothing by itself', async () => {
    fill(3, 14);
    await match();
    expect(commands.prepareLearnt(book.context, { commandId: commandId() })).toMatchObject({ code: 'too_few_answers' });
    for (let n = 4; n <= 15; n++) keepApart(n);
    const inForce = overview().inForce.version;
    const { version, number } = prepared(commands.prepareLearnt(book.context, { commandId: commandId() }));
    expect(number).toBe(2);
    expect(overview()).toMatchObject({
      inForce: { version: inForce },
      answers: { decisions: 12, apart: 12, together: 0, fresh: 0 },
    });
    const detail = queries.model(book.reader, { version });
    expect(detail?.summary.origin).toBe('Learnt from 12 answers');
    expect(detail?.changes.length).toBeGreaterThan(0);
    expect(detail?.changes.every(({ before, after }) => after <= before)).toBe(true);
    expect(detail?.check?.voices).toBe(12);
    expect(detail?.check?.after.surpriseBits).toBeLessThan(detail?.check?.before.surpriseBits ?? 0);
  });
});

describe('a back-test', () => {
  test('of the model in force finds nothing; of a high bar all that it parts; it stores nothing', async () => {
    fill(4, 3);
    await match();
    const { inForce } = overview();
    const same = await backTest(inForce.version);
    expect(same.summary).toMatchObject({
      joined: 0,
      parted: 0,
      disagreements: 0,
      money: [],
      linksNow: 4,
      linksThen: 4,
      stale: false,
    });

    const dump = () => JSON.stringify(book.db.prepare('SELECT * FROM match_pairs').all());
    const before = dump();
    const { version } = thresholds(40_000);
    const { summary, total, rows } = await backTest(version, 'parted');
    expect(summary).toMatchObject({ joined: 0, parted: 4, linksNow: 4, linksThen: 0 });
    expect(total).toBe(4);
    expect(rows[0]).toMatchObject({ currency: 'USD', left: { system: 'shopify' }, right: { system: 'netsuite' } });
    // Preparing another model is no reason to try this one again.
    thresholds(41_000);
    expect(queries.backTest(book.reader, { version, list: 'parted', offset: 0, limit: 1 })?.summary.stale).toBe(false);
    // Parted, each sale counts twice: the copies' totals come back.
    const totals = [1, 2, 3, 4].reduce((sum, n) => sum + 100_00 + n * 137, 0);
    expect(summary.money).toEqual([{ currency: 'USD', nowMinor: String(totals), thenMinor: String(2 * totals) }]);
    expect(rows.reduce((sum, { movedMinor }) => sum + (movedMinor ?? 0), 0)).toBe(totals);
    expect(dump()).toBe(before);
  });

  test('foretells what adopting does, and where it would go against people', async () => {
    fill(2, 3);
    await match();
    keepApart(3);
    const { version } = thresholds(500);
    const { summary } = await backTest(version, 'joined');
    const against = await backTest(version, 'disagreements');
    expect(summary.joined).toBe(2);
    expect(against.rows).toMatchObject([{ why: 'You kept them apart; it would join them' }]);
    commands.adopt(book.context, { commandId: commandId(), version, reasonText: null });
    const [logged] = book.db.prepare<[], string>("SELECT body FROM change_log WHERE action = 'model.adopted'").pluck().all();
    expect(JSON.parse(logged ?? '{}')).toMatchObject({ after: { tried: { joined: '2', parted: '0', againstPeople: '1' } } });
    await idle();
    expect([state(3), state(4), state(5)]).toEqual(['apart', 'joined', 'joined']);
    expect(overview().runs[0]?.joined).toBe(summary.linksThen);
    expect(queries.backTest(book.reader, { version, list: 'joined', offset: 0, limit: 1 })?.summary.stale).toBe(true);
  });

  test('can be stopped, and leaves nothing', async () => {
    fill(2, 1);
    await match();
    const { version } = thresholds(500);
    const started = commands.startBackTest(book.context, { version });
    if (!('jobId' in started)) throw new Error(started.what);
    book.jobs.cancel(started.jobId);
    expect((await book.jobs.settled(started.jobId)).state).toBe('cancelled');
    expect(queries.backTest(book.reader, { version, list: 'joined', offset: 0, limit: 1 })).toBeNull();
    expect(commands.startBackTest(book.context, { version: 'orders@nobody' })).toMatchObject({ code: 'unknown_model' });
  });
});

describe('thresholds', () => {
  test('are counted before anything is changed, as the run then finds them', async () => {
    fill(3, 4);
    await match();
    const now = queries.curve(book.reader, { thresholds: null });
    expect(now.current).toMatchObject({ joined: 3, proposed: 4 });
    expect(now.asked).toEqual(now.current);
    const asked = queries.curve(book.reader, { thresholds: { ...now.inForce, joinAt: 500 } });
    expect(asked.asked.joined).toBe(7);
    expect(asked.asked.expectedWrong).toBeGreaterThan(now.current.expectedWrong);
    const { version } = thresholds(500);
    commands.adopt(book.context, { commandId: commandId(), version, reasonText: null });
    await idle();
    expect(queries.curve(book.reader, { thresholds: null }).current.joined).toBe(7);
  });
});

test('bands of scores hold every pair once, below nothing too', () => {
  fill(1, 1);
  const insert = book.db.prepare(
    `INSERT INTO match_pairs (left_id, right_id, state, rule, pattern, frequency_millibits, score_millibits) VALUES (?, ?, 'proposed', 'x', 0, 0, ?)`,
  );
  const ids = book.db.prepare<[], number>('SELECT id FROM source_records ORDER BY id').pluck().all();
  const scores = [-4_000, -3_999, -1, 0, 499, 500];
  const ends = ids.flatMap((right, at) => ids.slice(0, at).map((left) => [left, right] as const));
  for (const [at, [left, right]] of ends.entries()) insert.run(left, right, scores[at] ?? 0);
  const { points } = queries.curve(book.reader, { thresholds: null });
  const counts = points.map(({ from, joined, proposed, apart }) => [from, joined + proposed + apart]);
  expect(counts).toEqual([
    [-4_000, 2],
    [-500, 1],
    [0, 2],
    [500, 1],
  ]);
});

describe('the audit', () => {
  test('draws links by lot, counts verdicts only, and forgets one that is taken back', async () => {
    fill(5, 1);
    await match();
    const first = queries.audit(book.reader);
    expect(first).toMatchObject({ joined: 5, right: 0, precision: null });
    expect(first.next).toHaveLength(5);
    const judge = (at: number, verdict: 'right' | 'wrong' | 'unsure') => {
      const item = first.next[at];
      return commands.judge(book.context, {
        commandId: commandId(),
        leftRecordId: item?.left.recordId ?? 0,
        rightRecordId: item?.right.recordId ?? 0,
        verdict,
      }) as Receipt;
    };
    judge(0, 'right');
    judge(1, 'unsure');
    const { decisionId } = judge(2, 'wrong');
    const second = queries.audit(book.reader);
    expect(second).toMatchObject({ right: 1, wrong: 1, unsure: 1, precision: 0.5 });
    expect(second.next.map(({ left }) => left.recordId)).toEqual(first.next.slice(3).map(({ left }) => left.recordId));
    reviewCommands().withdraw(book.context, {
      commandId: commandId(),
      decisionId: decisionId ?? 0,
      reasonCode: null,
      reasonText: null,
    });
    expect(queries.audit(book.reader)).toMatchObject({ right: 1, wrong: 0, precision: 1 });
    expect(
      commands.judge(book.context, {
        commandId: commandId(),
        leftRecordId: book.id(shop(6)),
        rightRecordId: book.id(erp(6)),
        verdict: 'right',
      }),
    ).toMatchObject({ code: 'not_a_link' });
  });
});

describe('why not', () => {
  const ask = (one: RecordKey, other: RecordKey) =>
    queries.whyNot(book.reader, { oneId: idOf(one), otherId: idOf(other) }) as WhyNot;

  test('tells a near miss from the stored pair: bars that add up, the bar, what would lift it', async () => {
    fill(1, 2);
    await match();
    const { pairs, verdict, joinAt } = ask(shop(2), erp(2));
    expect(verdict.code).toBe('below_bar');
    expect(verdict.flip).toContain('join them by itself');
    const [pair] = pairs;
    expect(pair?.state).toBe('proposed');
    expect(pair?.evidence.bars.reduce((sum, { millibits }) => sum + millibits, 0)).toBe(pair?.evidence.scoreMillibits);
    expect(pair?.evidence.scoreMillibits).toBeLessThan(joinAt);
  });

  test('tells two strangers that they never met, from either side', async () => {
    fill(3, 0);
    await match();
    const found = ask(shop(1), erp(3));
    expect(found.pairs.map(({ state }) => state)).toContain('neverMet');
    expect(found.left.members.map(({ nativeId }) => nativeId).sort()).toEqual(['#1', 'SO-1']);
    const back = ask(erp(3), shop(1));
    expect(back.pairs[0]?.evidence.scoreMillibits).toBe(found.pairs[0]?.evidence.scoreMillibits);
    expect(back.verdict).toEqual(found.verdict);
  });

  test("names a person's word before any score, and the order that is one already", async () => {
    fill(2, 1);
    keepApart(3);
    await match();
    expect(ask(shop(3), erp(3)).verdict).toMatchObject({ code: 'person' });
    expect(queries.whyNot(book.reader, { oneId: idOf(shop(1)), otherId: idOf(erp(1)) })).toMatchObject({ code: 'same_order' });
    expect(queries.whyNot(book.reader, { oneId: 'ord_nobody', otherId: idOf(erp(1)) })).toMatchObject({ code: 'unknown_order' });
  });
});

describe('the queue', () => {
  test('on wish asks first what settles most, one of each kind, and says how many are like it', async () => {
    fill(1, 6);
    await match();
    const ask = (order: 'surest' | 'settles') =>
      reviewQueries().queue(book.reader, {
        tab: 'toReview',
        filter: { text: '', systems: [], bands: [], minAmountMinor: 0, conflict: null, order },
        offset: 0,
        limit: 50,
      });
    const surest = ask('surest');
    const settles = ask('settles');
    expect(settles.total).toBe(surest.total);
    expect(settles.items.map(({ proposalId }) => proposalId).sort()).toEqual(
      surest.items.map(({ proposalId }) => proposalId).sort(),
    );
    expect(surest.items.every(({ settles: worth }) => worth === null)).toBe(true);
    expect(settles.items[0]?.settles).toEqual({ alike: 6 });
  });
});
