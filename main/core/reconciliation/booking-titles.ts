/** Orders whose titles the text of a booking holds: `Deposit, Spring media plan`. */
import { foldText } from '../normalise/text.ts';
import type { Booking } from './bookings.ts';
import type { ReconcileInput } from './inputs.ts';

export interface Titled {
  readonly orders: readonly number[];
  /** At most one word of the title is missing. */
  readonly sure: boolean;
  /** The title of each stands in the text as it is, but for the legal form before it. */
  readonly whole: boolean;
}

export class Titles {
  readonly #input: ReconcileInput;
  #byTitle: Map<string, number[]> | null = null;

  constructor(input: ReconcileInput) {
    this.#input = input;
  }

  /**
   * Orders whose title the booking's text holds: most words in common, then fewest of the title left over (a title often begins with the
   * client's name and legal form).
   */
  best(booking: Booking, candidates: readonly number[]): Titled {
    const { money, orders, text } = this.#input;
    const folded = foldText(text(money.description[booking.row] as number));
    const words = wordsOf(folded);
    let whole = true;
    let most = 1;
    let fewest = 0;
    let found: number[] = [];
    for (const order of candidates) {
      const client = wordsOf(text(orders.name[order] as number));
      const title = [...wordsOf(text(orders.title[order] as number))].filter((word) => !client.has(word));
      const common = title.filter((word) => words.has(word)).length;
      // One word more is the legal form.
      const left = Math.max(1, title.length - common);
      if (common < 2 || left > common + 2 || common < most || (common === most && left > fewest)) continue;
      if (common > most || left < fewest) {
        found = [];
        whole = true;
      }
      [most, fewest] = [common, left];
      whole &&= [title, title.slice(1)].some((part) => part.length > 1 && ` ${folded} `.includes(` ${part.join(' ')} `));
      found.push(order);
    }
    const sure = found.length > 0 && fewest < 2;
    return { orders: found, sure, whole: sure && whole };
  }

  /** Orders without a client whose whole title stands in the booking's text. */
  nameless(booking: Booking): readonly number[] {
    const { money, orders, text } = this.#input;
    if (this.#byTitle === null) {
      this.#byTitle = new Map();
      for (let order = 0; order < orders.size; order++) {
        const title = orders.name[order] === 0 ? text(orders.title[order] as number) : '';
        if (title.includes(' ')) this.#byTitle.set(title, [...(this.#byTitle.get(title) ?? []), order]);
      }
    }
    if (this.#byTitle.size === 0) return [];
    const words = foldText(text(money.description[booking.row] as number))
      .split(' ')
      .slice(0, 24);
    const found: number[] = [];
    for (let from = 0; from < words.length; from++) {
      for (let to = from + 2; to <= words.length && to <= from + 8; to++) {
        found.push(...(this.#byTitle.get(words.slice(from, to).join(' ')) ?? []));
      }
    }
    return found;
  }
}

function wordsOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' ').filter((word) => word !== ''));
}
