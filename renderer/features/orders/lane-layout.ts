/** Where the events of an order stand on its time line: pure arithmetic, so that it can be tested. */

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
const COLUMNS = 8;

/** The span of whole days that holds all events, at least eight days, split into eight columns. Null without events. */
export function spanOf(times: readonly number[]): TimeSpan | null {
  if (times.length === 0) return null;
  const first = Math.floor(Math.min(...times) / DAY_MS);
  const last = Math.floor(Math.max(...times) / DAY_MS) + 1;
  const days = Math.max(COLUMNS, Math.ceil((last - first) / COLUMNS) * COLUMNS);
  return { fromMs: first * DAY_MS, toMs: (first + days) * DAY_MS };
}

/** Start of each column, ms. */
export function columnStarts({ fromMs, toMs }: TimeSpan): number[] {
  return Array.from({ length: COLUMNS }, (_, i) => fromMs + (i * (toMs - fromMs)) / COLUMNS);
}

export interface PlacedEvent {
  /** From the left edge, percent of the lane. */
  readonly leftPercent: number;
  /** Row inside the lane: events that would cover each other step down. */
  readonly row: number;
  /** Set for an event near the right edge: it grows to the left. */
  readonly fromRight: boolean;
}

/** A label of `n` characters takes about this much of a lane; wide enough for the widest lane that is drawn. */
const PERCENT_PER_CHARACTER = 1.05;
const PADDING_PERCENT = 3;

export function placeEvents(events: readonly { readonly at: number; readonly label: string }[], span: TimeSpan): PlacedEvent[] {
  const rowEnds: number[] = [];
  return events.map(({ at, label }) => {
    const width = label.length * PERCENT_PER_CHARACTER + PADDING_PERCENT;
    const wanted = ((at - span.fromMs) / (span.toMs - span.fromMs)) * 100;
    const fromRight = wanted + width > 100;
    const left = fromRight ? Math.max(0, 100 - width) : wanted;
    let row = rowEnds.findIndex((end) => end <= left);
    if (row < 0) row = rowEnds.length;
    rowEnds[row] = left + width;
    return { leftPercent: fromRight ? 100 : wanted, row, fromRight };
  });
}
