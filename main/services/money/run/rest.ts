/** What lies outside of a part, summed up from the last run over the whole book. */

import { type Spans, spansOf } from '#core/reconciliation/coverage.ts';
import { itemisedPayouts, netOf } from '#core/reconciliation/events.ts';
import { NO_MINUTE } from '#core/reconciliation/inputs.ts';
import { kindCode } from '#core/reconciliation/money-kinds.ts';
import { LINK_RULES } from '#core/reconciliation/outputs.ts';
import { NotLocal, type PinnedLine, type Rest, type RestLines } from '#core/reconciliation/rest.ts';
import type { StandingBook } from '#core/reconciliation/standing-book.ts';
import type { Part } from '../load/part.ts';
import type { FoundWorld } from './compute.ts';

const HELD = kindCode('reserve_held');
const RELEASED = kindCode('reserve_released');

/** Sums over lines of one payout; `least` is their least row. */
interface Sums {
  lines: number;
  lineSum: number;
  minute: number;
  held: number;
  released: number;
  least: number;
}

/** Of one payout: lines that name it, and lines that were taken by their sums or by a person. */
type PayoutSums = readonly [named: Sums, taken: Sums];

/** Sums that do not depend on a part: made once for a standing book. */
export class Outside {
  readonly #found: FoundWorld;
  readonly #standing: StandingBook;
  readonly #sums: readonly PayoutSums[];
  readonly #itemised: ReadonlySet<number>;
  readonly #spans: Spans;
  readonly #shops: Float64Array;

  constructor(found: FoundWorld, standing: StandingBook) {
    const { world } = found;
    this.#found = found;
    this.#standing = standing;
    this.#sums = world.paidOut.payouts.map((_, payout) => this.#sumOf(payout, null));
    this.#itemised = itemisedPayouts(world.input.money);
    this.#spans = spansOf(world.input);
    this.#shops = new Float64Array(world.input.sources.length);
    for (const source of world.input.orders.source) this.#shops[source] = (this.#shops[source] as number) + 1;
  }

  /** First and last minute of each source. */
  get spans(): Spans {
    return this.#spans;
  }

  /** `rows` and `orders` of the whole that the part holds, as the last run found them. */
  of(
    part: Part,
    { rows, orders }: { readonly rows: readonly number[]; readonly orders: readonly number[] },
    isMoved: Rest['isMoved'],
  ): Rest {
    const { world } = this.#found;
    const { input, paid, paidOut, finder } = world;
    const inside = new Uint8Array(input.money.size);
    for (const row of rows) inside[row] = 1;
    const affinity = new Map(finder.affinity.counts);
    for (const row of rows) {
      if (paid.taught[row] !== 1) continue;
      const key = (input.money.source[row] as number) * 65_536 + (input.orders.source[paid.orderOf[row] as number] as number);
      affinity.set(key, (affinity.get(key) ?? 0) - 1);
    }
    const touched = new Set(rows.map((row) => paidOut.payoutOf[row] as number));
    const lines = paidOut.payouts.flatMap((_, payout) =>
      this.#linesOf(part, payout, touched.has(payout) ? this.#sumOf(payout, inside) : (this.#sums[payout] as PayoutSums)),
    );
    const pinned = rows.flatMap((row): PinnedLine[] => {
      const rule = LINK_RULES[(paidOut.ruleOf[row] as number) - 1];
      const place = part.rowOf.get(row);
      return rule === undefined || place === undefined
        ? []
        : [{ row: place, rule, ...this.#nameOf(part, paidOut.payoutOf[row] as number) }];
    });
    const shops = this.#shops.slice();
    for (const order of orders) {
      const source = input.orders.source[order] as number;
      shops[source] = (shops[source] as number) - 1;
    }
    return {
      itemised: this.#itemised,
      affinity,
      lines,
      pinned,
      isMoved,
      ...this.#spans,
      shops: new Set([...shops].flatMap((count, source) => (count > 0 ? [source] : []))),
    };
  }

  #nameOf(part: Part, payout: number): { source: number; id: number; record: number } {
    const draft = this.#found.world.paidOut.payouts[payout];
    if (draft === undefined) throw new Error(`no payout ${payout}`);
    const [own] = draft.rows;
    const record = own === undefined ? -1 : (part.rowOf.get(own) ?? -1);
    if (draft.id === 0 && record === -1) throw new NotLocal('a payout that nothing names');
    return { source: draft.source, id: draft.id, record };
  }

  #linesOf(part: Part, payout: number, [named, taken]: PayoutSums): RestLines[] {
    const { world, book } = this.#found;
    const found: RestLines[] = [];
    for (const sums of [named, taken]) {
      if (sums.lines === 0) continue;
      found.push({
        ...this.#nameOf(part, payout),
        named: sums === named,
        lines: sums.lines,
        lineSum: sums.lineSum,
        minute: sums.minute,
        held: sums.held,
        released: sums.released,
        leastAt: part.placeOf(sums.least),
        leastRecordId: book.money.recordIds[sums.least] as number,
        leastCurrency: world.input.money.currency[sums.least] as number,
      });
    }
    return found;
  }

  /** Over the lines of a payout but those that `leave` marks. */
  #sumOf(payout: number, leave: Uint8Array | null): PayoutSums {
    const { money } = this.#found.world.input;
    const { ruleOf } = this.#found.world.paidOut;
    const sums: PayoutSums = [noLines(), noLines()];
    for (const row of this.#standing.linesOf(payout)) {
      if (leave !== null && leave[row] === 1) continue;
      const sum = sums[ruleOf[row] === 0 ? 0 : 1];
      const net = netOf(money, row);
      sum.lines += 1;
      sum.lineSum += net;
      if ((money.payoutMinute[row] as number) > sum.minute) sum.minute = money.payoutMinute[row] as number;
      if (money.kind[row] === HELD) sum.held -= net;
      if (money.kind[row] === RELEASED) sum.released += net;
      if (sum.least === -1) sum.least = row;
    }
    return sums;
  }
}

function noLines(): Sums {
  return { lines: 0, lineSum: 0, minute: NO_MINUTE, held: 0, released: 0, least: -1 };
}
