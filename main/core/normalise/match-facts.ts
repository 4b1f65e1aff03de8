/** What matching knows of one record: amounts, minutes and normalised texts. The texts are interned when the record is stored. */
import type { Facts, LineItem } from '#shared/domain/fields.ts';
import { isOrderLike, type RecordType } from '#shared/domain/systems.ts';
import { hash64 } from '../matching/refs.ts';
import { readEmail } from './emails.ts';

export interface MatchFacts {
  /** Total of a sale, amount of a money event; minor units of `currency`. */
  readonly amountMinor: number | null;
  readonly currency: string | null;
  /** Minutes since 1970 UTC. Of a date without time: its midnight, and `dayOnly`. */
  readonly placedMinute: number | null;
  readonly dayOnly: boolean;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** Zip and country. */
  readonly place: string | null;
  /** Equal for equal line items in any order. */
  readonly items: string | null;
  readonly title: string | null;
}

export function matchFacts(facts: Facts, type: RecordType): MatchFacts {
  const placed = facts.placedAt ?? facts.startsAt ?? facts.paidAt ?? null;
  const email = facts.email == null ? null : readEmail(facts.email);
  const phone = facts.phone == null ? null : foldText(facts.phone).replace(/\D/g, '');
  return {
    amountMinor: facts.total ?? facts.amount ?? null,
    currency: facts.currency ?? null,
    placedMinute: placed === null ? null : Math.floor(placed.ms / 60_000),
    dayOnly: placed?.precision === 'day',
    name: nameOf(facts.company ?? facts.clientName ?? facts.shipName),
    email: email === null || email.flags.includes('placeholder') ? null : email.value,
    phone: phone === '' ? null : phone,
    place: placeOf(facts),
    items: facts.lineItems == null || facts.lineItems.length === 0 ? null : itemsOf(facts.lineItems),
    // Descriptions of money events are nearly all different: interning them would cost more than the rest of the row.
    title: isOrderLike(type) ? textOrNull(facts.title ?? facts.description) : null,
  };
}

function nameOf(text: string | null | undefined): string | null {
  return text == null ? null : textOrNull(text);
}

function textOrNull(text: string | null | undefined): string | null {
  const folded = text == null ? '' : foldText(text);
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

/** Lower case, without accents and punctuation. */
function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
