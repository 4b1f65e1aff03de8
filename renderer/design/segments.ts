export interface Segment {
  readonly start: number;
  readonly text: string;
  readonly marked: boolean;
}

/** Cuts a text at its marks (UTF-16 ranges, in any order; overlaps merge, ends are clipped). The parts always add up to the text. */
export function segments(text: string, marks: readonly { start: number; end: number }[]): Segment[] {
  const out: Segment[] = [];
  let at = 0;
  for (const mark of marks.toSorted((a, b) => a.start - b.start)) {
    const start = Math.max(at, Math.min(mark.start, text.length));
    const end = Math.min(mark.end, text.length);
    if (end <= start) continue;
    if (start > at) out.push({ start: at, text: text.slice(at, start), marked: false });
    out.push({ start, text: text.slice(start, end), marked: true });
    at = end;
  }
  if (at < text.length) out.push({ start: at, text: text.slice(at), marked: false });
  return out;
}
