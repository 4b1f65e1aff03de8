/** Links of money events and bookings to orders, by typed reference: sent where they differ from the stored ones. */
import type { Pace } from '#core/matching/orders/columns.ts';
import { namedOrders } from '#core/matching/orders/link-references.ts';
import { refersTo } from '#core/matching/refs.ts';
import { type RecordType, typeFromCode } from '#shared/domain/systems.ts';
import type { ReadableDb } from '#store/database.ts';
import { type LinkRow, readLinksFrom } from '#store/queries/links.ts';
import { type ReferringRow, readReferringRows } from '#store/queries/match-rows-reading.ts';
import { readLatestMoneyRun } from '#store/queries/money-found.ts';
import type { FoundBook, MatchTools } from './find.ts';

/** Who decides a link that a reference proves. */
export const REFERENCE_ACTOR = 'rule:reference@1';

const CHUNK = 5_000;

/** Returns the number of links that stand. */
export async function sendLinks({ db, pace, send }: MatchTools, book: FoundBook): Promise<number> {
  let linked = 0;
  for (const { standing, write, remove } of linkDifferences(db, book, pace)) {
    linked += standing;
    if (write.length + remove.length > 0) await send({ of: 'links', write, remove });
  }
  return linked;
}

interface LinkDifferences {
  /** Links of this stretch that stand. */
  readonly standing: number;
  readonly write: readonly LinkRow[];
  readonly remove: readonly LinkRow[];
}

/** What differs from the stored links, a stretch of records at a time. Once money is reconciled, links are that run's business. */
export function* linkDifferences(db: ReadableDb, book: FoundBook, pace: Pace): Generator<LinkDifferences, void, undefined> {
  if (readLatestMoneyRun(db) !== null) return;
  for (let after = 0; ; ) {
    pace.checkpoint('store', 0, 1);
    const rows = readReferringRows(db, after, CHUNK);
    const last = rows.at(-1);
    const through = last?.[0] ?? Number.MAX_SAFE_INTEGER;
    const stored = new Map(readLinksFrom(db, after, through, REFERENCE_ACTOR).map((link) => [nameOf(link), link]));
    const write: LinkRow[] = [];
    let standing = 0;
    for (const link of rows.flatMap((row) => linksOf(row, book))) {
      const name = nameOf(link);
      const old = stored.get(name);
      stored.delete(name);
      if (link.state === 'linked') standing++;
      if (old === undefined || !sameLink(old, link)) write.push(link);
    }
    yield { standing, write, remove: [...stored.values()] };
    if (last === undefined) return;
    after = last[0];
  }
}

function linksOf([fromId, code, amountMinor, currency, refs]: ReferringRow, { columns, result }: FoundBook): LinkRow[] {
  const kind = kindOf(typeFromCode(code), amountMinor, refs);
  if (kind === null) return [];
  const orders = namedOrders(refs, columns, result.index, result.clusterOf);
  return orders.map((row) => ({
    kind,
    fromId,
    toId: columns.recordId[row] as number,
    state: orders.length === 1 ? 'linked' : 'proposed',
    decidedBy: REFERENCE_ACTOR,
    amountMinor,
    currency,
  }));
}

/** What a record is to the order it names; null for those that are never linked to an order directly. */
function kindOf(type: RecordType, amountMinor: number | null, refs: Uint8Array): string | null {
  switch (type) {
    case 'charge':
    case 'payment':
      return 'payment-order';
    case 'balance_transaction':
    case 'settlement_line':
      // What a bank takes back or returns belongs to the payment, not to the order.
      if (refersTo(refs, 'dispute')) return null;
      return amountMinor !== null && amountMinor < 0 ? 'refund-order' : 'payment-order';
    case 'refund':
      return 'refund-order';
    case 'invoice':
      return 'invoice-order';
    case 'booking':
      return 'booking-order';
    default:
      return null;
  }
}

function nameOf({ kind, fromId, toId }: LinkRow): string {
  return `${kind} ${fromId} ${toId}`;
}

function sameLink(old: LinkRow, now: LinkRow): boolean {
  return old.state === now.state && old.amountMinor === now.amountMinor && old.currency === now.currency;
}
