/**
 * Native ids of bank lines. A bank's id is kept as the bank gives it where it can name one line. Two things are known of such ids:
 * they are unique inside an account at best, and some banks use one again (a fee beside its purchase, a counter that starts anew with
 * each download). So an id that is only a short counter, and one met before on another line of the file, carries a mark of its
 * account, day and amount; an exact repeat carries its ordinal too. The bank's id is then an alias.
 */
import { base32, ContentIds, CountTable, hash53 } from '../content-id.ts';

/** Shorter ids are counters, which the next download starts anew. */
const SHORTEST = 6;
/** What banks write where they have no id. */
const NONE = /^(?:NONREF|NOTPROVIDED|NOT PROVIDED|NOREF|NONE|N\/?A|UNKNOWN|[0\s.-]*)$/i;

export interface LineIdentity {
  readonly account: string;
  readonly currency: string;
  /** Day since 1970 on which the bank booked it. */
  readonly day: number;
  readonly amountMinor: number;
  /** What else the line says, for lines without an id; nothing that a later statement restates, such as balances. */
  readonly content: string;
}

export interface LineId {
  readonly nativeId: string;
  readonly aliases: readonly string[];
}

/** An id as given, or null where the bank writes that it has none. */
export function givenId(text: string | null): string | null {
  return text === null || NONE.test(text) || text.length > 255 ? null : text;
}

/** Hands out ids over one file. */
export class LineIds {
  readonly #contents = new ContentIds();
  readonly #ids = new CountTable();
  readonly #lines = new CountTable();

  next(given: string | null, line: LineIdentity): LineId {
    const id = givenId(given);
    const { account, currency, day, amountMinor, content } = line;
    if (id === null)
      return { nativeId: this.#contents.next([account, currency, day, amountMinor, content].join('\n')), aliases: [] };
    const distinction = `${account}\n${day}\n${amountMinor}`;
    const repeats = this.#lines.add(hash53(`${id}\n${distinction}`, LINE_SEED));
    const metBefore = this.#ids.add(hash53(id, ID_SEED)) > 0;
    if (!metBefore && id.length >= SHORTEST) return { nativeId: id, aliases: [] };
    const mark = `${id}~${base32(hash53(distinction, ID_SEED))}`;
    return { nativeId: repeats === 0 ? mark : `${mark}:${repeats + 1}`, aliases: [id] };
  }
}

const ID_SEED = 1;
const LINE_SEED = 2;
