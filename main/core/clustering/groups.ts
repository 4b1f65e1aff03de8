/** Records by what they hang together with, in two arrays instead of a list each. */
export interface Groups {
  readonly count: number;
  /** Members of group g are `members[start[g]]` … `members[start[g + 1] − 1]`, ascending. */
  readonly start: Uint32Array;
  readonly members: Uint32Array;
}

/** Groups of two records at least, by their first record. `first` is of each record the first of its group. */
export function groupsOf(first: Int32Array): Groups {
  const sizes = new Uint32Array(first.length);
  for (const own of first) sizes[own] = (sizes[own] as number) + 1;
  let [count, length] = [0, 0];
  for (const size of sizes) {
    if (size < 2) continue;
    count++;
    length += size;
  }
  const start = new Uint32Array(count + 1);
  const next = sizes;
  let group = 0;
  for (let record = 0, at = 0; record < first.length; record++) {
    const size = sizes[record] as number;
    if (size < 2) {
      next[record] = NONE;
      continue;
    }
    next[record] = at;
    at += size;
    start[++group] = at;
  }
  const members = new Uint32Array(length);
  for (const [record, own] of first.entries()) {
    const at = next[own] as number;
    if (at === NONE) continue;
    members[at] = record;
    next[own] = at + 1;
  }
  return { count, start, members };
}

const NONE = 0xffffffff;
