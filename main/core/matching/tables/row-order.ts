/** Rows in the order of their ids: by number where all are numbers, else by code units. */
import { sortByKey } from '../radix.ts';
import { sortTexts } from './sort-texts.ts';
import { compareTexts, type Texts } from './texts.ts';

const ZERO = 48;
const NINE = 57;
/** Digits that are surely an exact number. */
const MOST_DIGITS = 15;

/** Ids by number of a text, of each row; null where the rows stand in order already. */
export function rowOrder(ids: Texts, number: Int32Array): Uint32Array | null {
  const values = numericIds(ids, number);
  const compare =
    values === null
      ? (a: number, b: number): number => compareTexts(ids, number[a] as number, number[b] as number)
      : (a: number, b: number): number => (values[a] as number) - (values[b] as number);
  if (isAscending(number.length, compare)) return null;
  const order = new Uint32Array(number.length);
  for (let row = 0; row < order.length; row++) order[row] = row;
  if (values === null) sortByText(order, ids, number);
  else sortNumbers(order, values);
  return order;
}

function isAscending(rows: number, compare: (a: number, b: number) => number): boolean {
  for (let row = 1; row < rows; row++) if (compare(row - 1, row) >= 0) return false;
  return true;
}

/** Ids as numbers, without leading zeros and so of one meaning each; null where one is none. */
function numericIds({ units, start }: Texts, number: Int32Array): Float64Array | null {
  const values = new Float64Array(number.length);
  for (let row = 0; row < values.length; row++) {
    const from = start[number[row] as number] as number;
    const to = start[(number[row] as number) + 1] as number;
    if (to - from > MOST_DIGITS || (units[from] === ZERO && to - from > 1)) return null;
    let value = 0;
    for (let at = from; at < to; at++) {
      const unit = units[at] as number;
      if (unit < ZERO || unit > NINE) return null;
      value = value * 10 + unit - ZERO;
    }
    values[row] = value;
  }
  return values;
}

function sortNumbers(order: Uint32Array, values: Float64Array): void {
  const keys = new Uint32Array(values.length);
  const scratch = new Uint32Array(values.length);
  let isLong = false;
  for (let row = 0; row < values.length; row++) {
    keys[row] = (values[row] as number) % 2 ** 32;
    isLong ||= (values[row] as number) >= 2 ** 32;
  }
  sortByKey(order, keys, scratch);
  if (!isLong) return;
  for (let row = 0; row < values.length; row++) keys[row] = Math.floor((values[row] as number) / 2 ** 32);
  sortByKey(order, keys, scratch);
}

/** Each id is of one row. */
function sortByText(order: Uint32Array, ids: Texts, number: Int32Array): void {
  const rowOf = new Uint32Array(ids.count);
  for (let row = 0; row < number.length; row++) rowOf[number[row] as number] = row;
  const sorted = sortTexts(ids, Uint32Array.from(number));
  for (let at = 0; at < order.length; at++) order[at] = rowOf[sorted[at] as number] as number;
}
