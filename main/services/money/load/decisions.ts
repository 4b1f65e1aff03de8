/** What people decided about money, in rows of this reconciliation. Decisions about records that are not live sleep. */

import { normaliseReference } from '#core/normalise/references.ts';
import type { LinkDecision, LinkEnd, OpeningBalance, WriteOff } from '#core/reconciliation/inputs.ts';
import type { AccountName } from '#shared/domain/money-decision.ts';
import type { RecordKey } from '#shared/domain/source-record.ts';
import type { ReadableDb } from '#store/database.ts';
import { findRecord } from '#store/queries/decisions.ts';
import { readMoneyDecisions } from '#store/queries/money-decisions.ts';
import type { Currencies } from './currencies.ts';
import type { LoadedMoney } from './money.ts';
import type { LoadedOrders } from './orders.ts';
import type { Sources } from './places.ts';
import type { Texts } from './texts.ts';

export interface Loaded {
  readonly sources: Sources;
  readonly currencies: Currencies;
  readonly texts: Texts;
  readonly money: LoadedMoney;
  readonly orders: LoadedOrders;
}

/** The end of a link that a key names, or null while its record sleeps. */
function endOf(db: ReadableDb, loaded: Loaded, key: RecordKey): LinkEnd | null {
  const recordId = findRecord(db, key);
  if (recordId !== null) {
    const row = loaded.money.rowOf[recordId] ?? -1;
    if (row !== -1) return { of: 'row', row };
    const order = loaded.orders.orderOf[recordId] ?? -1;
    if (order !== -1) return { of: 'order', order };
  }
  if (key.type !== 'payout' && key.type !== 'settlement') return null;
  const source = loaded.sources.find(key.system, key.account);
  return source === -1 ? null : { of: 'payout', source, id: loaded.texts.id(normaliseReference(key.nativeId)) };
}

/** A payout is named by its id, also where it has a record of its own. */
function payoutEnd(loaded: Loaded, end: LinkEnd | null): LinkEnd | null {
  if (end?.of !== 'row') return end;
  const { columns } = loaded.money;
  return { of: 'payout', source: columns.source[end.row] as number, id: columns.payoutId[end.row] as number };
}

export function linkDecisions(db: ReadableDb, loaded: Loaded): LinkDecision[] {
  return readMoneyDecisions(db, 'link').flatMap(({ body }) => {
    const { link, verdict } = body;
    const from = endOf(db, loaded, body.from);
    const to = endOf(db, loaded, body.to);
    const fromEnd = link === 'payout-bank' ? payoutEnd(loaded, from) : from;
    const toEnd = link === 'payout-line' || link === 'booking-payout' ? payoutEnd(loaded, to) : to;
    return fromEnd === null || toEnd === null ? [] : [{ kind: link, from: fromEnd, to: toEnd, verdict }];
  });
}

export function writeOffs(db: ReadableDb, loaded: Loaded): WriteOff[] {
  return readMoneyDecisions(db, 'write_off').flatMap(({ body, atMs }) => {
    const target = endOf(db, loaded, body.record);
    if (target === null || target.of === 'payout') return [];
    return [
      { target, minor: body.amountMinor, currency: loaded.currencies.find(body.currency), minute: Math.floor(atMs / 60_000) },
    ];
  });
}

/** The latest standing balance of each account and currency. */
export function openings(db: ReadableDb, loaded: Loaded): OpeningBalance[] {
  const latest = new Map<string, OpeningBalance>();
  for (const { body } of readMoneyDecisions(db, 'opening')) {
    const place = placeOf(loaded, body.at);
    if (place === null) continue;
    const currency = loaded.currencies.find(body.currency);
    latest.set(`${place.source} ${place.account} ${currency}`, { ...place, currency, minor: body.amountMinor });
  }
  return [...latest.values()];
}

/** A source by its names; null where the book has none of that name. */
export function placeOf(loaded: Pick<Loaded, 'sources' | 'texts'>, at: AccountName): { source: number; account: number } | null {
  const source = loaded.sources.find(at.system, at.account);
  return source === -1 ? null : { source, account: loaded.texts.id(at.inside) };
}
