import { afterEach, beforeEach, expect, it } from 'vitest';
import { rebuildCheck } from '#main/services/rebuild.ts';
import { canonicalIdOf } from '#shared/domain/ids.ts';
import { DAY_MS } from '#shared/domain/instant.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import { unpinnedHeads } from '#store/queries/pins.ts';
import { type HandMadeBook, handMadeBook } from '#test/factories/hand-made-book.ts';
import { pinIds } from './pin-ids.ts';

const AT = Date.UTC(2026, 2, 3);
const shop: RecordKey = { system: 'shopify', account: 'main', type: 'order', nativeId: '#1' };
const deal: RecordKey = { system: 'hubspot', account: 'main', type: 'deal', nativeId: 'D-1' };

let book: HandMadeBook;
beforeEach(() => {
  book = handMadeBook();
});
afterEach(() => book.dispose());

const importSale = (key: RecordKey, placedMs: number) =>
  book.importFile(`${key.nativeId}.csv`, [
    { key, facts: { total: 100, currency: 'USD', placedAt: { ms: placedMs, text: 'a day', precision: 'exact' } } },
  ]);
const idOf = (key: RecordKey) => canonicalIdOf(key, book.context.ports.sha256);
const shown = () => book.db.prepare<[], string>('SELECT canonical_id FROM orders WHERE head_id = record_id').pluck().all();
const pin = (headIds: readonly number[]) => pinIds(book.context, 'orders', headIds, new AbortController().signal);
const entries = () => book.db.prepare<[], string>("SELECT body FROM change_log WHERE action = 'ids.pinned'").pluck().all();

it('an order goes on showing the id that left the book when an older record joins it', async () => {
  importSale(shop, AT);
  await pin(unpinnedHeads(book.db, 'orders', null));
  importSale(deal, AT - DAY_MS);
  book.join(shop, deal);
  expect(shown()).toEqual([idOf(shop)]);
  expect(rebuildCheck(book.context.db, book.context.ports).differences).toEqual([]);
});

it('an id that was overtaken while its file was written comes back', async () => {
  importSale(shop, AT);
  const exported = unpinnedHeads(book.db, 'orders', null);
  importSale(deal, AT - DAY_MS);
  book.join(shop, deal);
  expect(shown()).toEqual([idOf(deal)]);
  await pin(exported);
  expect(shown()).toEqual([idOf(shop)]);
});

it('pins an id once, with one entry for all of a stretch', async () => {
  importSale(shop, AT);
  importSale(deal, AT);
  const exported = unpinnedHeads(book.db, 'orders', null);
  await pin(exported);
  await pin(exported);
  expect(unpinnedHeads(book.db, 'orders', null)).toEqual([]);
  expect(entries().map((body) => JSON.parse(body).after.ids)).toEqual(['2']);
});
