import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_HEIGHT_PX, scrollTopFor, type Viewport, visibleRows, wheelStep } from './virtual.ts';

const view = (over: Partial<Viewport>): Viewport => ({ rowCount: 100_000, rowHeight: 34, height: 680, scrollTop: 0, ...over });

describe('visibleRows', () => {
  it('draws a screenful and a little more', () => {
    expect(visibleRows(view({ scrollTop: 34_000 }))).toEqual({ totalHeight: 3_400_000, start: 994, end: 1026, offset: 33_796 });
  });

  it('never asks the browser for more height than it can lay out', () => {
    expect(visibleRows(view({ rowCount: 5_000_000 })).totalHeight).toBe(MAX_HEIGHT_PX);
  });

  it('reaches the very last row of a scaled list', () => {
    const at = visibleRows(view({ rowCount: 5_000_000, scrollTop: MAX_HEIGHT_PX - 680 }));
    expect(at.end).toBe(5_000_000);
    expect(at.offset + (at.end - at.start) * 34).toBeCloseTo(MAX_HEIGHT_PX, 0);
  });
});

describe('scrollTopFor', () => {
  it('brings any row fully into view, at any size', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000_000 }), fc.nat(), fc.nat(), (rowCount, pick, scroll) => {
        const index = pick % rowCount;
        const before = view({ rowCount, scrollTop: scroll % Math.max(1, Math.min(rowCount * 34, MAX_HEIGHT_PX) - 680) });
        const scrollTop = scrollTopFor(index, before);
        const rows = visibleRows({ ...before, scrollTop });
        const top = rows.offset + (index - rows.start) * 34 - scrollTop;
        expect(top).toBeGreaterThanOrEqual(-0.01);
        expect(top + 34).toBeLessThanOrEqual(Math.max(680, 34) + 0.01);
      }),
    );
  });

  it('does not move for a row that is already there', () => {
    expect(scrollTopFor(1005, view({ scrollTop: 34_000 }))).toBe(34_000);
  });
});

it('moves the rows by what the wheel says, also where the scrollbar is scaled', () => {
  const long = view({ rowCount: 5_000_000, scrollTop: 6_000_000 });
  const firstPixel = (v: Viewport) => {
    const rows = visibleRows(v);
    return rows.start * 34 - (rows.offset - v.scrollTop);
  };
  const moved = firstPixel({ ...long, scrollTop: long.scrollTop + wheelStep(100, long) }) - firstPixel(long);
  expect(moved).toBeCloseTo(100, 3);
});
