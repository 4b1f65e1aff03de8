/** Where the value of an element stands in a stretch of tags. */
import type { TextPlace } from '../text/layout.ts';
import { TagScanner } from './tags.ts';

/**
 * @param paths names of elements, outermost first, ending in the element that holds the value; the first path that is found counts.
 *   A path fits where it is the end of the element's own path, so that text may begin anywhere.
 */
export function placeOfElement(text: string, paths: readonly string[], endTags: boolean): TextPlace | null {
  const found = new Map<string, TextPlace>();
  const open: string[] = [];
  let current: string | null = null;
  const scanner = new TagScanner({
    open(name, _start, _end, selfClosed) {
      // Where values have no end tags, only what is closed later counts as open; a value's own name is the last.
      if (!endTags && current !== null) open.pop();
      open.push(name);
      current = name;
      if (selfClosed) {
        open.pop();
        current = null;
      }
    },
    close(name) {
      const at = open.lastIndexOf(name);
      if (at >= 0) open.length = at;
      current = null;
    },
    text(value, start) {
      if (current === null || value.trim() === '') return;
      const path = open.join('/');
      for (const wanted of paths) {
        if (found.has(wanted) || (path !== wanted && !path.endsWith(`/${wanted}`))) continue;
        const from = start + value.length - value.trimStart().length;
        found.set(wanted, { column: wanted, start: from, end: from + value.trim().length });
      }
      if (!endTags) {
        open.pop();
        current = null;
      }
    },
    tooLong: () => undefined,
  });
  scanner.push(text);
  scanner.end();
  for (const path of paths) {
    const place = found.get(path);
    if (place !== undefined) return place;
  }
  return null;
}
