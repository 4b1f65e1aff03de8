/**
 * Long ids that a spreadsheet rounded. It keeps fifteen digits of a number and writes zeros for the rest, in every row of the column. One
 * id in ten of sixteen digits ends in a zero by itself, so a single id proves nothing: the column as a whole does.
 */

const KEPT_DIGITS = 15;
/** Zeros that must stand where chance would put each with odds of one in ten: a thousand to one that they were not there before. */
const PROOF_ZEROS = 3;

/** Zeros in the place of everything beyond the fifteenth digit; 0 where there is something else, or nothing, or no number. */
export function lostDigits(text: string): number {
  if (text.length <= KEPT_DIGITS || !/^\d{15}0+$/.test(text)) return 0;
  return text.length - KEPT_DIGITS;
}

/** Looks at the cells of a file, whatever column they stand in. */
export class IdEvidence {
  /** Column → distinct ids that end in zeros; null once one was seen that kept its digits. */
  readonly #rounded = new Map<string, Set<string> | null>();

  add(text: string, column: string): void {
    if (text.length <= KEPT_DIGITS || this.#rounded.get(column) === null || !/^\d+$/.test(text)) return;
    if (lostDigits(text) === 0) {
      this.#rounded.set(column, null);
      return;
    }
    const known = this.#rounded.get(column);
    if (known) known.add(text);
    else this.#rounded.set(column, new Set([text]));
  }

  /** Columns all of whose long ids were rounded, in the order of the file. */
  get columns(): string[] {
    return [...this.#rounded].flatMap(([column, ids]) => (ids !== null && zerosOf(ids) >= PROOF_ZEROS ? [column] : []));
  }
}

/** The same id in several rows counts once. */
function zerosOf(ids: ReadonlySet<string>): number {
  let zeros = 0;
  for (const id of ids) zeros += lostDigits(id);
  return zeros;
}
