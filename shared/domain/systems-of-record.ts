/** Which system's word counts for what happened, in a bookkeeper's words: what is in force in every book, said where the policy is. */
import { BOOK_SYSTEMS, type Policy } from './policy.ts';
import { SYSTEM_RANK, type System } from './systems.ts';

export interface SystemOfRecord {
  readonly event: string;
  /** Strongest first where `rule` speaks of an order. */
  readonly systems: readonly System[];
  readonly rule: string;
}

/** Systems that write sales down: shops and marketplaces before the CRM, the CRM before the ERP. */
export const SALE_SYSTEMS: readonly System[] = SYSTEM_RANK.filter((system) =>
  ['shopify', 'woocommerce', 'amazon', 'hubspot', 'netsuite', 'csv'].includes(system),
);

/** Systems with a balance on which money moves before it is paid out. */
export const GATEWAY_SYSTEMS: readonly System[] = ['stripe', 'paypal', 'shopify', 'amazon'];

export function systemsOfRecord({ bookOfRecord }: Pick<Policy, 'bookOfRecord'>): readonly SystemOfRecord[] {
  return [
    { event: 'What was sold, to whom and for how much', systems: SALE_SYSTEMS, rule: 'the first of these that holds the sale' },
    { event: 'Payments, refunds, fees and disputes', systems: GATEWAY_SYSTEMS, rule: 'the one on whose balance they moved' },
    { event: 'That a payout was sent', systems: GATEWAY_SYSTEMS, rule: 'the one that sent it' },
    { event: 'That a payout arrived', systems: ['bank'], rule: 'the account that received it' },
    {
      event: 'What is booked',
      systems: bookOfRecord === null ? BOOK_SYSTEMS : [bookOfRecord],
      rule: bookOfRecord === null ? 'each of them, beside the others' : 'the book of record',
    },
    { event: 'How far a delivery has come', systems: SALE_SYSTEMS, rule: 'whichever wrote last' },
    { event: 'Work for a client', systems: ['google_ads', 'meta_ads', 'asana'], rule: 'context of a sale, never one by itself' },
  ];
}
