/** Columns of Amazon's settlement reports, flat file V2 (24 columns) and V1 (36). The first row of a settlement is its summary. */

export const SETTLEMENT_COLUMNS = {
  settlement: ['settlement-id'],
  start: ['settlement-start-date'],
  end: ['settlement-end-date'],
  deposit: ['deposit-date'],
  total: ['total-amount'],
  currency: ['currency'],
  transactionType: ['transaction-type'],
  order: ['order-id'],
  merchantOrder: ['merchant-order-id'],
  adjustment: ['adjustment-id'],
  shipment: ['shipment-id'],
  marketplace: ['marketplace-name'],
  posted: ['posted-date-time', 'posted-date'],
  postedDay: ['posted-date'],
  itemCode: ['order-item-code'],
  sku: ['sku'],
  quantity: ['quantity-purchased'],
} as const;

export const V2_COLUMNS = {
  amountType: ['amount-type'],
  description: ['amount-description'],
  amount: ['amount'],
} as const;

/** Pairs of columns of V1: what an amount is, and the amount. Where only the amount has a column, its kind is fixed. */
export interface V1Amount {
  /** The amount type under which V2 shows it. */
  readonly amountType: string;
  readonly description: readonly string[];
  /** Where the description column is missing or blank. */
  readonly otherwise: string;
  readonly amount: readonly string[];
}

export const V1_AMOUNTS: readonly V1Amount[] = [
  { amountType: 'ItemPrice', description: ['price-type'], otherwise: '', amount: ['price-amount'] },
  { amountType: 'ItemFees', description: ['item-related-fee-type'], otherwise: '', amount: ['item-related-fee-amount'] },
  { amountType: 'Shipment-Fees', description: ['shipment-fee-type'], otherwise: '', amount: ['shipment-fee-amount'] },
  { amountType: 'Order-Fees', description: ['order-fee-type'], otherwise: '', amount: ['order-fee-amount'] },
  { amountType: 'Promotion', description: ['promotion-type'], otherwise: '', amount: ['promotion-amount'] },
  { amountType: 'Misc-Fees', description: [], otherwise: 'Miscellaneous fee', amount: ['misc-fee-amount'] },
  { amountType: 'Other-Fees', description: ['other-fee-reason-description'], otherwise: 'Other fee', amount: ['other-fee-amount'] },
  { amountType: 'Direct-Payment', description: ['direct-payment-type'], otherwise: '', amount: ['direct-payment-amount'] },
  { amountType: 'other-transaction', description: [], otherwise: '', amount: ['other-amount'] },
];
