/**
 * Shipped weights for orders: set by hand from what each level is worth in log2 odds, rounded. Three thoughts behind them:
 *
 * - The client is one comparison, not three: e-mail, phone and name of one person agree together, and counted apart they would
 *   outweigh everything an order says.
 * - The same client is not the same order. Client and total together stay below the bar; the time, the items or a reference must
 *   speak too, and each can say no.
 * - A typed reference is proof unless the rest contradicts it: numbers are reused, and shops share them.
 */
import type { Model } from './model.ts';

export const ORDERS_MODEL: Model = {
  specification: 'orders',
  priorMillibits: -14_000,
  weights: {
    //          unknown  named   shared  in text  another
    reference: [0, 19_000, 9_000, 3_000, -12_000],
    //       unknown  equal  net    rounding  transposed  tax    differ
    amount: [0, 10_000, 9_000, 8_500, 2_000, 500, -7_000],
    //     unknown  2 min  hour   day    next   3 days  month end  week   month    more
    time: [0, 8_500, 7_000, 5_500, 4_500, -500, 1_300, -2_000, -3_500, -9_000],
    //      unknown  days  month  quarter  more
    start: [0, 3_500, 500, -1_500, -6_000],
    //       unknown  e+n     p+n     e only  p only  e/other p/other  name   firm   n/other e  alike  a/other e  in title  different
    client: [0, 12_000, 11_500, 10_000, 8_000, 2_500, 1_500, 9_000, 9_500, 4_000, 7_000, 2_000, 9_000, -7_000],
    //      unknown  clientless  equal  differ
    place: [0, 5_000, 1_500, -3_000],
    items: [0, 2_500, -2_500],
    //      unknown  equal  whole  subject  in part  differ
    title: [0, 9_500, 9_500, 7_000, 500, -1_500],
    //          unknown  seconds apart  two numbers
    sentTwice: [0, 6_000, -14_000],
  },
  frequencies: {
    amount: { free: 4, perDoubling: 700, most: 7_000 },
    client: { free: 16, perDoubling: 800, most: 9_000 },
    place: { free: 8, perDoubling: 700, most: 4_000 },
    title: { free: 4, perDoubling: 1_000, most: 6_000 },
  },
  joinAt: 8_000,
  joinNamedAt: 3_000,
  joinContextAt: 5_000,
  margin: 3_000,
  proposeAt: -4_000,
  keepBeatenAt: 4_000,
  bands: { certain: 10_000, likely: 5_000 },
  budget: { blockRecords: 200, neighbours: 50 },
};
