/** What differs between rows as they are stored and rows as they were found, both in the order of their key. */

export interface Difference<R> {
  /** New, or stored otherwise. */
  readonly write?: R;
  /** Stored, and no longer found. */
  readonly remove?: R;
}

export function* differences<R extends object>(
  stored: Iterator<R>,
  found: Iterator<R>,
  compare: (a: R, b: R) => number,
  same: (a: R, b: R) => boolean,
): Generator<Difference<R>, void, void> {
  let old = next(stored);
  let now = next(found);
  while (old !== undefined || now !== undefined) {
    const order = old === undefined ? 1 : now === undefined ? -1 : compare(old, now);
    if (order < 0 && old !== undefined) yield { remove: old };
    else if (now !== undefined && (order > 0 || old === undefined || !same(old, now))) yield { write: now };
    if (order <= 0) old = next(stored);
    if (order >= 0) now = next(found);
  }
}

function next<R>(rows: Iterator<R>): R | undefined {
  const { done, value } = rows.next();
  return done === true ? undefined : value;
}
