/** Files in: what the preview shows is what the commit does, and nothing comes twice. Real threads, real SQLite. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MerkleTree } from '#core/changes/merkle.ts';
import { readFileBytes } from '#store/queries/files.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { figures, liveKeys, sha256 } from './read-book.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const A = [{ id: 'a1' }, { id: 'a2', amount: '12.00', fee: '0.65' }, { id: 'a3' }];

describe('a file', () => {
  test('stands in the book exactly as its preview said, byte for byte, with one log entry', async () => {
    const path = book.file('a.csv', stripeCsv(A));
    const session = await book.preview([path]);
    expect(session).toMatchObject({
      state: 'ready',
      files: [{ state: 'ready', system: 'stripe', account: 'main', totals: { USD: '21200' } }],
    });
    expect(session.files[0]?.counts).toEqual({ rows: 3, records: 3, new: 3, changed: 0, known: 0, unreadable: 0 });
    expect(liveKeys(book.context.db)).toEqual([]);

    const receipt = await book.commit(session);
    expect(receipt).toMatchObject({ batchId: 1, seqFirst: 2, seqLast: 2 });
    expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
    const { db } = book.context;
    const bytes = readFileSync(path);
    expect(readFileBytes(db, 1, 0, bytes.byteLength).equals(bytes)).toBe(true);

    const tree = new MerkleTree(sha256);
    for (const line of bytes.toString().split('\r\n').slice(1, -1)) tree.push(sha256(Buffer.from(line)));
    const entry = JSON.parse(db.prepare<[], string>('SELECT body FROM change_log WHERE seq = 2').pluck().get() ?? '{}');
    expect(entry).toMatchObject({
      action: 'import.published',
      actor: 'person:Ana',
      subjects: ['batch:1'],
      after: {
        file: sha256(bytes).toString('hex'),
        records: '3',
        root: Buffer.from(tree.root()).toString('hex'),
        counts: { new: '3', changed: '0', known: '0', unreadable: '0', rows: '3', records: '3' },
        totals: { USD: '21200' },
      },
    });
  });

  test('imported again adds nothing, by whatever name; a copy in one session neither', async () => {
    await book.import(book.file('a.csv', stripeCsv(A)));
    const again = await book.preview([book.file('renamed.csv', stripeCsv(A))]);
    expect(again.files[0]).toMatchObject({ state: 'alreadyImported', counts: { new: 0, changed: 0, known: 3 } });
    expect(again.previewToken).toBe(null);
    const twice = [book.file('b1.csv', stripeCsv([{ id: 'b1' }])), book.file('b2.csv', stripeCsv([{ id: 'b1' }]))];
    expect((await book.preview(twice)).files.map(({ state }) => state)).toEqual(['ready', 'alreadyImported']);
  });

  test('that overlaps another brings in only what is new', async () => {
    await book.import(book.file('a.csv', stripeCsv(A)));
    const session = await book.import(book.file('b.csv', stripeCsv([...A.slice(1), { id: 'b1' }])));
    expect(session.files[0]?.counts).toMatchObject({ records: 3, new: 1, changed: 0, known: 2 });
    expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3', 'txn_b1']);
  });

  test('with other values for a known record shows which, before and after', async () => {
    await book.import(book.file('a.csv', stripeCsv(A)));
    const session = await book.preview([book.file('b.csv', stripeCsv([{ id: 'a1', description: 'Order 1042' }, ...A.slice(1)]))]);
    expect(session.files[0]?.counts).toMatchObject({ records: 3, new: 0, changed: 1, known: 2 });
    expect(session.files[0]?.changes).toContainEqual({ nativeId: 'txn_a1', field: 'Description', before: '', after: 'Order 1042' });
  });

  test('that names a record twice counts it once', async () => {
    const rows = [...A, { id: 'a1' }, { id: 'a2', description: 'another payload' }];
    const session = await book.import(book.file('a.csv', stripeCsv(rows)));
    expect(session.files[0]?.counts).toEqual({ rows: 5, records: 3, new: 3, changed: 0, known: 0, unreadable: 0 });
    expect(figures(book.context.db)).toMatchObject({ records: 3, versions: 4, sightings: 5 });
  });

  test('of a layout without some columns changes nothing that it does not state', async () => {
    await book.import(book.file('a.csv', stripeCsv([{ id: 'a1', description: 'Order 1042' }])));
    const narrow =
      'balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category\ntxn_a1,2026-03-02 10:00:00,usd,100.00,3.20,96.80,charge\n';
    const session = await book.import(book.file('narrow.csv', narrow));
    expect(session.files[0]?.counts).toMatchObject({ new: 0, changed: 0, known: 1 });
    expect(figures(book.context.db)).toMatchObject({ records: 1, versions: 2 });
  });
});

describe('a file of many blocks', () => {
  const many = stripeCsv(Array.from({ length: 6000 }, (_, i) => ({ id: `m${String(i).padStart(5, '0')}` })));

  test('is kept byte for byte, and each record is found where its sighting says', async () => {
    await book.import(book.file('many.csv', many));
    const { db } = book.context;
    expect(figures(db)).toMatchObject({ records: 6000, sightings: 6000, narrowRows: 6000 });
    expect(figures(db).blocks).toBeGreaterThan(1);
    expect(readFileBytes(db, 1, 0, many.length).toString()).toBe(many);
    const lines = many.split('\r\n');
    const sightings = db
      .prepare<[], { line: number; at: number; length: number; hash: Buffer }>(
        `SELECT s.line, s.byte_offset AS at, s.byte_length AS length, v.payload_hash AS hash
         FROM sightings s JOIN record_versions v ON v.id = s.version_id WHERE s.line % 500 = 0`,
      )
      .all();
    expect(sightings).toHaveLength(12);
    for (const { line, at, length, hash } of sightings) {
      const bytes = readFileBytes(db, 1, at, length);
      expect(bytes.toString()).toBe(lines[line - 1]);
      expect(sha256(bytes).equals(hash)).toBe(true);
    }
  });

  test('cancelled while it is read leaves nothing, and can be read again', async () => {
    const before = figures(book.context.db);
    const input = { sessionId: 'to-be-cancelled', tickets: [], paths: [book.file('many.csv', many)], answers: {} };
    await book.commands.begin(book.context, input);
    await book.event(({ kind }) => kind === 'importSession' && figures(book.context.db).sightings > 0);
    await book.commands.cancel(book.context, { sessionId: 'to-be-cancelled' });
    await book.idle();
    expect(await book.commands.session(book.context, { sessionId: 'to-be-cancelled' })).toMatchObject({ state: 'cancelled' });
    expect(figures(book.context.db)).toEqual(before);
    const session = await book.import(book.file('many.csv', many));
    expect(session.files[0]?.counts).toMatchObject({ new: 6000 });
  });
});

describe('a session', () => {
  test('counts each file on top of the ones before it, and anew when one is taken out', async () => {
    const session = await book.preview([book.file('a.csv', stripeCsv(A)), book.file('b.csv', stripeCsv([...A, { id: 'b1' }]))]);
    expect(session.files.map(({ counts }) => counts?.new)).toEqual([3, 1]);
    await book.commands.removeFile(book.context, { sessionId: session.sessionId, fileKey: 'f1' });
    await book.idle();
    expect(await book.commit(session)).toMatchObject({ code: 'previewStale' });
    const rest = await book.commands.session(book.context, { sessionId: session.sessionId });
    expect(rest?.files[0]?.counts).toMatchObject({ new: 4, known: 0 });
    expect(await book.commit(rest ?? session)).toMatchObject({ batchId: 2 });
    await book.idle();
    expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3', 'txn_b1']);
  });

  test('is refused when the book changed since its preview, and shows the new figures', async () => {
    const early = await book.preview([book.file('b.csv', stripeCsv([...A, { id: 'b1' }]))]);
    expect(early.files[0]?.counts).toMatchObject({ new: 4, known: 0 });
    await book.import(book.file('a.csv', stripeCsv(A)));
    expect(await book.commit(early)).toMatchObject({ code: 'previewStale' });
    expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3']);
    const now = await book.commands.session(book.context, { sessionId: early.sessionId });
    expect(now?.files[0]?.counts).toMatchObject({ new: 1, known: 3 });
    await book.commit(now ?? early);
    expect(liveKeys(book.context.db)).toEqual(['txn_a1', 'txn_a2', 'txn_a3', 'txn_b1']);
  });

  test('goes on when one of its files is broken, and says what that one is', async () => {
    const session = await book.preview([
      book.file('statement.ofx', 'OFXHEADER:100\nDATA:OFXSGML\n<OFX><BANKMSGSRSV1></BANKMSGSRSV1></OFX>\n'),
      book.file('a.csv', stripeCsv(A)),
      `${book.folder}/nowhere.csv`,
    ]);
    expect(session.files.map(({ state }) => state)).toEqual(['failed', 'ready', 'failed']);
    expect(session.files[0]?.problem?.code).toBe('notSupported');
    expect(session.files[2]?.problem?.code).toBe('cannotRead');
    expect(await book.commit(session)).toMatchObject({ batchId: 1 });
  });

  test('committed twice by a resend is one change', async () => {
    const session = await book.preview([book.file('a.csv', stripeCsv(A))]);
    const input = { commandId: 'the-same-command', sessionId: session.sessionId, previewToken: session.previewToken ?? '' };
    const first = await book.commands.commit(book.context, input);
    expect(await book.commands.commit(book.context, input)).toEqual(first);
    await book.reopen();
    expect(await book.commands.commit(book.context, input)).toEqual(first);
    expect(figures(book.context.db)).toMatchObject({ records: 3, sightings: 3, log: 2 });
  });

  test('that was cancelled or lost leaves nothing behind', async () => {
    const kept = await book.import(book.file('a.csv', stripeCsv(A)));
    const before = figures(book.context.db);
    const session = await book.preview([book.file('b.csv', stripeCsv([...A, { id: 'b1' }, { id: 'b2' }]))]);
    await book.commands.cancel(book.context, { sessionId: session.sessionId });
    await book.idle();
    expect(figures(book.context.db)).toEqual(before);
    expect(await book.commit(session)).toMatchObject({ code: 'sessionGone' });

    await book.preview([book.file('c.csv', stripeCsv([...A, { id: 'c1' }]))]);
    await book.reopen();
    await book.resume();
    expect(figures(book.context.db)).toEqual(before);
    expect(kept.files[0]?.counts?.new).toBe(3);
  });
});
