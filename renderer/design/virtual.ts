/**
 * Which rows of a very long list are on screen. Row heights are fixed, so a position is a multiplication; only when the list is
 * taller than a browser can lay out (browsers stop near 17 or 33 million pixels) is the scroll position scaled.
 */
export const MAX_HEIGHT_PX = 12_000_000;

export interface Viewport {
  readonly rowCount: number;
  readonly rowHeight: number;
  /** Height of the window over the rows, px. */
  readonly height: number;
  readonly scrollTop: number;
}

export interface VisibleRows {
  /** Height of the element that gives the scrollbar its length. */
  readonly totalHeight: number;
  /** First and one past the last row to draw. */
  readonly start: number;
  readonly end: number;
  /** Where the first drawn row stands, px from the top of the scrolled content. */
  readonly offset: number;
}

const OVERSCAN = 6;

export function visibleRows({ rowCount, rowHeight, height, scrollTop }: Viewport): VisibleRows {
  const realHeight = rowCount * rowHeight;
  const totalHeight = Math.min(realHeight, MAX_HEIGHT_PX);
  const at = toReal({ rowCount, rowHeight, height, scrollTop });
  const start = Math.max(0, Math.floor(at / rowHeight) - OVERSCAN);
  const end = Math.min(rowCount, Math.ceil((at + height) / rowHeight) + OVERSCAN);
  // Drawn rows keep their real distance from the top edge of the window, whatever the scale.
  return { totalHeight, start, end, offset: scrollTop - (at - start * rowHeight) };
}

/** Scroll position that shows a row, moving as little as possible. */
export function scrollTopFor(index: number, view: Viewport): number {
  const top = index * view.rowHeight;
  const at = toReal(view);
  if (top < at) return fromReal(top, view);
  if (top + view.rowHeight > at + view.height) return fromReal(top + view.rowHeight - view.height, view);
  return view.scrollTop;
}

/** How far a wheel turn of `delta` px moves the scrollbar, so that it always moves the rows by `delta`. */
export function wheelStep(delta: number, view: Viewport): number {
  return delta / scale(view);
}

function scale({ rowCount, rowHeight, height }: Viewport): number {
  const real = rowCount * rowHeight;
  return real <= MAX_HEIGHT_PX ? 1 : (real - height) / (MAX_HEIGHT_PX - height);
}

function toReal(view: Viewport): number {
  return view.scrollTop * scale(view);
}

function fromReal(position: number, view: Viewport): number {
  return position / scale(view);
}
