/** Excel workbooks go in as their sheets do, each with its own preview; the workbook itself is kept beside what they say. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeDiscarded } from '#main/services/imports/discard.ts';
import { readFileBytes } from '#store/queries/files.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { type MadeCell, madeWorkbook } from '#test/factories/workbook.ts';
import { figures, liveKeys, logIsWhole, sha256 } from './read-book.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const STRIPE = [
  'balance_transaction_id',
  'created_utc',
  'available_on_utc',
  'currency',
  'gross',
  'fee',
  'net',
  'reporting_category',
  'source_id',
  'description',
];
/** 1 March 2026, 10:15, as a spreadsheet counts. */
const MOMENT = { number: '46082.427083333336', style: 1 };
const charge = (id: string, gross: string, fee: string, net: string): MadeCell[] => [
  `txn_${id}`,
  MOMENT,
  MOMENT,
  'usd',
  { number: gross },
  { number: fee },
  { number: net },
  'charge',
  `ch_${id}`,
  '',
];
const BANK: MadeCell[][] = [
  ['Date', 'Description', 'Amount', 'Balance'],
  [{ number: '46082', style: 2 }, 'STRIPE', { number: '19.100000000000001' }, { number: '119.1' }],
  [{ number: '46083', style: 2 }, 'Rent', { number: '-50' }, { number: '69.1' }],
];
const FORMATS = { formats: ['yyyy-mm-dd hh:mm:ss', 'dd/mm/yyyy'] };
const month = () =>
  madeWorkbook(
    [
      {
        name: 'Activity',
        rows: [['Balance change, March'], null, STRIPE, charge('a', '20', '0.9', '19.1'), charge('b', '7.5', '0.5', '7')],
      },
      { name: 'Notes', rows: [] },
      { name: 'Bank', rows: BANK },
    ],
    FORMATS,
  );

test('each sheet is a file with its own preview, its rows on their own lines, its workbook kept byte for byte', async () => {
  const path = book.file('march.xlsx', month());
  const session = await book.preview([path]);
  expect(session.files.map(({ name, label, state, counts }) => [name, label, state, counts?.new])).toEqual([
    ['march.xlsx · Activity', 'Stripe balance transactions, sheet “Activity”', 'ready', 2],
    ['march.xlsx · Bank', 'Bank statement, sheet “Bank”', 'ready', 2],
  ]);
  await book.commit(session);
  const { db } = book.context;
  const bytes = readFileSync(path);
  const batches = db
    .prepare<[], { sheet: string; workbook_id: number; line: number; facts: string }>(
      `SELECT b.sheet, b.workbook_id, s.line, v.facts FROM import_batches b JOIN sightings s ON s.batch_id = b.id
       JOIN record_versions v ON v.id = s.version_id ORDER BY b.id, s.line`,
    )
    .all();
  expect(batches.map(({ sheet, line }) => [sheet, line])).toEqual([
    ['Activity', 4],
    ['Activity', 5],
    ['Bank', 2],
    ['Bank', 3],
  ]);
  expect(batches.map(({ facts }) => (JSON.parse(facts) as { amount: number }).amount)).toEqual([2000, 750, 1910, -5000]);
  expect(readFileBytes(db, batches[0]?.workbook_id ?? 0, 0, bytes.byteLength).equals(bytes)).toBe(true);
  const entries = db
    .prepare<[], string>("SELECT body FROM change_log WHERE body LIKE '%import.published%' ORDER BY seq")
    .pluck()
    .all();
  expect(entries.map((body) => (JSON.parse(body) as { after: object }).after)).toMatchObject([
    { fileName: 'march.xlsx · Activity', sheet: 'Activity', workbook: sha256(bytes).toString('hex') },
    { fileName: 'march.xlsx · Bank', sheet: 'Bank', workbook: sha256(bytes).toString('hex') },
  ]);
  expect(logIsWhole(db)).toBe(true);
  expect(readdirSync(dirname(book.context.tickets.newPath())), 'nothing is left in the folder of uploads').toEqual([]);
});

test('imported again it adds nothing; a sheet is undone and redone alone', async () => {
  const path = book.file('march.xlsx', month());
  await book.import(path);
  const again = await book.preview([path]);
  expect(again.files.map(({ state }) => state)).toEqual(['alreadyImported', 'alreadyImported']);
  expect(again.previewToken).toBe(null);
  const before = liveKeys(book.context.db);
  await book.undo(1);
  expect(liveKeys(book.context.db)).toHaveLength(2);
  await book.redo(1);
  expect(liveKeys(book.context.db)).toEqual(before);
});

test('a workbook of one sheet keeps its name; what cannot be read names its row', async () => {
  const rows = [STRIPE, charge('a', '20', '0.9', '19.1'), charge('b', '7.505', '0.5', '7.005')];
  const session = await book.preview([book.file('one.xlsx', madeWorkbook([{ name: 'Sheet1', rows }], FORMATS))]);
  expect(session.files).toMatchObject([
    { name: 'one.xlsx', counts: { new: 1, unreadable: 1 }, unreadable: [{ line: 3, column: 'gross', text: '7.505' }] },
  ]);
});

test('a workbook that is put aside leaves nothing behind, and one that is damaged says so and stops no other', async () => {
  const path = book.file('march.xlsx', month());
  const broken = book.file('broken.xlsx', month().subarray(0, 900));
  const session = await book.preview([broken, path]);
  expect(session.files[0]).toMatchObject({
    state: 'failed',
    problem: { code: 'notSupported', what: expect.stringContaining('damaged') },
  });
  expect(session.files.slice(1).map(({ state }) => state)).toEqual(['ready', 'ready']);
  await book.commands.cancel(book.context, { sessionId: session.sessionId });
  await book.idle();
  await removeDiscarded(book.context.db, new AbortController().signal);
  expect(figures(book.context.db)).toMatchObject({ records: 0, blocks: 0 });
  expect(book.context.db.prepare('SELECT count(*) FROM files').pluck().get()).toBe(0);
  expect(existsSync(path), 'a file of the user is never removed').toBe(true);
});

test('a sheet of many rows says how far it is, and stops when the import is put aside', async () => {
  const rows = [STRIPE, ...Array.from({ length: 30_000 }, (_, i) => charge(`m${i}`, '20', '0.9', '19.1'))];
  const path = book.file('many.xlsx', madeWorkbook([{ name: 'Sheet1', rows: rows.map((row) => row.map(inline)) }], FORMATS));
  const sessionId = 'many';
  await book.commands.begin(book.context, { sessionId, tickets: [], paths: [path], answers: {} });
  const file = async () => (await book.commands.session(book.context, { sessionId }))?.files[0];
  for (let seen = await file(); seen?.state !== 'reading' || seen.progress === 0; seen = await file())
    await book.event(({ kind }) => kind === 'importSession');
  expect((await file())?.progress).toBeLessThan(1);
  await book.commands.cancel(book.context, { sessionId });
  await book.idle();
  expect(liveKeys(book.context.db)).toEqual([]);
  expect(readdirSync(dirname(book.context.tickets.newPath()))).toEqual([]);
});

/** Shared texts are looked up one by one where a workbook is made: too slow for many. */
function inline(cell: MadeCell): MadeCell {
  return typeof cell === 'string' ? { xml: `<c t="inlineStr"><is><t>${cell}</t></is></c>` } : cell;
}
