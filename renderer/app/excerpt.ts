/** Long source lines, shown around the value in question. */

export interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The stretch of a text around a mark, with the mark moved along; `…` stands for what is left out. The whole text when it is not much
 * longer than that.
 */
export function excerptAround(text: string, mark: Range | null, radius: number): { text: string; mark: Range | null } {
  if (text.length <= radius * 2 + 40) return { text, mark };
  const from = Math.max(0, (mark?.start ?? 0) - radius);
  const to = Math.min(text.length, (mark?.end ?? 0) + radius);
  const head = from > 0 ? '…' : '';
  const tail = to < text.length ? '…' : '';
  const shift = head.length - from;
  return {
    text: `${head}${text.slice(from, to)}${tail}`,
    mark: mark === null ? null : { start: mark.start + shift, end: mark.end + shift },
  };
}

/** Where a column's name stands in a header line; null when it cannot be told. Whole names only. */
export function columnInHeader(header: string, column: string | null): Range | null {
  if (column === null) return null;
  for (let start = header.indexOf(column); start >= 0; start = header.indexOf(column, start + 1)) {
    const end = start + column.length;
    const isWhole = (at: number) => at < 0 || at >= header.length || /[,;\t|"]/.test(header[at] ?? '');
    if (isWhole(start - 1) && isWhole(end)) return { start, end };
  }
  return null;
}
