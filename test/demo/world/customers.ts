import { DIGITS, itemAt, type Random } from '../base/prng.ts';
import {
  EU_PLACES,
  FIRM_FIRST,
  FIRM_SECOND,
  FIRM_SUFFIXES,
  FIRST_NAMES,
  LAST_NAMES,
  MAIL_HOSTS,
  type Place,
  SCRIPT_NAMES,
  STREETS,
  US_PLACES,
} from '../base/words.ts';

/** A buyer as one system shows them. `key` names the person or firm; copies of the same buyer share it. */
export interface Customer {
  readonly key: string;
  readonly name: string;
  /** The firm the buyer orders for; blank for a private person. */
  readonly company: string;
  readonly email: string;
  readonly phone: string;
  readonly street: string;
  readonly zip: string;
  readonly place: Place;
}

export type Region = 'US' | 'EU';

export const PLACEHOLDER_PHONE = '0000000000';

/** Makes people and firms; names may repeat, as they do in life, mail addresses of private people never do. */
export class Customers {
  readonly #random: Random;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  person(region: Region, name?: string): Customer {
    const random = this.#random;
    const number = ++this.#made;
    const shown = name ?? `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    const local = mailLocal(shown) || `buyer`;
    return {
      key: `person-${number}`,
      name: shown,
      company: '',
      email: `${local}${number}@${random.pick(MAIL_HOSTS)}`,
      ...this.#address(region, number),
    };
  }

  firm(region: Region): Customer {
    const random = this.#random;
    const number = ++this.#made;
    const first = random.pick(FIRM_FIRST);
    const second = random.pick(FIRM_SECOND);
    const company = `${first} & ${second} ${random.pick(FIRM_SUFFIXES)[0]}`;
    const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
    const domain = `${first}${second}${number}`.toLowerCase();
    return {
      key: `firm-${number}`,
      name,
      company,
      email: `${mailLocal(name)}@${domain}.example`,
      ...this.#address(region, number),
    };
  }

  /** Somebody whose name another alphabet or keyboard spells differently. */
  scripted(region: Region): { readonly customer: Customer; readonly copiedName: string } {
    const [name, copiedName] = this.#random.pick(SCRIPT_NAMES);
    return { customer: this.person(region, name), copiedName };
  }

  #address(region: Region, number: number): Pick<Customer, 'phone' | 'street' | 'zip' | 'place'> {
    const random = this.#random;
    const place = random.pick(region === 'US' ? US_PLACES : EU_PLACES);
    return {
      phone: region === 'US' ? `+1 555 ${random.text(DIGITS, 3)} ${random.text(DIGITS, 4)}` : `+49 1555 ${random.text(DIGITS, 7)}`,
      street: `${1 + (number % 190)} ${random.pick(STREETS)}`,
      zip: `${place.zipPrefix}${random.text(DIGITS, 2)}`,
      place,
    };
  }
}

/** Letters of a name, for the part of an address before the `@`: `Zoë B.` → `zoe.b`. */
function mailLocal(name: string): string {
  const folded = name.normalize('NFKD').replace(/[^A-Za-z ]/g, '');
  return folded.trim().toLowerCase().split(/\s+/).join('.');
}

/** How a copy may show the same buyer's name. */
export type NameStyle = 'same' | 'initial' | 'upper' | 'suffix' | 'joined' | 'cut' | 'trading_name';

/** The buyer's shown name (firm first) as a copy in another system has it. */
export function copiedName(customer: Customer, style: NameStyle): string {
  const name = customer.company || customer.name;
  switch (style) {
    case 'same':
      return name;
    case 'upper':
      return name.toUpperCase();
    case 'initial':
      return customer.company ? longSuffix(name) : `${name.slice(0, 1)}. ${name.split(' ').slice(1).join(' ')}`;
    case 'suffix':
      return longSuffix(name);
    case 'joined':
      return customer.company
        ? name
            .split(' ')
            .slice(0, 3)
            .filter((word) => word !== '&')
            .join('')
        : name;
    case 'cut':
      return bankName(name);
    case 'trading_name':
      return customer.company ? `${itemAt(name.split(' '), 0)} Group (dba ${name})` : name;
  }
}

/** `Harbor & Pine Co.` → `Harbor and Pine Company`. */
function longSuffix(name: string): string {
  const suffix = FIRM_SUFFIXES.find(([short]) => name.endsWith(` ${short}`));
  const long = suffix ? name.slice(0, -suffix[0].length) + suffix[1] : name;
  return long.replace(' & ', ' and ');
}

/** What fits on a statement: 24 capitals, cut in mid-word (banks cut between 22 and 35). */
export function bankName(name: string): string {
  return name.toUpperCase().slice(0, 24).trimEnd();
}
