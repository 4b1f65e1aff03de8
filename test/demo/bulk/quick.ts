import { isoDate } from '../base/calendar.ts';
import { itemAt, type Random } from '../base/prng.ts';
import { FIRST_NAMES, LAST_NAMES, MAIL_HOSTS, type Place, STREETS, US_PLACES } from '../base/words.ts';

/** Parts of the bulk files that must cost next to nothing per row. */

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Every object id of one Stripe account carries the account in its middle. */
const ACCOUNT = 'B7WZ01zgkW';

/**
 * An id as Stripe makes them, `ch_3KMuymB7WZ01zgkW0uQZeFqm`: the second of its making in base 62, the account, then characters at
 * random. Ids of one export therefore come nearly in the order of an index over them; ids without that would be a harder file than
 * any that Stripe writes.
 */
export function stripeId(random: Random, prefix: string, atMs: number): string {
  let seconds = Math.floor(atMs / 1000);
  let time = '';
  for (let i = 0; i < 5; i++) {
    time = BASE62.charAt(seconds % 62) + time;
    seconds = Math.floor(seconds / 62);
  }
  return prefix + time + ACCOUNT + base36(random) + base36(random).slice(-2);
}

function base36(random: Random): string {
  return random.uint32().toString(36).padStart(7, '0');
}

/** Two-decimal text of minor units that are not negative. */
export function quickAmount(minor: number): string {
  const cents = minor % 100;
  return `${(minor - cents) / 100}.${cents < 10 ? '0' : ''}${cents}`;
}

/** `2025-03-01 04:05:06`; the day's text is kept, since bulk rows come in order of time. */
export class QuickClock {
  #day = Number.NaN;
  #text = '';

  day(at: number): string {
    const day = Math.floor(at / 86_400_000);
    if (day !== this.#day) {
      this.#day = day;
      this.#text = isoDate(at);
    }
    return this.#text;
  }

  stamp(at: number): string {
    const second = Math.floor(at / 1000) % 86_400;
    return `${this.day(at)} ${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}`;
  }
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}

export interface QuickPerson {
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly zip: string;
  readonly place: Place;
}

/** Person number `n`: always the same, so that no list of people need be kept. */
export function quickPerson(n: number): QuickPerson {
  const first = itemAt(FIRST_NAMES, n % FIRST_NAMES.length);
  const last = itemAt(LAST_NAMES, Math.floor(n / FIRST_NAMES.length) % LAST_NAMES.length);
  const place = itemAt(US_PLACES, n % US_PLACES.length);
  return {
    name: `${first} ${last}`,
    email: `${first}.${last}${n}@${itemAt(MAIL_HOSTS, n % MAIL_HOSTS.length)}`.toLowerCase(),
    phone: `+1 555 ${100 + (n % 900)} ${1000 + (n % 8999)}`,
    street: `${1 + (n % 190)} ${itemAt(STREETS, n % STREETS.length)}`,
    zip: `${place.zipPrefix}${two(n % 100)}`,
    place,
  };
}
