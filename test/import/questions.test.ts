/** What is asked before a file goes in, once each: account, date style, columns, "a second shop?". */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTickets } from '#main/app/tickets.ts';
import type { ImportSession } from '#shared/contract/imports.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { figures, liveKeys } from './read-book.ts';
import { shopifyCsv } from './shopify-files.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const accounts = () => book.context.db.prepare<[], string>('SELECT account FROM sources ORDER BY id').pluck().all();

describe('the account', () => {
  /** As a window does it: ticket, upload, begin. */
  async function upload(...files: readonly { readonly name: string; readonly content: string }[]): Promise<ImportSession> {
    const tickets = createTickets(join(book.folder, 'moving'), book.context.ports.newId);
    const context = { ...book.context, tickets };
    const moved: string[] = [];
    for (const { name, content } of files) {
      const { ticket } = await book.commands.requestUpload(context, { fileName: name, byteCount: content.length });
      const grant = tickets.redeem(ticket, 'upload');
      mkdirSync(dirname(grant?.path ?? ''), { recursive: true });
      writeFileSync(grant?.path ?? '', content);
      tickets.done(ticket, null);
      moved.push(ticket);
    }
    await book.commands.begin(context, { sessionId: 'window-session', tickets: moved, paths: [], answers: {} });
    await book.idle();
    const session = await book.commands.session(context, { sessionId: 'window-session' });
    if (session === null) throw new Error('no session');
    return session;
  }

  test('is asked at a window for a first file, and not again while the system has one account', async () => {
    const first = await upload(
      { name: 'a.csv', content: stripeCsv([{ id: 'a1' }]) },
      { name: 'b.csv', content: stripeCsv([{ id: 'b1' }]) },
    );
    expect(first.state).toBe('asking');
    expect(first.files[0]?.questions).toEqual([{ kind: 'account', system: 'stripe', known: [], suggested: 'main' }]);
    expect(first.previewToken).toBe(null);
    const answered = await book.answer(first, 'f1', { account: 'acct_1' });
    expect(answered.files.map(({ account, state }) => `${account} ${state}`)).toEqual(['acct_1 ready', 'acct_1 ready']);
    await book.commit(answered);
    await book.idle();
    expect(accounts()).toEqual(['acct_1']);
    expect(readdirSync(join(book.folder, 'moving'))).toEqual([]);
  });

  test('is taken from the answers by system, and asked when there are two', async () => {
    await book.commit(await book.preview([book.file('a.csv', stripeCsv([{ id: 'a1' }]))], { stripe: { account: 'one' } }));
    await book.commit(await book.preview([book.file('b.csv', stripeCsv([{ id: 'b1' }]))], { stripe: { account: 'two' } }));
    const session = await book.preview([book.file('c.csv', stripeCsv([{ id: 'c1' }]))]);
    expect(session.files[0]?.questions).toEqual([{ kind: 'account', system: 'stripe', known: ['one', 'two'], suggested: 'one' }]);
    const answered = await book.answer(session, 'f1', { account: 'two' });
    await book.commit(answered);
    expect(book.queries.sources({ db: book.context.db, ports: book.context.ports }, undefined)).toMatchObject([
      { account: 'one', records: 1, batches: 1 },
      { account: 'two', records: 2, batches: 2 },
    ]);
  });

  test('is the one that a bank statement names, and another statement is of another account', async () => {
    const statement = (account: string, id: string) =>
      `Date,Description,Amount,Currency,Balance,Account,Reference\n2026-03-30,RENT,-5.00,EUR,10.00,${account},${id}01\n2026-03-31,RENT,-5.00,EUR,5.00,${account},${id}02\n`;
    const first = await upload({ name: 'a.csv', content: statement('DE1', 'BK2603') });
    expect(first.files[0]?.questions).toEqual([{ kind: 'account', system: 'bank', known: [], suggested: 'DE1' }]);
    await book.commit(await book.answer(first, 'f1', { account: 'DE1' }));
    await book.commit(await book.preview([book.file('b.csv', statement('DE1', 'BK2604'))]));
    await book.commit(await book.preview([book.file('c.csv', statement('DE2', 'BK2604'))]));
    expect(accounts()).toEqual(['DE1', 'DE2']);
  });
});

describe('a second shop', () => {
  const mine = shopifyCsv([
    { name: '#1001', total: '40.00', createdAt: '2026-03-02 10:00:00 +0000' },
    { name: '#1002', total: '50.00', createdAt: '2026-03-03 10:00:00 +0000' },
    { name: '#1003', total: '60.00', createdAt: '2026-03-04 10:00:00 +0000' },
  ]);
  const theirs = shopifyCsv([
    { name: '#1001', total: '11.00', createdAt: '2025-07-02 10:00:00 +0000' },
    { name: '#1002', total: '12.00', createdAt: '2025-07-03 10:00:00 +0000' },
  ]);

  test('is asked when two ids mean other sales, before anything is published', async () => {
    await book.import(book.file('mine.csv', mine));
    const session = await book.preview([book.file('theirs.csv', theirs)]);
    expect(session.state).toBe('asking');
    expect(session.files[0]?.questions).toMatchObject([
      { kind: 'secondShop', system: 'shopify', account: 'main', examples: [{ nativeId: '#1001' }, { nativeId: '#1002' }] },
    ]);
    const answered = await book.answer(session, 'f1', { secondShop: 'outlet' });
    expect(answered.files[0]).toMatchObject({ state: 'ready', account: 'outlet', counts: { new: 2, changed: 0 } });
    await book.commit(answered);
    await book.idle();
    expect(liveKeys(book.context.db)).toEqual(['#1001', '#1001', '#1002', '#1002', '#1003']);
  });

  test('is the same shop when the user says so: then the ids are versions', async () => {
    await book.import(book.file('mine.csv', mine));
    const session = await book.preview([book.file('theirs.csv', theirs)]);
    const answered = await book.answer(session, 'f1', { secondShop: 'main' });
    expect(answered.files[0]).toMatchObject({ state: 'ready', account: 'main', counts: { new: 0, known: 2 } });
    await book.commit(answered);
    expect(figures(book.context.db)).toMatchObject({ records: 3, versions: 5 });
  });

  test('is not suspected for one reused id, nor where only the total or only the time differs', async () => {
    await book.import(book.file('mine.csv', mine));
    const changed = shopifyCsv([
      { name: '#1001', total: '11.00', createdAt: '2025-07-02 10:00:00 +0000' },
      { name: '#1002', total: '55.00', createdAt: '2026-03-03 10:00:00 +0000' },
      { name: '#1003', total: '60.00', createdAt: '2026-03-04 10:02:00 +0000' },
    ]);
    expect((await book.preview([book.file('changed.csv', changed)])).state).toBe('ready');
  });
});

describe('what the content leaves open', () => {
  const ambiguous = 'Order ID,Date,Customer,Total,Currency\nA-1,03/04/2026,Ada,10.00,USD\nA-2,05/06/2026,Ben,12.00,USD\n';

  test('a mapping is asked once for a set of columns, and a date style with proof', async () => {
    const unknown = 'Beleg,Wann,Wer,Wieviel\nA-1,03/04/2026,Ada,10.00\nA-2,05/06/2026,Ben,12.00\n';
    const session = await book.preview([book.file('unknown.csv', unknown)]);
    const [question] = session.files[0]?.questions ?? [];
    expect(question).toMatchObject({ kind: 'mapping', header: ['Beleg', 'Wann', 'Wer', 'Wieviel'] });
    const mapping = {
      name: 'Kasse',
      system: 'csv' as const,
      type: 'order' as const,
      header: ['Beleg', 'Wann', 'Wer', 'Wieviel'],
      fields: { nativeId: 'Beleg', placedAt: 'Wann', clientName: 'Wer', total: 'Wieviel' },
      aliases: [],
    };
    const mapped = await book.answer(session, 'f1', { mapping });
    expect(mapped.files[0]?.questions).toMatchObject([{ kind: 'dateOrder', column: 'Wann', choices: ['dmy', 'mdy'] }]);
    const dated = await book.answer(mapped, 'f1', { dateOrder: 'dmy' });
    expect(dated.files[0]).toMatchObject({ state: 'ready', counts: { new: 2 } });
    await book.commit(dated);
    await book.idle();
    const placed = book.context.db.prepare<[], number>('SELECT placed_ms FROM orders ORDER BY record_id').pluck().all();
    expect(placed).toEqual([Date.UTC(2026, 3, 3), Date.UTC(2026, 5, 5)]);

    const again = await book.preview([book.file('more.csv', 'Wer,Wieviel,Beleg,Wann\nCem,7.00,A-3,25/06/2026\n')]);
    expect(again.files[0]).toMatchObject({ state: 'ready', counts: { new: 1 } });
    expect(await book.queries.mappings({ db: book.context.db, ports: book.context.ports }, undefined)).toContainEqual({
      ...mapping,
      shipped: false,
    });
    await book.commands.deleteMapping(book.context, { header: ['Wann', 'Wer', 'Beleg', 'Wieviel'] });
    expect((await book.preview([book.file('later.csv', 'Wer,Wieviel,Beleg,Wann\nDee,8.00,A-4,26/06/2026\n')])).state).toBe(
      'asking',
    );
  });

  test('an ambiguous date style is never guessed, and an answer for all files settles it', async () => {
    const path = book.file('ambiguous.csv', ambiguous);
    const asked = await book.preview([path]);
    expect(asked.files[0]?.questions.some(({ kind }) => kind === 'dateOrder')).toBe(true);
    const told = await book.preview([path], { '*': { dateOrder: 'mdy', account: 'till' } });
    expect(told.files[0]).toMatchObject({ state: 'ready', account: 'till' });
  });
});

test('a currency that no file names is not asked, but told: how many amounts are read in that of the book', async () => {
  const deals = [
    'Record ID,Deal Name,Amount,Deal Stage,Close Date',
    '1,Spring,1200.00,closedwon,2026-03-01',
    '2,Later,,open,2026-03-02',
  ];
  const session = await book.preview([book.file('deals.csv', deals.join('\n')), book.file('a.csv', stripeCsv([{ id: 'a1' }]))]);
  expect(session.files.map(({ state, assumedCurrency }) => [state, assumedCurrency])).toEqual([
    ['ready', { currency: 'USD', records: 1 }],
    ['ready', null],
  ]);
});
