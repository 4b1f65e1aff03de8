/** The arithmetic of the evidence waterfall: what is drawn and written adds up to the score that is shown. */

/**
 * Rounds thousandths of a bit to tenths so that the rounded parts add up to the rounded sum (largest remainder). A bar is off its own
 * rounding by at most one tenth, and the column of figures on screen can be added with a pencil.
 */
export function tenthsThatAddUp(millibits: readonly number[]): { parts: number[]; total: number } {
  // The added zero turns a negative zero into a plain one.
  const total = Math.round(millibits.reduce((sum, part) => sum + part, 0) / 100) + 0;
  const floors = millibits.map((part) => Math.floor(part / 100));
  let missing = total - floors.reduce((sum, part) => sum + part, 0);
  const byRemainder = millibits
    .map((part, i) => ({ i, remainder: part - Math.floor(part / 100) * 100 }))
    .toSorted((a, b) => b.remainder - a.remainder || a.i - b.i);
  const parts = [...floors];
  for (const { i } of byRemainder) {
    if (missing <= 0) break;
    parts[i] = (parts[i] ?? 0) + 1;
    missing -= 1;
  }
  return { parts, total };
}

/** `+6.8`, `−2.7`, `0.0`. */
export function formatTenths(tenths: number): string {
  const sign = tenths > 0 ? '+' : tenths < 0 ? '−' : '';
  const abs = Math.abs(tenths);
  return `${sign}${Math.floor(abs / 10)}.${abs % 10}`;
}

export interface PlacedBar {
  /** Per cent of the track. */
  readonly left: number;
  readonly width: number;
  readonly negative: boolean;
}

/** Places each bar where the one before ended, on one scale that holds them all. */
export function placeBars(millibits: readonly number[]): { bars: PlacedBar[]; zero: number } {
  let at = 0;
  let low = 0;
  let high = 0;
  const ends = millibits.map((part) => {
    const from = at;
    at += part;
    low = Math.min(low, at);
    high = Math.max(high, at);
    return { from, to: at };
  });
  const span = high - low || 1;
  const percent = (value: number) => ((value - low) / span) * 100;
  return {
    zero: percent(0),
    bars: ends.map(({ from, to }) => ({
      left: percent(Math.min(from, to)),
      width: (Math.abs(to - from) / span) * 100,
      negative: to < from,
    })),
  };
}
