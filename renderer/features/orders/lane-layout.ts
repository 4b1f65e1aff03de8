/** Where the events of an order stand on its time line: pure arithmetic, so that it can be tested. */
import { dayStart } from '../../design/days.ts';

export interface TimeSpan {
  readonly fromMs: number;
  readonly toMs: number;
}

const DAY_MS = 86_400_000;
const COLUMNS = 8;

/** The span of whole days of the zone that holds all events, at least eight, split into eight columns. Null without events. */
export function spanOf(times: readonly number[], zone: string): TimeSpan | null {
  if (times.length === 0) return null;
  const fromMs = dayStart(Math.min(...times), zone);
  // Counted from the first midnight: a change of clocks in between moves later ones by an hour, which no eye sees here.
  const needed = Math.floor((Math.max(...times) - fromMs) / DAY_MS) + 1;
  const days = Math.max(COLUMNS, Math.ceil(needed / COLUMNS) * COLUMNS);
  return { fromMs, toMs: fromMs + days * DAY_MS };
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
