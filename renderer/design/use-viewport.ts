import { type RefObject, useLayoutEffect, useState } from 'react';
import { scrollTopFor, type VisibleRows, visibleRows, wheelStep } from './virtual.ts';

/** Follows the scroll position and the size of a scrolling element, and says which of its fixed-height rows to draw. */
export function useVisibleRows(
  ref: RefObject<HTMLElement | null>,
  rowCount: number,
  rowHeight: number,
  /** Height at the top that a sticky header covers, px. */
  headerHeight = 0,
): { rows: VisibleRows; reveal: (index: number) => void; pageRows: number } {
  const [port, setPort] = useState({ scrollTop: 0, height: 600 });
  const height = Math.max(rowHeight, port.height - headerHeight);
  const view = { rowCount, rowHeight, height, scrollTop: port.scrollTop };

  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const read = () => {
      const { scrollTop, clientHeight } = element;
      setPort((old) => (old.scrollTop === scrollTop && old.height === clientHeight ? old : { scrollTop, height: clientHeight }));
    };
    read();
    const resized = new ResizeObserver(read);
    resized.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [ref]);

  // Only a scaled list needs its own wheel: elsewhere the browser's is right, and smoother.
  const scaled = rowCount * rowHeight > visibleRows(view).totalHeight;
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null || !scaled) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? rowHeight : 1;
      const now = { rowCount, rowHeight, height, scrollTop: element.scrollTop };
      element.scrollTop += wheelStep(event.deltaY * lines, now);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [ref, scaled, rowCount, rowHeight, height]);

  return {
    rows: visibleRows(view),
    reveal: (index) => {
      const element = ref.current;
      if (element === null) return;
      // From the position as last heard of: asking the element would make the browser lay the page out at once.
      const next = scrollTopFor(index, view);
      if (next !== view.scrollTop) element.scrollTop = next;
    },
    pageRows: Math.max(1, Math.floor(height / rowHeight) - 1),
  };
}
