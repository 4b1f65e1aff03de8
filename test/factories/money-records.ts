/** Short ways to write money records by hand: one sale of 100.00 dollars at a time. */
import { paymentRef, ref } from '#core/normalise/references.ts';
import type { Facts } from '#shared/domain/fields.ts';
import type { SourceInstant } from '#shared/domain/instant.ts';
import type { MoneyKind } from '#shared/domain/money-events.ts';
import type { RecordKey, TypedRef } from '#shared/domain/source-record.ts';
import type { HandMoney, HandOrder } from './money-input.ts';

export function at(iso: string): SourceInstant {
  return {
    ms: Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : `${iso}Z`),
    text: iso,
    precision: iso.length === 10 ? 'day' : 'exact',
  };
}

interface Movement {
  readonly amount: number;
  readonly fee?: number;
  readonly on?: string;
  readonly currency?: string;
  readonly payout?: string;
  readonly system?: 'stripe' | 'paypal' | 'shopify' | 'amazon';
  readonly account?: string;
  readonly type?: RecordKey['type'];
  readonly refs?: readonly TypedRef[];
  readonly facts?: Facts;
}

/** A row on a gateway's balance; Stripe unless said. */
export function movement(nativeId: string, moneyKind: MoneyKind, of: Movement): HandMoney {
  const { amount, fee = 0, on = '2026-03-02T10:00', currency = 'USD', system = 'stripe', account = 'main' } = of;
  const type = of.type ?? (system === 'amazon' ? 'settlement_line' : system === 'paypal' ? 'payment' : 'balance_transaction');
  return {
    key: { system, account, type, nativeId },
    facts: {
      moneyKind,
      amount,
      fee,
      net: amount - fee,
      currency,
      placedAt: at(on),
      ...(of.payout === undefined ? {} : { payoutId: of.payout }),
      ...of.facts,
    },
    refs: of.refs ?? [],
  };
}

export function charge(id: string, of: Movement): HandMoney {
  return movement(`txn_${id}`, 'charge', {
    ...of,
    refs: [paymentRef(`ch_${id}`, 'own'), paymentRef(`pi_${id}`, 'own'), ...(of.refs ?? [])],
  });
}

/** A refund of a charge; `of` null: it names none. */
export function refund(id: string, charged: string | null, of: Movement): HandMoney {
  const refs = [
    paymentRef(`re_${id}`, 'own'),
    ...(charged === null ? [] : [paymentRef(`ch_${charged}`, 'mentions')]),
    ...(of.refs ?? []),
  ];
  return movement(`txn_${id}`, 'refund', { ...of, refs });
}

/** A shop's order that names its payments. */
export function order(number: string, total: number, payments: readonly string[] = [], facts: Facts = {}): HandOrder {
  const refs: TypedRef[] = [ref('shopify:order', number, 'own'), ...payments.map((id) => paymentRef(`pi_${id}`, 'mentions'))];
  return [
    {
      key: { system: 'shopify', account: 'shop', type: 'order', nativeId: number },
      facts: { orderNumber: number, total, currency: 'USD', status: 'paid', placedAt: at('2026-03-02T09:00'), ...facts },
      refs,
    },
  ];
}

/** A payout's own record: what left the balance, positive. */
export function payout(id: string, sent: number, on: string, of: Partial<Movement> = {}): HandMoney {
  return {
    key: { system: of.system ?? 'stripe', account: of.account ?? 'main', type: 'payout', nativeId: id },
    facts: { moneyKind: 'payout', amount: -sent, currency: of.currency ?? 'USD', placedAt: at(on), payoutId: id, ...of.facts },
    refs: [paymentRef(id, 'own')],
  };
}

export function bankLine(id: string, amount: number, on: string, description: string, currency = 'USD'): HandMoney {
  return {
    key: { system: 'bank', account: 'checking', type: 'bank_line', nativeId: id },
    facts: { moneyKind: 'bank', amount, currency, placedAt: at(on), description, account: 'checking' },
  };
}

export function booking(number: string, category: string, amount: number, on: string, facts: Facts = {}): HandMoney {
  const refs = category === 'Invoice' ? [ref('invoice', number, 'own')] : [];
  return {
    key: { system: 'quickbooks', account: 'books', type: 'booking', nativeId: `${number}-${on}-${amount}` },
    facts: {
      moneyKind: 'booking',
      amount,
      currency: 'USD',
      placedAt: at(on),
      category,
      reference: number,
      account: 'Income',
      ...facts,
    },
    refs,
  };
}
