/** What stands behind a figure of a clearing account: the records of its movement. */
import type { money } from '#shared/contract/money.ts';
import { dayFromCivil } from '#shared/domain/instant.ts';
import { MONEY_KINDS, type MoneyKind } from '#shared/domain/money-events.ts';
import { readSources } from '#store/queries/match-rows-reading.ts';
import { readLines } from '#store/queries/money-views.ts';
import { type MovementQuery, movementIds } from '#store/queries/movements.ts';
import type { ReaderContext } from '../../context.ts';
import type { InputOf, OutputOf } from '../../handlers.ts';
import { lineOf } from './payouts.ts';

/** Kinds of rows that each transfer of the ledger is posted from (LEDGER.md's table). Openings and write-offs have decisions, not rows. */
const ROWS_OF: Readonly<Record<string, readonly MoneyKind[]>> = {
  capture: ['charge', 'charge_reversal'],
  fee: ['fee', 'fee_returned'],
  refund_by_gateway: ['refund', 'refund_failed'],
  dispute: ['dispute', 'dispute_reversal'],
  dispute_lost: ['dispute'],
  reserve: ['reserve_held', 'reserve_released'],
  tax_withheld: ['tax_withheld', 'tax_returned'],
  hold: ['hold', 'hold_released'],
  conversion: ['conversion'],
  adjustment: ['adjustment'],
  transfer: ['transfer'],
  payout: ['payout', 'withdrawal'],
  payout_failed: ['payout_failed'],
  bank_line: ['bank'],
};
/** Accounts that hold what belongs to nothing yet. */
const FREE: ReadonlySet<string> = new Set(['unapplied_cash', 'unidentified_refunds']);

export function movements(
  { db }: ReaderContext,
  { ledger, system, account, currency, month, kind, offset, limit }: InputOf<typeof money.movements>,
): OutputOf<typeof money.movements> {
  const source = readSources(db).find((one) => one.system === system && one.account === account);
  const kinds = ROWS_OF[kind];
  if (source === undefined || kinds === undefined) return { total: 0, rows: [] };
  const query: MovementQuery = {
    sourceId: source.id,
    currency,
    span: spanOf(month),
    kinds: kinds.map((one) => MONEY_KINDS.indexOf(one)),
    withFees: kind === 'fee',
    only: FREE.has(ledger) ? 'free' : kind === 'bank_line' && ledger === 'in_transit' ? 'banked' : null,
  };
  const { total, ids } = movementIds(db, query, { offset, limit });
  return { total, rows: readLines(db, ids).map(lineOf) };
}

/** Minutes UTC of `2026-11`; null for what has no date. */
function spanOf(month: string): MovementQuery['span'] {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))];
  const fromDay = dayFromCivil(year, number, 1);
  const toDay = number === 12 ? dayFromCivil(year + 1, 1, 1) : dayFromCivil(year, number + 1, 1);
  return month === '' || fromDay === null || toDay === null ? null : { fromMinute: fromDay * 1440, toMinute: toDay * 1440 };
}
