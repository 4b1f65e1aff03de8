/** A large book by direct inserts: sales of two systems in pairs, most joined by rule, some asked about. Only for measuring. */
import { hash } from 'node:crypto';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import { SYSTEMS, typeCode } from '#shared/domain/systems.ts';
import type { WritableDb } from '#store/database.ts';
import { writeSetting } from '#store/queries/settings.ts';

const START = Date.UTC(2025, 10, 1);
const YEAR_MS = 365 * 86_400_000;
const STATUSES = ['open', 'paid', 'refunded', 'cancelled'] as const;
/** Every tenth pair of records is a question; the others are joined by rule. */
const ASKED = 10;

/** Fills an empty book with `size` records; returns the number of open questions. */
export function fillLargeBook(db: WritableDb, size: number): { readonly questions: number } {
  writeSetting(db, 'timeZone', 'Europe/Berlin');
  writeSetting(db, 'dataVersion', '1');
  const insert = (sql: string) => db.prepare(sql);
  const batch = (system: string): number => {
    const sourceId = insert("INSERT INTO sources (system, account) VALUES (?, 'main')").run(system).lastInsertRowid;
    const fileId = insert('INSERT INTO files (sha256, byte_count) VALUES (?, 0)').run(
      hash('sha256', system, 'buffer'),
    ).lastInsertRowid;
    return Number(
      insert(
        `INSERT INTO import_batches (session_id, source_id, file_id, file_name, label, read_options, header, state, created_ms,
           published_ms) VALUES ('bench', ?, ?, ?, 'bench', '{}', '[]', 'published', 0, 0)`,
      ).run(sourceId, fileId, `${system}.csv`).lastInsertRowid,
    );
  };
  const batches = { shopify: batch('shopify'), netsuite: batch('netsuite') };
  const record = insert('INSERT INTO source_records (id, source_id, type_code, native_id, home_batch_id) VALUES (?, ?, ?, ?, ?)');
  const version = insert(
    "INSERT INTO record_versions (id, record_id, payload_hash, version_ms, facts, aliases, refs) VALUES (?, ?, ?, ?, ?, '[]', '[]')",
  );
  const sighting = insert('INSERT INTO sightings (version_id, batch_id, line, byte_offset, byte_length) VALUES (?, ?, ?, 0, 0)');
  const order = insert(
    `INSERT INTO orders (record_id, head_id, canonical_id, home_batch_id, is_sale, number, client, total_minor, currency, placed_ms,
       status, system_mask, member_count, joined_by) VALUES (?, ?, ?, ?, 1, ?, ?, ?, 'EUR', ?, ?, ?, ?, ?)`,
  );
  const pair = insert(
    `INSERT INTO match_pairs (left_id, right_id, state, rule, pattern, frequency_millibits, score_millibits)
     VALUES (?, ?, ?, 'reference', 1, 0, ?)`,
  );
  const question = insert(
    `INSERT INTO proposals (id, state, band, score_millibits, reason, blocking, title, amount_minor, currency, system_mask,
       member_count, members) VALUES (?, 'open', ?, ?, 'same client, same amount', '[]', ?, ?, 'EUR', ?, 2, ?)`,
  );
  const text = insert('INSERT INTO orders_text (rowid, text) VALUES (?, ?)');
  const sha256 = (words: string) => hash('sha256', words, 'buffer');
  const bit = { shopify: 1 << SYSTEMS.indexOf('shopify'), netsuite: 1 << SYSTEMS.indexOf('netsuite') };
  let questions = 0;

  const addPair = (left: number): void => {
    const number = (left + 1) / 2;
    const asked = number % ASKED === 0;
    const client = `Client ${number % 50_000}`;
    const total = 1000 + ((number * 7919) % 500_000);
    const placedMs = START + ((number * 104_729) % YEAR_MS);
    for (const [id, system, type] of [
      [left, 'shopify', 'order'],
      [left + 1, 'netsuite', 'sales_order'],
    ] as const) {
      const key: RecordKey = { system, account: 'main', type, nativeId: `${system === 'shopify' ? '#' : 'SO-'}${number}` };
      const facts = {
        orderNumber: key.nativeId,
        clientName: system === 'shopify' ? client : client.toUpperCase(),
        email: `client${number % 50_000}@example.com`,
        total,
        currency: 'EUR',
        placedAt: { ms: placedMs, text: 'x', precision: 'exact' },
        status: STATUSES[number % 4],
        lineItems: [{ name: 'Trail cap', sku: 'TC-1', quantity: '2', unitPriceMinor: 900, totalMinor: 1800 }],
      };
      const joined = !asked;
      record.run(id, system === 'shopify' ? 1 : 2, typeCode(type), key.nativeId, batches[system]);
      version.run(id, id, sha256(keyText(key)), placedMs, JSON.stringify(facts));
      sighting.run(id, batches[system], number + 1);
      order.run(
        id,
        joined ? left : id,
        canonicalIdOf(key, sha256),
        batches[system],
        key.nativeId,
        facts.clientName,
        total,
        placedMs,
        STATUSES[number % 4],
        joined && system === 'shopify' ? bit.shopify | bit.netsuite : bit[system],
        joined && system === 'shopify' ? 2 : 1,
        joined && system === 'shopify' ? 'rule' : 'single',
      );
      text.run(id, `${key.nativeId}\n${facts.clientName}\n${facts.email}`);
    }
    pair.run(left, left + 1, asked ? 'proposed' : 'joined', asked ? 7000 : 20_000);
    if (!asked) return;
    questions += 1;
    question.run(
      `prp_${number}`,
      number % 3 === 0 ? 'certain' : 'likely',
      7000 + (number % 997),
      client,
      total,
      bit.shopify | bit.netsuite,
      JSON.stringify([left, left + 1]),
    );
  };
  for (let from = 1; from < size; from += 20_000) {
    db.transaction(() => {
      for (let left = from; left < Math.min(from + 20_000, size); left += 2) addPair(left);
    })();
  }
  return { questions };
}
