/** An import is undone whole and redone whole, with overlapping files in play. */
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkMatchRows } from '#main/services/imports/check-match-rows.ts';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { type LiveBook, liveBook } from '#test/factories/live-book.ts';
import { figures, liveKeys, logIsWhole } from './read-book.ts';
import { shopifyCsv } from './shopify-files.ts';
import { stripeCsv } from './stripe-files.ts';

let book: LiveBook;
beforeEach(async () => {
  book = await liveBook();
});
afterEach(() => book.dispose());

const rows = (...ids: string[]) => stripeCsv(ids.map((id) => ({ id })));
const keys = () =>
  liveKeys(book.context.db)
    .map((key) => key.slice('txn_'.length))
    .join(' ');

describe('undo and redo', () => {
  test('A and B overlap; undo A; undo B; import A again', async () => {
    await book.import(book.file('a.csv', rows('1', '2', '3')));
    await book.import(book.file('b.csv', rows('2', '3', '4')));
    expect(keys()).toBe('1 2 3 4');
    await book.undo(1);
    expect(keys()).toBe('2 3 4');
    await book.undo(2);
    expect(keys()).toBe('');
    const again = await book.import(book.file('a.csv', rows('1', '2', '3')));
    expect(again.files[0]?.counts).toMatchObject({ new: 3, known: 0 });
    expect(keys()).toBe('1 2 3');
    await book.redo(2);
    expect(keys()).toBe('1 2 3 4');
    expect(await book.redo(1)).toMatchObject({ code: 'twinPublished', what: expect.stringContaining('as import 3') });
    await book.undo(3);
    expect(keys()).toBe('2 3 4');
    expect(await book.redo(1)).toMatchObject({ batchId: 1 });
    expect(await book.redo(3)).toMatchObject({ code: 'twinPublished', what: expect.stringContaining('as import 1') });
    expect(keys()).toBe('1 2 3 4');
    expect(figures(book.context.db)).toMatchObject({ records: 4, versions: 4, sightings: 9, narrowRows: 4, blocks: 2, touches: 0 });
  });

  test('an undone import keeps its rows and its entry, and says why in the log', async () => {
    await book.import(book.file('a.csv', rows('1', '2')));
    const before = figures(book.context.db);
    const receipt = await book.undo(1);
    expect(receipt).toMatchObject({ batchId: 1, seqFirst: 3, seqLast: 3 });
    expect(figures(book.context.db)).toEqual({ ...before, log: before.log + 1 });
    const [entry] = book.context.db.prepare<[], string>('SELECT body FROM change_log WHERE seq = 3').pluck().all();
    expect(JSON.parse(entry ?? '{}')).toMatchObject({
      action: 'import.undone',
      subjects: ['batch:1'],
      why: { text: 'a test' },
      after: null,
    });
    expect(await book.undo(1)).toMatchObject({ code: 'batchState' });
    expect(await book.redo(1)).toMatchObject({ batchId: 1 });
    expect(await book.redo(1)).toMatchObject({ code: 'batchState' });
  });

  test('a redo settles what another session staged of the same file: it is not published beside it', async () => {
    const path = book.file('a.csv', rows('1', '2'));
    await book.import(path);
    await book.undo(1);
    const staged = await book.preview([path]);
    expect(staged.files[0]).toMatchObject({ state: 'ready', counts: { new: 2 } });
    await book.redo(1);
    expect(await book.commit(staged)).toMatchObject({ code: 'previewStale' });
    const now = await book.commands.session(book.context, { sessionId: staged.sessionId });
    expect(now).toMatchObject({ previewToken: null, files: [{ state: 'alreadyImported', counts: { new: 0, known: 2 } }] });
    expect(keys()).toBe('1 2');
    await book.idle();
    expect(figures(book.context.db)).toMatchObject({ records: 2, sightings: 2, touches: 0 });
  });

  test('what a later file changed goes back with it', async () => {
    await book.import(
      book.file('old.csv', shopifyCsv([{ name: '#1001', email: 'ada@example.com', total: '40.00', status: 'pending' }])),
    );
    await book.import(
      book.file(
        'new.csv',
        shopifyCsv([
          { name: '#1001', email: 'ada@example.com', total: '40.00', status: 'paid', paidAt: '2026-03-05 09:00:00 +0000' },
        ]),
      ),
    );
    const status = () => book.context.db.prepare<[], string>('SELECT status FROM orders').pluck().all();
    expect(status()).toEqual(['paid']);
    await book.undo(2);
    expect(status()).toEqual(['open']);
    await book.redo(2);
    expect(status()).toEqual(['paid']);
    expect(rebuildCheck(book.context.db, book.context.ports).differences).toEqual([]);
  });

  test('a resent undo is one change', async () => {
    await book.import(book.file('a.csv', rows('1')));
    const input = { commandId: 'one-undo-command', batchId: 1, reason: 'wrong file' };
    const first = await book.commands.undoBatch(book.context, input);
    await book.redo(1);
    expect(await book.commands.undoBatch(book.context, input)).toEqual(first);
    expect(keys()).toBe('1');
  });
});

type Step = { readonly do: 'import'; readonly file: number } | { readonly do: 'undo' | 'redo'; readonly pick: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('import' as const), file: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const), pick: fc.nat(20) }) },
);

/** Files over six ids, with overlaps, repeats and different payloads of one id. */
const FILES: readonly (readonly { readonly id: string; readonly description?: string }[])[] = [
  [{ id: '1' }, { id: '2' }, { id: '3' }],
  [{ id: '2' }, { id: '3' }, { id: '4' }, { id: '4' }],
  [{ id: '1' }, { id: '2', description: 'other' }, { id: '5' }],
  [{ id: '5' }, { id: '6' }, { id: '6', description: 'twice' }],
  [{ id: '3', description: 'third' }, { id: '6' }],
];

interface OracleBatch {
  readonly file: number;
  live: boolean;
}

/** What the product must do, in a dozen lines: a record lives while any live batch shows it. */
function oracleKeys(batches: readonly OracleBatch[]): string {
  const ids = new Set(batches.filter(({ live }) => live).flatMap(({ file }) => (FILES[file] ?? []).map(({ id }) => id)));
  return [...ids].sort().join(' ');
}

test('any sequence of imports, undos and redos leaves what a simple model says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (steps) => {
      await book.dispose();
      book = await liveBook();
      const batches: OracleBatch[] = [];
      for (const each of steps) {
        if (each.do === 'import') {
          const session = await book.import(book.file(`f${each.file}.csv`, stripeCsv([...(FILES[each.file] ?? [])])));
          const known = batches.some(({ file, live }) => file === each.file && live);
          expect(session.files[0]?.state).toBe(known ? 'alreadyImported' : 'ready');
          const before = new Set(oracleKeys(batches).split(' '));
          if (!known) batches.push({ file: each.file, live: true });
          const fresh = oracleKeys(batches)
            .split(' ')
            .filter((id) => id !== '' && !before.has(id));
          expect(session.files[0]?.counts?.new).toBe(fresh.length);
        } else {
          const at = batches.length === 0 ? -1 : each.pick % batches.length;
          const batch = batches[at];
          const done = await (each.do === 'undo' ? book.undo(at + 1) : book.redo(at + 1));
          const twinLives = batches.some(({ file, live }, index) => index !== at && file === batch?.file && live);
          const possible = batch !== undefined && batch.live === (each.do === 'undo') && !(each.do === 'redo' && twinLives);
          expect('code' in done).toBe(!possible);
          if (possible) batch.live = each.do === 'redo';
        }
        expect(keys()).toBe(oracleKeys(batches));
      }
      await book.idle();
      expect(figures(book.context.db).touches).toBe(0);
      expect(logIsWhole(book.context.db)).toBe(true);
      expect(checkMatchRows(book.context.db).differences).toEqual([]);
      const report = await book.context.jobThread.run(
        'verify',
        { path: book.context.bookPath, head: null, against: null },
        { signal: new AbortController().signal },
      );
      expect(report).toMatchObject({ state: 'consistent', findings: [] });
    }),
    { numRuns: 6 },
  );
}, 120_000);
