/** Orders that a money row or a booking names by typed reference. */

import { FREE, MENTIONS, OWN } from '../matching/refs.ts';
import { normaliseReference } from '../normalise/references.ts';
import { buyerOf, type Events } from './events.ts';
import type { ReconcileInput } from './inputs.ts';
import type { TokenTable } from './token-table.ts';

/** A token that more orders bear than this says nothing. */
const MOST_BEARERS = 40;
/** Where orders own or mention the numbers that people quote. */
const QUOTED_SPACES = ['hubspot:deal', 'shopify:order', 'woocommerce:order', 'csv:order', 'netsuite:order'];
/** More answers than this are no answer. */
export const MOST_CANDIDATES = 6;

/** Candidates by the strength of what leads to them. */
export interface NamedOrders {
  /** `id`: one side owns the id; `shared`: both mention it; `words`: it stands in free text. */
  readonly by: 'id' | 'shared' | 'words' | 'nothing';
  readonly orders: readonly number[];
}

const NOBODY: NamedOrders = { by: 'nothing', orders: [] };

/** How often unambiguous links lead from a source of money to a source of orders: what a doubtful number most likely means. */
export class Affinity {
  readonly #counts = new Map<number, number>();
  readonly #totals = new Map<number, number>();

  add(source: number, orderSource: number, count = 1): void {
    const key = source * 65_536 + orderSource;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + count);
    this.#totals.set(source, (this.#totals.get(source) ?? 0) + count);
  }

  /** Source × 65,536 + order source → how often. */
  get counts(): ReadonlyMap<number, number> {
    return this.#counts;
  }

  /** Share of the links of a source that lead there, 0 … 1; 0.5 while fewer than five are known. */
  share(source: number, orderSource: number): number {
    const total = this.#totals.get(source) ?? 0;
    return total < 5 ? 0.5 : (this.#counts.get(source * 65_536 + orderSource) ?? 0) / total;
  }
}

export class OrderFinder {
  readonly affinity = new Affinity();
  readonly #input: ReconcileInput;
  readonly #tokens: TokenTable;
  readonly #events: Events;
  readonly #found = new Map<number, number>();

  constructor(input: ReconcileInput, tokens: TokenTable, events: Events) {
    this.#input = input;
    this.#tokens = tokens;
    this.#events = events;
    for (const [key, count] of input.rest?.affinity ?? []) this.affinity.add(Math.floor(key / 65_536), key % 65_536, count);
  }

  /**
   * The orders that a row and the reports about it name: the strongest kind of reference decides, then how many there are. `any`: not
   * how many, for one number in a memo is several references where it could mean several shops.
   */
  named(row: number, counting: 'most' | 'any' = 'most'): NamedOrders {
    const id = this.#count(row, 'id', counting);
    if (id.length > 0) return { by: 'id', orders: id };
    const shared = this.#count(row, 'shared', counting);
    if (shared.length > 0) return { by: 'shared', orders: shared };
    const words = this.#count(row, 'words', counting);
    return words.length > 0 ? { by: 'words', orders: words } : NOBODY;
  }

  /** Orders that bear an id which a memo quotes without saying what it is: letters and digits together, at least six. */
  quoted(text: string): number[] {
    const found = new Set<number>();
    for (const word of text.split(/[^\p{L}\p{N}_#-]+/u)) {
      if (word.length < 6 || !/\d/.test(word) || !/\p{L}/u.test(word)) continue;
      const value = normaliseReference(word);
      for (const space of QUOTED_SPACES) this.#addBearers(this.#tokens.find(space, value), found);
    }
    return [...found].sort((a, b) => a - b);
  }

  #addBearers(token: number, found: Set<number>): void {
    const { rows, bearer, bearerRole, bearerStart } = this.#tokens;
    if (token === -1) return;
    for (let at = bearerStart[token] as number; at < (bearerStart[token + 1] as number); at++) {
      const end = bearer[at] as number;
      if (end >= rows && bearerRole[at] !== FREE) found.add(end - rows);
    }
  }

  /**
   * Of several orders those that fit best: of the row's own shop, of the shop that this gateway serves, of the row's currency. A filter
   * that would leave none is not applied.
   */
  narrowed(row: number, candidates: readonly number[]): readonly number[] {
    if (candidates.length < 2) return candidates;
    return this.distinct(this.#fitting(row, candidates));
  }

  /**
   * Of two orders that an open question calls one sale written twice, the first: either answer is that sale. A person who says that they
   * are two makes them two answers again.
   */
  distinct(candidates: readonly number[]): readonly number[] {
    const { twins } = this.#input;
    if (twins === undefined || candidates.length < 2) return candidates;
    return candidates.filter((order) => {
      const twin = twins.get(order);
      return twin === undefined || twin > order || !candidates.includes(twin);
    });
  }

  #fitting(row: number, candidates: readonly number[]): readonly number[] {
    const { money, orders } = this.#input;
    const source = money.source[row] as number;
    const own = keep(candidates, (order) => orders.source[order] === source);
    const served = keep(own, (order) => this.affinity.share(source, orders.source[order] as number) >= 0.02);
    const { currency } = buyerOf(money, this.#events, row);
    return keep(served, (order) => orders.currency[order] === currency);
  }

  #count(row: number, by: 'id' | 'shared' | 'words', counting: 'most' | 'any'): number[] {
    const found = this.#found;
    found.clear();
    this.#countRow(row, by);
    for (let twin = this.#events.firstTwin[row] as number; twin !== -1; twin = this.#events.nextTwin[twin] as number)
      this.#countRow(twin, by);
    if (found.size === 0) return [];
    let most = 0;
    for (const count of found.values()) if (count > most) most = count;
    const best: number[] = [];
    for (const [order, count] of found) if (counting === 'any' || count === most) best.push(order);
    return best.sort((a, b) => a - b);
  }

  #countRow(row: number, by: 'id' | 'shared' | 'words'): void {
    const { start, token, role, rows, bearer, bearerRole, bearerStart } = this.#tokens;
    for (let i = start[row] as number; i < (start[row + 1] as number); i++) {
      const mine = role[i] as number;
      if ((mine === FREE) !== (by === 'words')) continue;
      const number = token[i] as number;
      const to = bearerStart[number + 1] as number;
      const from = firstOrder(bearer, bearerStart[number] as number, to, rows);
      if (to - from > MOST_BEARERS) continue;
      for (let at = from; at < to; at++) {
        const end = bearer[at] as number;
        const theirs = bearerRole[at] as number;
        if (theirs === FREE || (theirs === OWN && mine === OWN)) continue;
        if (by === 'words' ? theirs !== OWN : (theirs === MENTIONS && mine === MENTIONS) !== (by === 'shared')) continue;
        this.#found.set(end - rows, (this.#found.get(end - rows) ?? 0) + 1);
      }
    }
  }
}

/** Where the orders begin among the bearers of a token: money rows, of which a payout may have thousands, stand before them. */
function firstOrder(bearer: Uint32Array, from: number, to: number, rows: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((bearer[middle] as number) < rows) low = middle + 1;
    else high = middle;
  }
  return low;
}

function keep(candidates: readonly number[], fits: (order: number) => boolean): readonly number[] {
  const kept = candidates.filter(fits);
  return kept.length > 0 ? kept : candidates;
}
