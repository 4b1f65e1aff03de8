/**
 * The same aim as in `agree.ts` for heaps too large to look at every pair: only clusters that some pair connects may become one, and a
 * pair that was not compared counts as unlikely.
 */

export interface SparsePair {
  readonly left: number;
  readonly right: number;
  /** Millibits, cut at both ends. */
  readonly score: number;
}

interface Bond {
  sum: number;
  pairs: number;
}

interface Offer {
  readonly gain: number;
  readonly low: number;
  readonly high: number;
}

/** @param unseen what a pair that was not compared counts, millibits. */
export function sparseGroups(
  members: readonly number[],
  pairs: readonly SparsePair[],
  unseen: number,
  allowed: (left: number, right: number) => boolean,
): number[][] {
  const groups = new Map(members.map((record) => [record, [record]]));
  const bonds = new Map<number, Map<number, Bond>>(members.map((record) => [record, new Map()]));
  for (const { left, right, score } of pairs) {
    const bond = { sum: score, pairs: 1 };
    bonds.get(left)?.set(right, bond);
    bonds.get(right)?.set(left, bond);
  }
  const gainOf = (a: number, b: number, { sum, pairs: seen }: Bond): number =>
    sum + unseen * ((groups.get(a)?.length ?? 0) * (groups.get(b)?.length ?? 0) - seen);
  const offers = new Offers();
  const offer = (a: number, b: number, bond: Bond): void => {
    const gain = gainOf(a, b, bond);
    if (gain > 0) offers.push({ gain, low: Math.min(a, b), high: Math.max(a, b) });
  };
  for (const { left, right } of pairs) {
    const bond = bonds.get(left)?.get(right);
    if (bond !== undefined) offer(left, right, bond);
  }
  for (let best = offers.pop(); best !== undefined; best = offers.pop()) {
    const { low, high, gain } = best;
    const [one, other] = [groups.get(low), groups.get(high)];
    const bond = bonds.get(low)?.get(high);
    // What was offered before one of them grew is offered anew with what it is worth now.
    if (one === undefined || other === undefined || bond === undefined || gainOf(low, high, bond) !== gain) continue;
    if (!one.every((left) => other.every((right) => allowed(left, right)))) {
      bonds.get(low)?.delete(high);
      bonds.get(high)?.delete(low);
      continue;
    }
    groups.set(low, [...one, ...other]);
    groups.delete(high);
    const own = bonds.get(low) ?? new Map<number, Bond>();
    own.delete(high);
    for (const [third, taken] of bonds.get(high) ?? []) {
      bonds.get(third)?.delete(high);
      if (third === low) continue;
      const before = own.get(third) ?? { sum: 0, pairs: 0 };
      const sum = { sum: before.sum + taken.sum, pairs: before.pairs + taken.pairs };
      own.set(third, sum);
      bonds.get(third)?.set(low, sum);
    }
    bonds.delete(high);
    for (const [third, joined] of own) offer(low, third, joined);
  }
  return [...groups.values()].map((group) => group.sort((a, b) => a - b));
}

/** The largest gain first; of equal ones the first records. */
class Offers {
  readonly #heap: Offer[] = [];

  push(offer: Offer): void {
    const heap = this.#heap;
    let at = heap.length;
    heap.push(offer);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (!isBetter(offer, heap[above] as Offer)) break;
      heap[at] = heap[above] as Offer;
      at = above;
    }
    heap[at] = offer;
  }

  pop(): Offer | undefined {
    const heap = this.#heap;
    const [top] = heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return top;
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= heap.length) break;
      const right = left + 1;
      const child = right < heap.length && isBetter(heap[right] as Offer, heap[left] as Offer) ? right : left;
      if (!isBetter(heap[child] as Offer, last)) break;
      heap[at] = heap[child] as Offer;
      at = child;
    }
    heap[at] = last;
    return top;
  }
}

function isBetter(a: Offer, b: Offer): boolean {
  return a.gain !== b.gain ? a.gain > b.gain : a.low !== b.low ? a.low < b.low : a.high < b.high;
}
