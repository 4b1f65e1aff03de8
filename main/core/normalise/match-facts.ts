/** What matching knows of one record: amounts, minutes and normalised texts. The texts are interned when the record is stored. */
import type { Facts, LineItem } from '#shared/domain/fields.ts';
import { isOrderLike, type RecordType } from '#shared/domain/systems.ts';
import { hash64 } from '../matching/refs.ts';
import { firmDomain, readEmail } from './emails.ts';
import { readName } from './names.ts';
import { readPhone } from './phones.ts';
import { withoutIds } from './references.ts';
import { foldText } from './text.ts';

const REMEMBERED = 8_000;

export interface MatchFacts {
  /** Total of a sale, amount of a money event; minor units of `currency`. */
  readonly amountMinor: number | null;
  /** The same before tax where the record states a tax: one system's total is another's total plus tax. */
  readonly netMinor: number | null;
  readonly currency: string | null;
  /** Minutes since 1970 UTC. Of a date without time: its midnight, and `dayOnly`. */
  readonly placedMinute: number | null;
  readonly dayOnly: boolean;
  readonly name: string | null;
  readonly email: string | null;
  /** Domain of the e-mail when it is a firm's own: colleagues share it, strangers do not. */
  readonly firm: string | null;
  readonly phone: string | null;
  /** Zip and country. */
  readonly place: string | null;
  /** Equal for equal line items in any order. */
  readonly items: string | null;
  readonly title: string | null;
}

/** Readings of texts that come again and again: one client has many orders, and reading a name costs more than the rest of the row. */
const names = remembered((text) => readName(text).value);
const emails = remembered((text) => {
  const email = readEmail(text);
  return email === null || email.flags.includes('placeholder') ? '' : email.value;
});
const firms = remembered((text) => firmDomain(text) ?? '');
const phones = remembered((text) => readPhone(text)?.value ?? '');

export function matchFacts(facts: Facts, type: RecordType): MatchFacts {
  const placed = facts.placedAt ?? facts.startsAt ?? facts.createdAt ?? facts.paidAt ?? null;
  const amountMinor = facts.total ?? facts.amount ?? null;
  return {
    amountMinor,
    netMinor: amountMinor === null ? null : amountMinor - (facts.tax ?? 0),
    currency: facts.currency ?? null,
    placedMinute: placed === null ? null : Math.floor(placed.ms / 60_000),
    dayOnly: placed?.precision === 'day',
    name: names(facts.company ?? facts.clientName ?? facts.shipName),
    email: emails(facts.email),
    firm: firms(facts.email),
    phone: phones(facts.phone),
    place: placeOf(facts),
    items: facts.lineItems == null || facts.lineItems.length === 0 ? null : itemsOf(facts.lineItems),
    // Descriptions of money events are nearly all different: interning them would cost more than the rest of the row.
    // The memo of an ERP's order is its title: what was sold, in words. A shopper's note is not.
    title: isOrderLike(type) ? titleOf(facts.title ?? facts.description ?? (type === 'sales_order' ? facts.notes : null)) : null,
  };
}

/** Who a money event or booking is with, as matching writes it. */
export function partyOf(facts: Facts): Pick<MatchFacts, 'name' | 'email'> {
  return { name: names(facts.company ?? facts.clientName ?? facts.shipName), email: emails(facts.email) };
}

type Reader = (text: string | null | undefined) => string | null;

/** The same function with a bounded memory, for the latest texts and as many before them; an empty reading is none. */
function remembered(read: (text: string) => string): Reader {
  let recent = new Map<string, string | null>();
  let older = new Map<string, string | null>();
  return (text) => {
    if (text === null || text === undefined) return null;
    const found = recent.get(text);
    if (found !== undefined) return found;
    const before = older.get(text);
    const value = before === undefined ? read(text) || null : before;
    if (recent.size >= REMEMBERED) {
      older = recent;
      recent = new Map();
    }
    recent.set(text, value);
    return value;
  };
}

/** Ids are references, not words of a title. */
function titleOf(text: string | null | undefined): string | null {
  const folded = text == null ? '' : foldText(withoutIds(text));
  return folded === '' ? null : folded;
}

function placeOf({ shipZip, shipCountry }: Facts): string | null {
  if (shipZip == null) return null;
  return `${foldText(shipZip).replaceAll(' ', '')} ${shipCountry == null ? '' : foldText(shipCountry)}`.trim();
}

function itemsOf(lines: readonly LineItem[]): string {
  const parts = lines.map(({ name, sku, quantity }) => `${foldText(sku ?? name)}×${quantity.replace(/\.0+$/, '')}`);
  const [high, low] = hash64(parts.sort().join('\n'));
  return high.toString(16).padStart(8, '0') + low.toString(16).padStart(8, '0');
}
