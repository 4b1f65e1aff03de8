import { hash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyBook } from '#main/services/verify-book.ts';
import { openReader } from '#store/database.ts';
import { nodeHashes, type Report } from '../../verify/verify.mjs';
import { createSmallBook, type SmallBook } from './small-book.ts';

let book: SmallBook;
beforeEach(() => {
  book = createSmallBook();
});
afterEach(() => book.dispose());

async function verify(head: string | null = null): Promise<Report> {
  const reader = openReader(book.path);
  try {
    return await verifyBook(reader, { hashes: await nodeHashes(), head, step: async () => {} });
  } finally {
    reader.close();
  }
}

/** Edits the file behind the app's back, foreign keys and all. */
function tamper(sql: string, ...values: unknown[]): void {
  book.db.pragma('foreign_keys = OFF');
  expect(book.db.prepare(sql).run(...values).changes).toBeGreaterThan(0);
}

/** Gives every entry from `seq` on a hash and a previous hash that fit: what a careful forger does. */
function rehashFrom(seq: number): void {
  const rows = book.db.prepare<[], { seq: number; body: string; hash: Buffer }>('SELECT * FROM change_log ORDER BY seq').all();
  let prev = rows[seq - 2]?.hash.toString('hex') ?? hash('sha256', 'Onefold change log v1');
  for (const row of rows.slice(seq - 1)) {
    const body = row.body.replace(/"prev":"[0-9a-f]{64}"/, `"prev":"${prev}"`);
    prev = hash('sha256', body);
    tamper('UPDATE change_log SET body = ?, hash = ? WHERE seq = ?', body, Buffer.from(prev, 'hex'), row.seq);
  }
}

test('an untouched book is consistent; a head noted before is found in it', async () => {
  const report = await verify();
  expect(report).toMatchObject({ verdict: 'consistent, not witnessed', entries: 5, payloads: 6, findings: [], exit: 0 });
  const noted = book.db.prepare<[], Buffer>('SELECT hash FROM change_log WHERE seq = 3').pluck().get()?.toString('hex') ?? '';
  expect((await verify(noted)).verdict).toBe('witnessed up to entry 3 of 5');
});

describe('one edit is found', () => {
  test.each([
    ['the why of an entry', "UPDATE change_log SET body = replace(body, 'contract', 'invoice') WHERE seq = 4", 4],
    ['a stored hash', 'UPDATE change_log SET hash = zeroblob(32) WHERE seq = 2', 2],
    ['an entry removed', 'DELETE FROM change_log WHERE seq = 3', 3],
    ['the last entry removed', 'DELETE FROM change_log WHERE seq = 5', 5],
    ['an entry renumbered', 'UPDATE change_log SET seq = 9 WHERE seq = 5', 5],
  ])('%s', async (_, sql, seq) => {
    tamper(sql);
    expect(await verify()).toMatchObject({ state: 'broken', firstBadSeq: seq, exit: 3 });
  });

  test.each([
    [
      'the bytes of a file',
      "UPDATE file_blocks SET data = CAST(replace(CAST(data AS TEXT), '80.50', '81.50') AS BLOB) WHERE codec = 0",
      'bytes of the record',
    ],
    ['a record hash', 'UPDATE record_versions SET payload_hash = zeroblob(32) WHERE id = 2', 'bytes of the record'],
    ['where a record lies', 'UPDATE sightings SET byte_length = byte_length - 1 WHERE version_id = 3', 'bytes of the record'],
    ['a record taken out', 'DELETE FROM sightings WHERE version_id = 4', 'do not have the root'],
    [
      'a record slipped in',
      'INSERT INTO sightings SELECT version_id, 1, 99, 5, byte_length, NULL FROM sightings WHERE version_id = 1',
      'do not have the root',
    ],
    ['a batch taken out', "UPDATE import_batches SET state = 'discarded' WHERE id = 2", 'speaks of batch:2'],
    ['a batch root', 'UPDATE import_batches SET records_root = zeroblob(32) WHERE id = 1', 'root stored with it'],
    ['a file hash', 'UPDATE files SET sha256 = zeroblob(32) WHERE id = 1', 'the file does not have its hash'],
    ['a link joined', "UPDATE match_pairs SET state = 'joined' WHERE state = 'proposed'", 'The 2 links'],
    ['a link removed', "DELETE FROM match_pairs WHERE state = 'joined'", 'The 1 links'],
    ['a link led elsewhere', 'UPDATE match_pairs SET right_id = 1, left_id = 0 WHERE right_id = 6', 'links'],
    ['an entry hidden from an order', 'DELETE FROM change_log_subjects WHERE seq = 4', 'index by subject'],
    ['an entry shown at another order', "UPDATE change_log_subjects SET subject = 'x' WHERE seq = 4", 'index by subject'],
  ])('%s', async (_, sql, words) => {
    tamper(sql);
    const report = await verify();
    expect(report).toMatchObject({ state: 'broken', firstBadSeq: null, exit: 3 });
    expect(report.findings.join('\n')).toContain(words);
  });

  test('columns that no longer read from the hashed text', async () => {
    book.db.unsafeMode(true);
    book.db.pragma('writable_schema = ON');
    tamper("UPDATE sqlite_schema SET sql = replace(sql, '$.actor', '$.cause') WHERE name = 'change_log'");
    expect((await verify()).findings).toContain(
      'The tables of the change log were altered: screens may show something else than what was hashed.',
    );
  });
});

describe('a forger who re-hashes the whole tail', () => {
  test('is found against an outside head, and is otherwise not called witnessed', async () => {
    const head = (await verify()).head;
    tamper("UPDATE change_log SET body = replace(body, 'contract', 'invoice') WHERE seq = 4");
    rehashFrom(4);
    expect((await verify()).verdict).toBe('consistent, not witnessed');
    expect(await verify(head)).toMatchObject({ state: 'broken', verdict: 'broken: the outside head is not in this log', exit: 1 });
  });

  test('cannot change what an import brought without changing the entry that vouches for it', async () => {
    tamper("UPDATE change_log SET body = replace(body, 'orders.csv', 'orders.txt') WHERE seq = 1");
    tamper('UPDATE record_versions SET payload_hash = zeroblob(32) WHERE id = 2');
    rehashFrom(1);
    expect((await verify()).state).toBe('broken');
  });

  test('who also cuts the tail and the receipts is found against an outside head only', async () => {
    const head = (await verify()).head;
    for (const table of ['change_log', 'change_log_subjects']) tamper(`DELETE FROM ${table} WHERE seq > 3`);
    tamper("DELETE FROM commands WHERE command_id = 'pick-once'");
    expect((await verify()).verdict).toBe('consistent, not witnessed');
    expect((await verify(head)).exit).toBe(1);
  });
});

test('verification stops when it is told to', async () => {
  const reader = openReader(book.path);
  const insert = book.db.prepare("INSERT INTO change_log (seq, body, hash) VALUES (?, '{}', x'00')");
  book.db.transaction(() => {
    for (let seq = 6; seq < 9000; seq += 1) insert.run(seq);
  })();
  let steps = 0;
  const stopped = verifyBook(reader, {
    hashes: await nodeHashes(),
    head: null,
    step: async () => {
      steps += 1;
      throw new Error('stop');
    },
  });
  await expect(stopped).rejects.toThrow('stop');
  expect(steps).toBe(1);
  reader.close();
});
