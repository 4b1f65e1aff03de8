/**
 * Character-level differences for the merge screen: which stretches of a text are not in the chosen one. Works on whole visible
 * characters (a letter with its combining marks, an emoji), so no mark ever cuts one in half.
 */

/** A range of UTF-16 units of the text, end exclusive. */
export interface Mark {
  readonly start: number;
  readonly end: number;
}

/** Beyond this many characters (after the common head and tail) the middle is marked as a whole: a table of 250,000 cells is 1 ms. */
const MAX_CELLS = 250_000;

/** Ranges of `text` that are not part of the longest common subsequence with `chosen`. Empty when the texts are equal. */
export function differences(text: string, chosen: string): Mark[] {
  if (text === chosen) return [];
  const a = characters(text);
  const b = characters(chosen);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const middleA = a.slice(head, a.length - tail);
  const middleB = b.slice(head, b.length - tail);
  const kept = middleA.length * middleB.length > MAX_CELLS ? new Uint8Array(middleA.length) : commonSubsequence(middleA, middleB);
  return marksOf(a, head, kept);
}

/** One entry per visible character: base code point with the marks, selectors and joined parts that follow it. */
function characters(text: string): string[] {
  return text.match(/(?:\P{M}(?:\p{M}|\u200d\P{M}|[\u{1f3fb}-\u{1f3ff}])*)|\p{M}/gu) ?? [];
}

/** 1 for each element of `a` that lies on a longest common subsequence with `b` (dynamic programming over suffixes). */
function commonSubsequence(a: readonly string[], b: readonly string[]): Uint8Array {
  const width = b.length + 1;
  const lengths = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const kept = new Uint8Array(a.length);
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      kept[i++] = 1;
      j++;
    } else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
  }
  return kept;
}

function marksOf(a: readonly string[], head: number, kept: Uint8Array): Mark[] {
  const marks: Mark[] = [];
  let offset = 0;
  let start = -1;
  a.forEach((character, index) => {
    const inMiddle = index >= head && index < head + kept.length;
    const differs = inMiddle && kept[index - head] === 0;
    if (differs && start < 0) start = offset;
    if (!differs && start >= 0) {
      marks.push({ start, end: offset });
      start = -1;
    }
    offset += character.length;
  });
  if (start >= 0) marks.push({ start, end: offset });
  return marks;
}
