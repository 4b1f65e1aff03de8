/** Stable sorting of row numbers by 32-bit keys: two counting passes of 16 bits, linear in the number of rows. */

const DIGIT_BITS = 16;
const DIGITS = 1 << DIGIT_BITS;

/** Sorts `rows` in place by `keys[row]`, ascending as unsigned numbers; equal keys keep their order. `scratch` is as long as `rows`. */
export function sortByKey(rows: Uint32Array, keys: Uint32Array, scratch: Uint32Array): void {
  if (rows.length < 64) {
    rows.sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
    return;
  }
  const counts = new Uint32Array(DIGITS + 1);
  countingPass(rows, scratch, keys, 0, counts);
  countingPass(scratch, rows, keys, DIGIT_BITS, counts);
}

function countingPass(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number, counts: Uint32Array): void {
  counts.fill(0);
  const { length } = from;
  for (let i = 0; i < length; i++) {
    const digit = ((keys[from[i] as number] as number) >>> shift) & (DIGITS - 1);
    counts[digit + 1] = (counts[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit < DIGITS; digit++) counts[digit + 1] = (counts[digit + 1] as number) + (counts[digit] as number);
  for (let i = 0; i < length; i++) {
    const row = from[i] as number;
    const digit = ((keys[row] as number) >>> shift) & (DIGITS - 1);
    const at = counts[digit] as number;
    counts[digit] = at + 1;
    to[at] = row;
  }
}
