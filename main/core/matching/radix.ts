/** Stable sorting of row numbers by 32-bit keys in counting passes: linear in the number of rows. */

/** Fewer rows are sorted before 65,536 counts are cleared: they are counted byte by byte. */
const FEW = 16_384;

/** Sorts `rows` in place by `keys[row]`, ascending as unsigned numbers; equal keys keep their order. `scratch` is as long as `rows`. */
export function sortByKey(rows: Uint32Array, keys: Uint32Array, scratch: Uint32Array): void {
  if (rows.length < 64) {
    rows.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    return;
  }
  const bits = rows.length < FEW ? 8 : 16;
  const counts = new Uint32Array((1 << bits) + 1);
  for (let shift = 0; shift < 32; shift += 2 * bits) {
    countingPass(rows, scratch, keys, shift, counts);
    countingPass(scratch, rows, keys, shift + bits, counts);
  }
}

function countingPass(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number, counts: Uint32Array): void {
  counts.fill(0);
  const { length } = from;
  const last = counts.length - 2;
  for (let i = 0; i < length; i++) {
    const digit = ((keys[from[i] as number] as number) >>> shift) & last;
    counts[digit + 1] = (counts[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit <= last; digit++) counts[digit + 1] = (counts[digit + 1] as number) + (counts[digit] as number);
  for (let i = 0; i < length; i++) {
    const row = from[i] as number;
    const digit = ((keys[row] as number) >>> shift) & last;
    const at = counts[digit] as number;
    counts[digit] = at + 1;
    to[at] = row;
  }
}

/** Sorts numbers of entries (below their count) by a number that each has. Whole ones that are not too far apart are sorted as keys. */
export function sortByNumber(order: Uint32Array, numberOf: (entry: number) => number, scratch: Uint32Array): void {
  let [least, most, areWhole] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  for (let at = 0; at < order.length; at++) {
    const value = numberOf(order[at] as number);
    if (value < least) least = value;
    if (value > most) most = value;
    areWhole &&= Number.isInteger(value);
  }
  if (areWhole && most - least < 2 ** 32) {
    const keys = new Uint32Array(order.length);
    for (let entry = 0; entry < keys.length; entry++) keys[entry] = numberOf(entry) - least;
    sortByKey(order, keys, scratch);
  } else order.sort((a, b) => numberOf(a) - numberOf(b) || a - b);
}

const BYTE = 256;

/**
 * Sorts `keys` ascending as unsigned numbers and takes `values` along; equal keys keep their order. Both are moved, so that nothing is
 * looked up elsewhere: four counting passes of 8 bits. The other two arrays are room of the same length.
 */
export function sortTogether(keys: Uint32Array, values: Uint32Array, otherKeys: Uint32Array, otherValues: Uint32Array): void {
  const counts = new Uint32Array(BYTE);
  for (let shift = 0; shift < 32; shift += 16) {
    movingPass(keys, values, otherKeys, otherValues, shift, counts);
    movingPass(otherKeys, otherValues, keys, values, shift + 8, counts);
  }
}

function movingPass(
  keys: Uint32Array,
  values: Uint32Array,
  toKeys: Uint32Array,
  toValues: Uint32Array,
  shift: number,
  counts: Uint32Array,
): void {
  const { length } = keys;
  counts.fill(0);
  for (let i = 0; i < length; i++) {
    const digit = ((keys[i] as number) >>> shift) & (BYTE - 1);
    counts[digit] = (counts[digit] as number) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < BYTE; digit++) {
    const own = counts[digit] as number;
    counts[digit] = before;
    before += own;
  }
  for (let i = 0; i < length; i++) {
    const key = keys[i] as number;
    const digit = (key >>> shift) & (BYTE - 1);
    const at = counts[digit] as number;
    counts[digit] = at + 1;
    toKeys[at] = key;
    toValues[at] = values[i] as number;
  }
}
