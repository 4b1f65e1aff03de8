/** Fuzzy matching for the palette: the letters in order, better at the start of words, best side by side. */

export interface FuzzyHit {
  readonly score: number;
  /** Positions of the matched letters. */
  readonly at: readonly number[];
}

/** Null when not every letter of the query is there in order. An empty query matches with score 0. */
export function fuzzyMatch(query: string, text: string): FuzzyHit | null {
  const wanted = query.toLowerCase().replaceAll(' ', '');
  const lower = text.toLowerCase();
  const at: number[] = [];
  let score = 0;
  let from = 0;
  for (const letter of wanted) {
    const found = bestPosition(lower, letter, from);
    if (found < 0) return null;
    const previous = at.at(-1);
    if (previous !== undefined && found === previous + 1) score += 6;
    if (isWordStart(lower, found)) score += 4;
    score += 1;
    at.push(found);
    from = found + 1;
  }
  // Of equals, the shorter text is the closer one.
  return { score: wanted === '' ? 0 : score - text.length / 100, at };
}

/** The next place of a letter, preferring the one right here, then the next start of a word, then anywhere. */
function bestPosition(text: string, letter: string, from: number): number {
  if (text[from] === letter) return from;
  for (let i = text.indexOf(letter, from); i >= 0; i = text.indexOf(letter, i + 1)) if (isWordStart(text, i)) return i;
  return text.indexOf(letter, from);
}

function isWordStart(text: string, i: number): boolean {
  return i === 0 || /[\s\-:(]/.test(text[i - 1] ?? '');
}

/** Items that match, best first; among equals those in `recent` come first, in that order. */
export function fuzzyRank<T>(
  items: readonly T[],
  query: string,
  textOf: (item: T) => string,
  recent: readonly T[],
): { item: T; at: readonly number[] }[] {
  const recency = (item: T) => {
    const i = recent.indexOf(item);
    return i < 0 ? recent.length : i;
  };
  return items
    .flatMap((item) => {
      const hit = fuzzyMatch(query, textOf(item));
      return hit === null ? [] : [{ item, at: hit.at, score: hit.score }];
    })
    .toSorted((a, b) => b.score - a.score || recency(a.item) - recency(b.item));
}
