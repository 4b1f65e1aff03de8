/** The ends of links as records: an order stands under its head, a payout under its best record, else under the least of its lines. */
import { LINK_KINDS, type LinkKind, type ReconcileOutput } from '#core/reconciliation/outputs.ts';
import type { World } from '#core/reconciliation/world.ts';
import { canonicalIdOf, type Sha256 } from '#shared/domain/ids.ts';
import { keyText, type RecordKey } from '#shared/domain/source-record.ts';
import type { LoadedBook } from '../load/index.ts';

export interface PayoutName {
  readonly headId: number;
  readonly own: boolean;
  readonly key: RecordKey;
  readonly payoutId: string;
}

/** What a run found, with what it was drawn from. */
export interface Reconciled {
  readonly output: ReconcileOutput;
  readonly world: World;
}

/** By record id. */
export type WrittenIds = (recordIds: readonly number[]) => ReadonlyMap<number, string>;

const PAYOUT_LINE = LINK_KINDS.indexOf('payout-line');

export class Ends {
  readonly #book: LoadedBook;
  readonly payouts: readonly PayoutName[];
  #payoutKeyTexts: readonly string[] | null = null;

  /** `writtenIds` tells how records write the id of the payout that they lie in. */
  constructor(book: LoadedBook, { output, world }: Reconciled, sha256: Sha256, writtenIds: WrittenIds) {
    this.#book = book;
    this.payouts = payoutNames(book, output, world.paidOut.outside, { sha256, writtenIds, keyOfRow: (row) => this.keyOfRow(row) });
  }

  keyOfRow(row: number): RecordKey {
    const { sources, money } = this.#book;
    return sources.key(money.columns.source[row] as number, money.columns.type[row] as number, money.nativeIds[row] as string);
  }

  /** Record ids of a link's ends. */
  from(kind: number, from: number): number {
    return LINK_KINDS[kind] === 'payout-bank' ? this.payoutHead(from) : this.recordOf(from);
  }

  to(kind: number, to: number): number {
    const end = FAR_ENDS[kind];
    return end === 'order' ? this.orderHead(to) : end === 'payout' ? this.payoutHead(to) : this.recordOf(to);
  }

  /** Key texts of a link's ends. */
  fromKey(kind: number, from: number): string {
    return LINK_KINDS[kind] === 'payout-bank' ? this.#payoutKeyText(from) : this.#keyTextOfRow(from);
  }

  toKey(kind: number, to: number): string {
    const end = FAR_ENDS[kind];
    if (end === 'order') return this.#book.orders.keyTextOf(to);
    return end === 'payout' ? this.#payoutKeyText(to) : this.#keyTextOfRow(to);
  }

  #keyTextOfRow(row: number): string {
    const { sources, money } = this.#book;
    return sources.keyText(money.columns.source[row] as number, money.columns.type[row] as number, money.nativeIds[row] as string);
  }

  #payoutKeyText(payout: number): string {
    this.#payoutKeyTexts ??= this.payouts.map(({ key }) => keyText(key));
    const text = this.#payoutKeyTexts[payout];
    if (text === undefined) throw new Error(`no payout ${payout}`);
    return text;
  }

  recordOf(row: number): number {
    return this.#book.money.recordIds[row] as number;
  }

  orderHead(order: number): number {
    return this.#book.orders.headIds[order] as number;
  }

  payoutHead(payout: number): number {
    return this.payouts[payout]?.headId ?? 0;
  }

  payoutKey(payout: number): RecordKey {
    const name = this.payouts[payout];
    if (name === undefined) throw new Error(`no payout ${payout}`);
    return name.key;
  }
}

/** What lies at the far end of a link of a kind. */
export function endOf(kind: LinkKind): 'order' | 'payout' | 'row' {
  if (kind.endsWith('-order')) return 'order';
  return kind === 'payout-line' || kind === 'booking-payout' ? 'payout' : 'row';
}

/** By kind of link. */
const FAR_ENDS = LINK_KINDS.map(endOf);

interface NamingTools {
  readonly sha256: Sha256;
  readonly writtenIds: WrittenIds;
  readonly keyOfRow: (row: number) => RecordKey;
}

function payoutNames(
  { sources, texts, money }: LoadedBook,
  { payouts, links }: ReconcileOutput,
  outside: World['paidOut']['outside'],
  { sha256, writtenIds, keyOfRow }: NamingTools,
): PayoutName[] {
  // Rows lie in the order of their keys, so the least row is the least key.
  const leastLine = new Int32Array(payouts.length).fill(-1);
  for (let link = 0; link < links.size; link++) {
    if (links.kind[link] !== PAYOUT_LINE || links.linked[link] !== 1) continue;
    const [row, payout] = [links.from[link] as number, links.to[link] as number];
    const known = leastLine[payout] as number;
    if (known === -1 || row < known) leastLine[payout] = row;
  }
  const heads = payouts.map(({ rows: [own] }, place) => {
    const row = own ?? (leastLine[place] as number);
    const beyond = own === undefined ? outside.get(place) : undefined;
    if (beyond !== undefined && (row === -1 || beyond.leastAt < row))
      return { row: -1, own: false, recordId: beyond.leastRecordId };
    if (row === -1) throw new Error('a payout without a record and without lines');
    return { row, own: own !== undefined, recordId: money.recordIds[row] as number };
  });
  const written = writtenIds(heads.filter(({ own }) => !own).map(({ recordId }) => recordId));
  const taken = new Set<string>();
  return payouts.map(({ source, id, currency }, place) => {
    const { row, own, recordId } = heads[place] as (typeof heads)[number];
    const { system, account } = sources.at(source);
    const key: RecordKey = own
      ? keyOfRow(row)
      : {
          system,
          account,
          type: system === 'amazon' ? 'settlement' : 'payout',
          nativeId: written.get(recordId) ?? texts.text(id),
        };
    let payoutId = canonicalIdOf(key, sha256);
    // One id, two currencies: the second bears its currency.
    if (taken.has(payoutId)) payoutId = canonicalIdOf({ ...key, nativeId: `${key.nativeId} ${currency}` }, sha256);
    taken.add(payoutId);
    return { headId: recordId, own, key, payoutId };
  });
}
