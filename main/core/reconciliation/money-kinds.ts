/** Codes of money kinds and record types for hot loops, and the families that the rules speak of. */
import { MONEY_KINDS, type MoneyKind } from '#shared/domain/money-events.ts';
import { type RecordType, typeCode } from '#shared/domain/systems.ts';
import { EVENT_STATUSES, type EventStatus } from './inputs.ts';

export function kindCode(kind: MoneyKind): number {
  return MONEY_KINDS.indexOf(kind);
}

/** 1 at the code of each of these kinds. */
export function kindSet(...kinds: readonly MoneyKind[]): Uint8Array {
  const set = new Uint8Array(MONEY_KINDS.length + 1);
  for (const kind of kinds) set[kindCode(kind)] = 1;
  return set;
}

/** 1 at the code of each of these record types. */
export function typeSet(...types: readonly RecordType[]): Uint8Array {
  const set = new Uint8Array(64);
  for (const type of types) set[typeCode(type)] = 1;
  return set;
}

export function statusIs(code: number, ...statuses: readonly EventStatus[]): boolean {
  return statuses.some((status) => EVENT_STATUSES[code] === status);
}

export const CHARGE = kindCode('charge');
export const CHARGE_REVERSAL = kindCode('charge_reversal');
export const REFUND = kindCode('refund');
export const REFUND_FAILED = kindCode('refund_failed');
export const FEE = kindCode('fee');
export const FEE_RETURNED = kindCode('fee_returned');
export const DISPUTE = kindCode('dispute');
export const DISPUTE_REVERSAL = kindCode('dispute_reversal');
export const CONVERSION = kindCode('conversion');
export const PAYOUT = kindCode('payout');
export const WITHDRAWAL = kindCode('withdrawal');
export const PAYOUT_FAILED = kindCode('payout_failed');
export const ADJUSTMENT = kindCode('adjustment');
export const GIFT_CARD = kindCode('gift_card');
export const STORE_CREDIT = kindCode('store_credit');
export const DEFERRED = kindCode('deferred');
export const BANK = kindCode('bank');

/** Kinds that move the balance of a gateway or marketplace. */
export const MOVES = kindSet(
  'charge',
  'charge_reversal',
  'refund',
  'refund_failed',
  'fee',
  'fee_returned',
  'dispute',
  'dispute_reversal',
  'reserve_held',
  'reserve_released',
  'tax_withheld',
  'tax_returned',
  'payout',
  'withdrawal',
  'payout_failed',
  'conversion',
  'hold',
  'hold_released',
  'adjustment',
  'transfer',
);

/** Payouts themselves: they are what lines sum to, never a line. */
export const PAYS_OUT = kindSet('payout', 'withdrawal', 'payout_failed');

export const BANK_LINE = typeCode('bank_line');
export const PAYOUT_TYPES = typeSet('payout', 'settlement');
export const BOOKING_TYPES = typeSet('invoice', 'booking');
/** Reports about an object beside the balance's own row of it. */
export const OBJECT_TYPES = typeSet('charge', 'refund', 'dispute', 'fee', 'payment');
export const SETTLEMENT_LINE = typeCode('settlement_line');
/** A row that sums up several lines of a balance: a marketplace's report by date. */
export const SUMMARY_ROW = typeCode('payment');
export const BALANCE_ROW = typeCode('balance_transaction');
