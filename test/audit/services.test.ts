import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { actionLabel } from '#core/changes/show-entry.ts';
import type { Tickets } from '#main/app/tickets.ts';
import { CONFLICT_REASONS } from '#main/services/exports/exceptions.ts';
import { exportsCommands, type FinishedExport } from '#main/services/exports.ts';
import { logCommands, logQueries } from '#main/services/log.ts';
import type { ExportKind } from '#shared/contract/exports.ts';
import type { LogFilter, VerifyReport } from '#shared/contract/log.ts';
import { openReader, type ReadableDb } from '#store/database.ts';
import { readVerified } from '#store/queries/settings.ts';
import { createSmallBook, importRows, type SmallBook } from './small-book.ts';

let book: SmallBook;
let reader: ReadableDb;
beforeEach(() => {
  book = createSmallBook();
  reader = openReader(book.path);
});
afterEach(async () => {
  reader.close();
  await book.dispose();
});

const ALL: LogFilter = { text: '', actors: [], actions: [], orderId: null, fromMs: null, toMs: null };

describe('the log on screen', () => {
  const queries = logQueries();
  const list = async (filter: Partial<LogFilter>, offset = 0, limit = 50) =>
    queries.list?.({ db: reader, ports: book.context.ports }, { filter: { ...ALL, ...filter }, offset, limit });
  const seqs = async (filter: Partial<LogFilter>) => (await list(filter))?.rows.map((row) => row.seq);

  test('newest first, by pages', async () => {
    expect(await seqs({})).toEqual([5, 4, 3, 2, 1]);
    expect(await list({}, 1, 2)).toMatchObject({ total: 5, rows: [{ seq: 4 }, { seq: 3 }] });
    expect(await list({}, 5, 2)).toMatchObject({ total: 5, rows: [] });
  });

  test('filters narrow it down, alone and together', async () => {
    expect(await seqs({ actors: ['rule:reference@1'] })).toEqual([3]);
    expect(await seqs({ actions: ['field.picked', 'match.run'] })).toEqual([5, 4, 3]);
    expect(await seqs({ actions: ['field.picked'], text: 'CONTRACT' })).toEqual([4]);
    expect(await seqs({ text: '"deep"' })).toEqual([]);
    expect(await seqs({ text: '100%' })).toEqual([]);
    const at = (seq: number) =>
      Date.parse(
        JSON.parse(reader.prepare<[number], string>('SELECT body FROM change_log WHERE seq = ?').pluck().get(seq) ?? '').at,
      );
    expect(await seqs({ fromMs: at(2), toMs: at(4) })).toEqual([3, 2]);
  });

  test('a hash in the text of an entry is found, the previous hash is not', async () => {
    const prev = reader.prepare<[], string>("SELECT body ->> '$.prev' FROM change_log WHERE seq = 5").pluck().get() ?? '';
    expect(await seqs({ text: prev })).toEqual([]);
    const file = reader.prepare<[], string>('SELECT lower(hex(sha256)) FROM files WHERE id = 2').pluck().get() ?? '';
    expect(await seqs({ text: file })).toEqual([2]);
  });

  test('an order shows the entries about any record in it, under any of its ids', async () => {
    const ids = reader
      .prepare<[], string>(
        'SELECT canonical_id FROM orders WHERE head_id = (SELECT head_id FROM orders WHERE member_count = 2 LIMIT 1)',
      )
      .pluck()
      .all();
    expect(ids).toHaveLength(2);
    for (const orderId of ids) expect(await seqs({ orderId })).toEqual([5, 4]);
    expect(await seqs({ orderId: 'ord_nowhere' })).toEqual([]);
  });

  test('new entries appear in a list that was asked for before', async () => {
    expect(await seqs({ actions: ['import.published'] })).toEqual([2, 1]);
    importRows(book.context, 'woocommerce', 'main', 'order', 'woo.csv', 'Id,Placed,Total,Client', ['7,2026-04-01,5.00,Eve']);
    expect(await seqs({ actions: ['import.published'] })).toEqual([6, 2, 1]);
  });

  test('counts of a facet leave its own choice out', async () => {
    const facets = queries.facets?.(
      { db: reader, ports: book.context.ports },
      { filter: { ...ALL, actors: ['rule:reference@1'] } },
    );
    expect(facets).toEqual({
      actors: [
        { value: 'person:Ana', label: 'Ana', count: 4 },
        { value: 'rule:reference@1', label: 'rule reference@1', count: 1 },
      ],
      actions: [{ value: 'match.run', label: 'Matching run', count: 1 }],
    });
  });

  test('an entry opens with its hashed text, its hash and the orders it speaks of', async () => {
    const order = reader
      .prepare<[], string>(
        'SELECT h.canonical_id FROM orders o JOIN orders h ON h.record_id = o.head_id WHERE o.member_count = 2 LIMIT 1',
      )
      .pluck()
      .get();
    const entry = queries.entry?.({ db: reader, ports: book.context.ports }, { seq: 4 });
    expect(entry).toMatchObject({
      row: {
        actionLabel: 'Value picked',
        subject: 'Shopify order #1004',
        field: 'Client',
        before: 'Grace',
        why: 'spelled as on the contract',
        orderId: order,
      },
      subjects: [{ subject: 'Shopify order #1004', orderId: order }],
    });
    expect(queries.entry?.({ db: reader, ports: book.context.ports }, { seq: 99 })).toBeNull();
    expect(await list({ actions: ['import.published'] })).toMatchObject({
      rows: [{ subject: 'deals.csv', orderId: null }, { subject: 'orders.csv' }],
    });
  });
});

describe('verifying in the job thread', () => {
  async function verify(head: string | null): Promise<VerifyReport> {
    const started = await logCommands().verify?.(book.context, { head });
    const job = await book.context.jobs.settled(started?.jobId ?? '');
    expect(job.problem).toBeNull();
    return JSON.parse(job.result ?? 'null') as VerifyReport;
  }

  test('the outcome is the job’s result, and the book remembers it', async () => {
    const report = await verify(null);
    expect(report).toMatchObject({ state: 'consistent', verdict: 'consistent, not witnessed', entries: 5, payloads: 6 });
    expect(readVerified(reader)).toMatchObject({ state: 'consistent', head: report.head });
    expect((await verify(report.head)).state).toBe('witnessed');
    book.db.prepare("UPDATE change_log SET body = replace(body, 'contract', 'invoice')").run();
    expect(await verify(null)).toMatchObject({ state: 'broken', firstBadSeq: 4 });
    expect(readVerified(reader)?.state).toBe('broken');
  });

  test('a head that is none is refused in words', () => {
    expect(() => logCommands().verify?.(book.context, { head: 'abc' })).toThrow('64 hexadecimal digits');
  });
});

describe('exports', () => {
  async function take(what: ExportKind, format: 'zip' | 'jsonl' | 'csv', orderId: string | null = null) {
    const started = await exportsCommands().start?.(book.context, { what, format, orderId });
    if (started === undefined || !('jobId' in started)) throw new Error(started?.what);
    const job = await book.context.jobs.settled(started.jobId);
    expect(job.problem).toBeNull();
    const finished = JSON.parse(job.result ?? '') as FinishedExport;
    const grant = (book.context.tickets as Tickets).redeem(finished.ticket, 'download');
    return { finished, text: readFileSync(grant?.path ?? '', 'utf8') };
  }
  const lines = (text: string) => text.trimEnd().split('\n');

  test('orders are sorted lines; a table has the same orders', async () => {
    const { finished, text } = await take('orders', 'jsonl');
    expect(finished).toMatchObject({ rows: 5, byteCount: Buffer.byteLength(text) });
    expect(finished.fileName).toMatch(/^Small Ltd orders 2026-11-09\.jsonl$/);
    expect(lines(text)).toEqual(lines(text).sort());
    expect((await take('orders', 'csv')).finished.rows).toBe(5);
    expect((await take('orders', 'jsonl')).text).toBe(text);
  });

  test('the log of one order holds its entries only', async () => {
    const id =
      reader
        .prepare<[string], string>(
          'SELECT canonical_id FROM orders o JOIN source_records r ON r.id = o.record_id WHERE r.native_id = ?',
        )
        .pluck()
        .get('#1004') ?? '';
    expect(lines((await take('log', 'jsonl', id)).text).map((line) => JSON.parse(line).body.seq)).toEqual(['4', '5']);
    expect((await take('orders', 'jsonl', id)).finished.rows).toBe(1);
  });

  test('an id that left the book is pinned once, and the log says so', async () => {
    const pins = () => reader.prepare<[], number>("SELECT count(*) FROM decisions WHERE kind = 'pin'").pluck().get();
    const shown = lines((await take('orders', 'jsonl')).text).map((line) => JSON.parse(line).id as string);
    expect(pins()).toBe(shown.length);
    const [entry] = lines((await take('log', 'jsonl')).text).slice(-1);
    expect(JSON.parse(entry ?? '').body).toMatchObject({
      action: 'ids.pinned',
      subjects: ['export:orders'],
      after: { ids: String(shown.length), root: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    await take('orders', 'csv');
    expect(pins()).toBe(shown.length);
    await take('audit-pack', 'zip');
    expect(lines((await take('orders', 'jsonl')).text).map((line) => JSON.parse(line).id)).toEqual(shown);
  });

  test('an order leaves the book under any of its ids', async () => {
    const ids = reader
      .prepare<[], string>(
        'SELECT canonical_id FROM orders WHERE head_id = (SELECT head_id FROM orders WHERE member_count = 2 LIMIT 1)',
      )
      .pluck()
      .all();
    const [one, other] = [await take('orders', 'jsonl', ids[0]), await take('orders', 'jsonl', ids[1])];
    expect(one.finished.rows).toBe(1);
    expect(other.text).toBe(one.text);
    expect((await take('orders', 'jsonl', 'ord_nowhere')).finished.rows).toBe(0);
  });

  test('proposals, links and exceptions name records as the result files do', async () => {
    const id = (nativeId: string) =>
      reader.prepare<[string], number>('SELECT id FROM source_records WHERE native_id = ?').pluck().get(nativeId) ?? 0;
    book.db
      .prepare(
        "INSERT INTO proposals (id, state, band, score_millibits, reason, blocking, title, amount_minor, currency, system_mask, member_count, members) VALUES ('p', 'open', 'likely', 3000, 'Same client, two days apart', '[]', 'x', -8050, 'EUR', 3, 2, ?)",
      )
      .run(JSON.stringify([id('#1002'), id('D-8')]));
    book.db
      .prepare(
        "INSERT INTO links (kind, from_id, to_id, state, decided_by, amount_minor, currency) VALUES ('booking-order', ?, ?, 'linked', 'rule:reference@1', 100, 'EUR')",
      )
      .run(id('#1001'), id('D-7'));
    book.db
      .prepare(
        "INSERT INTO rejected_rows (batch_id, line, byte_offset, byte_length, text, code, cause) VALUES (1, 9, 1, 1, 'x', 'bad_amount', 'not an amount')",
      )
      .run();
    book.db.prepare("UPDATE orders SET conflict = 'Totals differ' WHERE record_id = ?").run(id('#1001'));

    expect(JSON.parse((await take('proposals', 'jsonl')).text)).toEqual({
      members: [
        { system: 'hubspot', account: 'main', type: 'deal', nativeId: 'D-8', aliases: ['alias-D-8'] },
        { system: 'shopify', account: 'storeA', type: 'order', nativeId: '#1002', aliases: ['alias-#1002'] },
      ],
      probability: 0.888889,
      reasons: ['Same client, two days apart'],
    });
    const head = reader.prepare<[number], string>('SELECT canonical_id FROM orders WHERE record_id = ?').pluck().get(id('#1004'));
    expect(JSON.parse((await take('links', 'jsonl')).text)).toMatchObject({
      kind: 'booking-order',
      from: { nativeId: '#1001' },
      to: { nativeId: 'D-7' },
      toId: head,
      state: 'linked',
      probability: 1,
    });

    const exceptions = lines((await take('exceptions', 'jsonl')).text);
    expect(exceptions).toEqual([...exceptions].sort());
    const byReason = new Map(exceptions.map((line) => JSON.parse(line)).map((found) => [`${found.reason} ${found.state}`, found]));
    expect([...byReason.keys()].sort()).toEqual([
      'amount_mismatch open',
      'duplicate_order open',
      'duplicate_order resolved',
      'unreadable_row open',
    ]);
    expect(byReason.get('duplicate_order open')).toMatchObject({
      severity: 'S2',
      owner: 'operations',
      amountMinor: 8050,
      dueAt: '2026-03-11T00:00:00.000Z',
    });
    expect(byReason.get('duplicate_order resolved')).toMatchObject({ severity: 'S1', amountMinor: 4_000_000 });
    expect(byReason.get('unreadable_row open')).toMatchObject({
      subjects: [{ nativeId: 'orders.csv:9' }],
      bestGuess: 'not an amount',
      dueAt: null,
    });
    // The open question is likely one sale, worth two amounts: that is told beside it.
    const mismatches = exceptions.map((line) => JSON.parse(line)).filter(({ reason }) => reason === 'amount_mismatch');
    expect(mismatches).toHaveLength(2);
    expect((await take('exceptions', 'csv')).finished.rows).toBe(5);
  });

  test('a pack comes as a zip and nothing else does', async () => {
    expect((await take('audit-pack', 'zip')).finished.pack).toMatchObject({ entries: 5, orders: 5, records: 6 });
    expect(await exportsCommands().start?.(book.context, { what: 'audit-pack', format: 'csv', orderId: null })).toMatchObject({
      code: 'wrongFormat',
    });
    expect(await exportsCommands().start?.(book.context, { what: 'orders', format: 'zip', orderId: null })).toMatchObject({
      code: 'wrongFormat',
    });
  });
});

test('every action that the app logs has a name in plain words', () => {
  const folders = ['main/core/changes', 'main/services'].map((folder) => join(import.meta.dirname, '../..', folder));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  );
  const logged = sources.flatMap((text) =>
    [...text.matchAll(/(?:action: |entryOf\().*/g)].flatMap(([line]) =>
      [...line.matchAll(/'([a-z]+\.[a-z]+)'/g)].map(([, action]) => action ?? ''),
    ),
  );
  expect(new Set(logged).size).toBeGreaterThan(10);
  expect(logged.filter((action) => actionLabel(action) === action)).toEqual([]);
});

test('every reason that an order can show as its conflict has a code', () => {
  const source = readFileSync(join(import.meta.dirname, '../../main/core/survivorship/build-orders.ts'), 'utf8');
  const body = source.slice(source.indexOf('function conflictOf'));
  const shown = [...body.matchAll(/return '([^']+)'/g)].map(([, words]) => words ?? '');
  expect(shown.length).toBeGreaterThan(2);
  for (const words of shown) expect(Object.keys(CONFLICT_REASONS)).toContain(words);
});
