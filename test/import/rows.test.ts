/** Rows that cannot be read: named with their place and cause, corrected by a person, superseded by the source, never in the way. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkHomes } from '#main/services/imports/check-homes.ts';
import { checkMatchRows } from '#main/services/imports/check-match-rows.ts';
import { readFolded } from '#main/services/records.ts';
import { withdraw } from '#main/services/review/withdraw.ts';
import { exportRejectedRows } from '#store/queries/exports.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { figures, liveKeys, logIsWhole } from './read-book.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const WITH_BAD_ROW = stripeCsv([{ id: 'a1' }, { id: 'a2', amount: '12.oo', net: '8.80' }, { id: 'a3' }]);
const reader = () => ({ db: book.context.db, ports: book.context.ports });
const rejected = () => book.queries.rejectedRows(reader(), { batchId: null, state: null, offset: 0, limit: 50 });
const correct = (
  rejectedId: number,
  values: Record<string, string>,
  commandId = `correct-${rejectedId}-${Object.values(values).join()}`,
) => book.commands.correctRow(book.context, { commandId, rejectedId, values, reason: 'typing slip at the source' });
const factsOf = (nativeId: string) =>
  JSON.parse(
    book.context.db
      .prepare<[string], string>(
        'SELECT facts FROM record_versions v JOIN source_records r ON r.id = v.record_id WHERE r.native_id = ? ORDER BY v.id DESC LIMIT 1',
      )
      .pluck()
      .get(nativeId) ?? '{}',
  );

test('an unreadable row is named with file, line, column, text and cause; the rest goes in', async () => {
  const session = await book.import(book.file('a.csv', WITH_BAD_ROW));
  expect(session.files[0]).toMatchObject({
    counts: { rows: 3, records: 2, new: 2, unreadable: 1 },
    unreadable: [{ line: 3, column: 'gross', text: '12.oo' }],
  });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  const { total, rows } = await rejected();
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({ fileName: 'a.csv', line: 3, column: 'gross', text: '12.oo', code: 'bad_amount', state: 'open' });
  expect(rows[0]?.cells).toContainEqual({ column: 'balance_transaction_id', value: 'txn_a2' });
});

test('a person corrects it: a record of the same batch, entered by name, with a log entry; undo of the batch takes it along', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  const receipt = await correct(1, { gross: '12.00' });
  expect(receipt).toMatchObject({ seqFirst: 3, seqLast: 3 });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  expect(factsOf('txn_a2')).toMatchObject({ amount: 1200, currency: 'USD' });
  expect((await rejected()).rows[0]).toMatchObject({ state: 'corrected', correctedBy: 'Ana', text: '12.oo' });
  const entry = JSON.parse(book.context.db.prepare<[], string>('SELECT body FROM change_log WHERE seq = 3').pluck().get() ?? '{}');
  expect(entry).toMatchObject({
    action: 'row.corrected',
    actor: 'person:Ana',
    before: { gross: '12.oo' },
    after: { gross: '12.00' },
    why: { text: 'typing slip at the source' },
  });
  await book.undo(1);
  expect(liveKeys(book.context.db)).toEqual([]);
  await book.redo(1);
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
});

test('an entry of a bank statement is corrected where it stands: its account and currency are said around it', async () => {
  const entry = (amount: string, id: string) =>
    `<Ntry><Amt Ccy="CHF">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-03-31</Dt></BookgDt><AcctSvcrRef>${id}</AcctSvcrRef></Ntry>`;
  const bad = entry('12.oo', 'REF-0002');
  const file = `<Document><BkToCstmrStmt><Stmt><Acct><Id><IBAN>CH5604835012345678009</IBAN></Id></Acct>${entry('5.00', 'REF-0001')}${bad}</Stmt></BkToCstmrStmt></Document>`;
  await book.import(book.file('a.xml', file));
  expect((await rejected()).rows[0]).toMatchObject({ code: 'bad_amount', text: '12.oo', cells: [{ column: 'Text', value: bad }] });
  await correct(1, { Text: entry('12.00', 'REF-0002') });
  expect(liveKeys(book.context.db)).toEqual(['REF-0001', 'REF-0002']);
  expect(factsOf('REF-0002')).toMatchObject({ amount: 1200, currency: 'CHF', account: 'CH5604835012345678009' });
});

test('a correction that still cannot be read is refused with the cause and changes nothing', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  const before = figures(book.context.db);
  const refused = await correct(1, { gross: 'twelve' });
  expect(refused).toMatchObject({ code: 'stillUnreadable', what: expect.stringContaining('twelve') });
  expect(figures(book.context.db)).toEqual(before);
});

test('a readable version from the source supersedes the correction, and undoing it brings the correction back', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  await correct(1, { gross: '12.00' });
  const session = await book.import(book.file('b.csv', stripeCsv([{ id: 'a2', amount: '12.50' }])));
  expect(session.files[0]?.counts).toMatchObject({ new: 0, changed: 1 });
  expect((await rejected()).rows[0]).toMatchObject({ state: 'superseded', correctedBy: 'Ana' });
  const amount = () =>
    book.context.db
      .prepare<[], number>(
        `SELECT amount_minor FROM money_rows m JOIN source_records r ON r.id = m.record_id WHERE r.native_id = 'txn_a2'`,
      )
      .pluck()
      .get();
  expect(amount()).toBe(1250);
  await book.undo(2);
  expect((await rejected()).rows[0]).toMatchObject({ state: 'corrected' });
  expect(amount()).toBe(1200);
  expect(checkMatchRows(book.context.db).differences).toEqual([]);
  await book.idle();
  const input = { path: book.context.bookPath, head: null, against: null };
  const report = await book.context.jobThread.run('verify', input, { signal: new AbortController().signal });
  expect(report).toMatchObject({ state: 'consistent', findings: [] });
});

test('a second correction of a row takes the place of the first, even under another id', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  await correct(1, { gross: '12.00', balance_transaction_id: 'txn_wrong' });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3', 'txn_wrong']);
  await correct(1, { gross: '12.00' });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
});

test('a correction is taken back like any decision, and taken up again', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  const corrected = await correct(1, { gross: '12.00' });
  const decisionId = 'decisionId' in corrected ? (corrected.decisionId ?? 0) : 0;
  const why = { reasonCode: null, reasonText: null };
  const undone = withdraw(book.context, { commandId: 'take-it-back', decisionId, ...why });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  expect((await rejected()).rows[0]).toMatchObject({ state: 'open' });
  withdraw(book.context, {
    commandId: 'take-it-up-again',
    decisionId: 'decisionId' in undone ? (undone.decisionId ?? 0) : 0,
    ...why,
  });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  expect((await rejected()).rows[0]).toMatchObject({ state: 'corrected', correctedBy: 'Ana' });
  expect(logIsWhole(book.context.db)).toBe(true);
});

test('a resent correction is one change', async () => {
  await book.import(book.file('a.csv', WITH_BAD_ROW));
  const first = await correct(1, { gross: '12.00' }, 'the-same-correction');
  expect(await correct(1, { gross: '12.00' }, 'the-same-correction')).toEqual(first);
  expect(figures(book.context.db)).toMatchObject({ records: 3, log: 3 });
});

test('a record that only a correction taken back still names does not live, whatever is undone and redone around it', async () => {
  await book.import(book.file('a.csv', stripeCsv([{ id: 'a2', amount: '12.00' }])));
  await book.import(book.file('b.csv', WITH_BAD_ROW));
  const corrected = await correct(1, { gross: '12.00' });
  const decisionId = 'decisionId' in corrected ? (corrected.decisionId ?? 0) : 0;
  withdraw(book.context, { commandId: 'take-it-back', decisionId, reasonCode: null, reasonText: null });
  await book.undo(1);
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  await book.undo(2);
  await book.redo(2);
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  const staged = await book.preview([book.file('c.csv', stripeCsv([{ id: 'a2', amount: '13.00' }]))]);
  expect(staged.files[0]?.counts).toMatchObject({ new: 1 });
  await book.commands.cancel(book.context, { sessionId: staged.sessionId });
  await book.idle();
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  expect(checkHomes(book.context.db).differences).toEqual([]);
  await book.redo(1);
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
});

test('a correction wakes when the same file is imported again, and is taken back and up there too', async () => {
  const path = book.file('a.csv', WITH_BAD_ROW);
  await book.import(path);
  const corrected = await correct(1, { gross: '12.00' });
  await book.undo(1);
  await book.import(path);
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  expect(await rejected()).toMatchObject({ total: 1, rows: [{ batchId: 2, state: 'corrected', correctedBy: 'Ana' }] });
  const why = { reasonCode: null, reasonText: null };
  const decisionId = 'decisionId' in corrected ? (corrected.decisionId ?? 0) : 0;
  const undone = withdraw(book.context, { commandId: 'take-it-back', decisionId, ...why });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a3']);
  expect((await rejected()).rows[0]).toMatchObject({ batchId: 2, state: 'open' });
  withdraw(book.context, { commandId: 'take-it-up', decisionId: 'decisionId' in undone ? (undone.decisionId ?? 0) : 0, ...why });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  expect((await rejected()).rows[0]).toMatchObject({ batchId: 2, state: 'corrected' });
  expect(checkHomes(book.context.db).differences).toEqual([]);
  expect(checkMatchRows(book.context.db).differences).toEqual([]);
});

test('a correction that was replaced, or taken up while its file was imported anew, stands where it stands now', async () => {
  const path = book.file('a.csv', WITH_BAD_ROW);
  const why = { reasonCode: null, reasonText: null };
  await book.import(path);
  const first = await correct(1, { gross: '11.00', net: '7.80' });
  const undone = withdraw(book.context, {
    commandId: 'take-it-back',
    decisionId: 'decisionId' in first ? (first.decisionId ?? 0) : 0,
    ...why,
  });
  await book.undo(1);
  await book.import(path);
  expect((await rejected()).rows[0]).toMatchObject({ batchId: 3, state: 'open' });
  withdraw(book.context, { commandId: 'take-it-up', decisionId: 'decisionId' in undone ? (undone.decisionId ?? 0) : 0, ...why });
  expect((await rejected()).rows[0]).toMatchObject({ batchId: 3, state: 'corrected' });
  await correct(2, { gross: '12.00' });
  await book.undo(3);
  await book.redo(1);
  expect((await rejected()).rows[0]).toMatchObject({ batchId: 1, state: 'corrected' });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  const amounts = readFolded(book.context.db, [3]).map(({ folded }) => folded.facts.amount);
  expect(amounts).toEqual([1200]);
});

test('unreadable rows leave the book in one order, whatever the order of the imports', async () => {
  const paths = ['1', '2', '3'].map((id) => book.file(`${id}.csv`, stripeCsv([{ id: `x${id}`, amount: '1.oo', net: '1.00' }])));
  const places = () => [...exportRejectedRows(book.context.db)].map(({ place }) => place);
  for (const path of paths) await book.import(path);
  const first = places();
  expect(first.toSorted()).toEqual(['1.csv:2', '2.csv:2', '3.csv:2']);
  const other = await liveBook();
  try {
    for (const path of paths.toReversed()) await other.import(path);
    expect([...exportRejectedRows(other.context.db)].map(({ place }) => place)).toEqual(first);
  } finally {
    await other.dispose();
  }
});

test('the preview of a file that was corrected before shows what publishing it will do', async () => {
  const path = book.file('a.csv', WITH_BAD_ROW);
  await book.import(path);
  await correct(1, { gross: '12.00' });
  await book.undo(1);
  const session = await book.preview([path]);
  expect(session.files[0]).toMatchObject({ counts: { rows: 3, records: 3, new: 3, unreadable: 0 }, unreadable: [] });
  expect(await book.commit(session)).toMatchObject({ message: 'Imported a.csv: 3 new, 0 changed, 0 already known.' });
  expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
  expect((await rejected()).rows).toMatchObject([{ state: 'corrected' }]);
});
