const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Visible characters: no mark cuts a letter from its accent, or an emoji in half. */
function charactersOf(text: string): string[] {
  return Array.from(GRAPHEMES.segment(text), ({ segment }) => segment);
}

/**
 * What differs between a text and the one picked by hand: all between their common head and tail. Coarser than the marks that come
 * with the question, and at once: a key press does not wait for the app thread.
 */
export function middleMark(text: string, chosen: string): { start: number; end: number }[] {
  const a = charactersOf(text);
  const b = charactersOf(chosen);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  const start = a.slice(0, head).join('').length;
  const end = text.length - a.slice(a.length - tail).join('').length;
  return end > start ? [{ start, end }] : [];
}
