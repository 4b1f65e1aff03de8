/**
 * Stripe's balance transactions in JSON: the API's own objects, whose amounts are in smallest units and whose times count seconds since
 * 1970, and flat rows that tools write with the columns of the reports. Elements of other kinds are no movements and are not read.
 */
import type { SourceInstant } from '#shared/domain/instant.ts';
import { BadValue, type ValueReader } from '../cells.ts';
import type { FactDraft } from '../facts.ts';
import type { ElementContext, JsonLayout } from '../json/file.ts';
import { type JsonNode, textAt } from '../json/value.ts';
import { checkNet } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import type { FactPaths } from '../woocommerce/fields.ts';
import { balanceRecord } from './balance.ts';
import { KNOWN_CATEGORIES, readCategory } from './kinds.ts';

const PATHS = {
  currency: ['currency'],
  amount: ['amount', 'gross'],
  fee: ['fee'],
  net: ['net'],
  category: ['reporting_category', 'type'],
  placedAt: ['created', 'created_utc'],
  availableAt: ['available_on', 'available_on_utc'],
  description: ['description'],
  payoutId: ['payout_id', 'automatic_payout_id', 'payout'],
} satisfies FactPaths;

const IDS = {
  transaction: ['transaction_id', 'balance_transaction_id', 'id'],
  source: ['source', 'source.id', 'source_id'],
  paymentIntent: ['payment_intent_id', 'payment_intent', 'source.payment_intent'],
  charge: ['charge_id', 'charge', 'source.charge'],
} as const;

/** Where a fact stands in an element, for pointing at it. */
export const STRIPE_JSON_PATHS: FactPaths = { ...PATHS, moneyKind: PATHS.category };

export const STRIPE_JSON: JsonLayout = {
  id: 'stripe.json',
  read: readTransaction,
};

function firstAt(element: JsonNode, paths: readonly string[]): string | null {
  for (const path of paths) {
    const text = textAt(element, path.split('.'));
    if (text !== null) return text;
  }
  return null;
}

export function isBalanceTransaction(element: JsonNode): boolean {
  const id = firstAt(element, IDS.transaction);
  return (
    id?.startsWith('txn_') === true &&
    [PATHS.currency, PATHS.amount, PATHS.category].every((paths) => firstAt(element, paths) !== null)
  );
}

function readTransaction(element: JsonNode, context: ElementContext): void {
  const { values } = context;
  if (!isBalanceTransaction(element))
    throw new BadValue(
      'bad_json',
      null,
      '',
      'This element is no balance transaction of Stripe: it has no id txn_…, amount, currency or type.',
    );
  const transactionId = values.id(firstAt(element, IDS.transaction) ?? '', 'id');
  const currency = values.currency(firstAt(element, PATHS.currency) ?? '', 'currency');
  const isObject = textAt(element, ['object']) === 'balance_transaction';
  const money = (paths: readonly string[]) => readMoney(firstAt(element, paths), paths[0] ?? '', currency, isObject, values);
  const word = firstAt(element, PATHS.category) ?? '';
  const category = readCategory(word);
  if (category === null) throw unknownValue('reporting_category', word, 'category of Stripe transactions', KNOWN_CATEGORIES);
  const facts: FactDraft = {
    currency,
    amount: money(PATHS.amount),
    fee: money(PATHS.fee),
    net: money(PATHS.net),
    category: word,
    placedAt: readTime(firstAt(element, PATHS.placedAt), 'created', values),
    description: firstAt(element, PATHS.description),
  };
  const availableAt = readTime(firstAt(element, PATHS.availableAt), 'available_on', values);
  if (availableAt !== null) facts.availableAt = availableAt;
  const payoutId = firstAt(element, PATHS.payoutId);
  if (payoutId !== null) facts.payoutId = payoutId;
  checkNet(facts, 'net');
  const source = firstAt(element, IDS.source);
  const paymentIntent = firstAt(element, IDS.paymentIntent);
  const charge = firstAt(element, IDS.charge);
  context.emit(balanceRecord({ transactionId, source, paymentIntent, charge }, facts, category, context.spanOf(element, '')));
}

function readMoney(text: string | null, column: string, currency: string, isMinor: boolean, values: ValueReader): number | null {
  if (text === null) return null;
  if (!isMinor) return values.money(text, column, currency);
  const minor = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(minor)) throw new BadValue('bad_amount', column, text, `“${text}” is no whole number of smallest units.`);
  return minor + 0;
}

/** Seconds since 1970, or a time written out; Stripe's are UTC. */
function readTime(text: string | null, column: string, values: ValueReader): SourceInstant | null {
  if (text === null) return null;
  return /^\d{9,11}$/.test(text) ? { ms: Number(text) * 1000, text, precision: 'exact' } : values.instant(text, column, true);
}
