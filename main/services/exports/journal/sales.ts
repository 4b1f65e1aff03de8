/** Entries of the sales of which the books hold nothing. */
import type { JournalEntry } from '#core/exports/journal/entry.ts';
import type { HeldBack } from '#core/exports/journal/payout-entry.ts';
import { saleEntry } from '#core/exports/journal/sale-entry.ts';
import { giftCardsOf, isTest } from '#core/survivorship/sale-facts.ts';
import { readStoredFields } from '#core/survivorship/stored-fields.ts';
import { UTC } from '#core/survivorship/zone.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { ReadableDb } from '#store/database.ts';
import { readUnbookedSales, type UnbookedSale } from '#store/queries/journal.ts';
import { readSales, type SaleRow } from '#store/queries/money-columns.ts';
import { readPolicy } from '#store/queries/money-decisions.ts';
import { readFolded } from '../../records.ts';
import { bookDay, type PayoutTools, systemName } from './payouts.ts';

const CHUNK = 2_000;

/** With the head of each order, whose id leaves with it. */
export function* postedSales(tools: PayoutTools): Generator<{ headId: number; posted: JournalEntry | HeldBack }> {
  const unbooked = readUnbookedSales(tools.db);
  const { bookStartMs } = readPolicy(tools.db).policy;
  for (let after = 0; ; ) {
    const rows = readSales(tools.db, after, CHUNK);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.headId;
    const wanted = rows.filter(({ headId, placedMs }) => unbooked.has(headId) && !isBefore(placedMs, bookStartMs));
    const folded = foldedFacts(tools.db, wanted);
    for (const row of wanted) {
      const named = unbooked.get(row.headId);
      if (named === undefined) continue;
      const facts = factsOf(row, folded);
      // A sale that was called off before anything was paid, or was never meant, is none.
      const isPaid = named.paidMinor !== 0 || named.creditMinor !== 0;
      if (isTest(facts) || (row.status === 'cancelled' && !isPaid)) continue;
      const posted = postedSale(row, named, facts, tools);
      if (posted !== null) yield { headId: row.headId, posted };
    }
  }
}

function isBefore(ms: number | null, startMs: number | null): boolean {
  return ms !== null && startMs !== null && ms < startMs;
}

function foldedFacts(db: ReadableDb, rows: readonly SaleRow[]): ReadonlyMap<number, Facts> {
  const several = rows.filter(({ fields, facts }) => fields === null && facts === null).map(({ headId }) => headId);
  if (several.length === 0) return new Map();
  return new Map(readFolded(db, several).map(({ recordId, folded }) => [recordId, folded.facts]));
}

function factsOf({ fields, facts, headId }: SaleRow, folded: ReadonlyMap<number, Facts>): Facts {
  if (fields !== null) return readStoredFields(fields);
  return facts === null ? (folded.get(headId) ?? {}) : (JSON.parse(facts) as Facts);
}

function postedSale(row: SaleRow, named: UnbookedSale, facts: Facts, { sha256, zone, holds }: PayoutTools) {
  const { placedMs, currency, totalMinor } = row;
  const untold = currency === null ? 'The order states no currency' : placedMs === null ? 'The order states no date' : null;
  return saleEntry(
    {
      orderId: named.orderId,
      number: named.number,
      client: named.client,
      system: systemName(named.system),
      day: placedMs === null ? '' : bookDay(Math.floor(placedMs / 60_000), named.dayOnly === 1 ? UTC : zone),
      currency: currency ?? '',
      totalMinor,
      taxMinor: facts.tax ?? null,
      shippingMinor: facts.shipping ?? null,
      tipMinor: facts.tip ?? null,
      dutiesMinor: facts.duties ?? null,
      giftCardsMinor: giftCardsOf(facts.lineItems),
      creditMinor: named.creditMinor,
      held: untold ?? holds.ofOrder(row.headId),
    },
    sha256,
  );
}
