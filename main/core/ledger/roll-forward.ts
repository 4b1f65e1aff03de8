/** Clearing, reserve, transit and bank accounts month by month: opening + movements = closing. */
import { isoDay } from '#shared/domain/instant.ts';
import { NO_MINUTE } from '../reconciliation/inputs.ts';
import type { RollCells, RollForward } from '../reconciliation/outputs.ts';
import type { World } from '../reconciliation/world.ts';
import { type AccountKind, type Cause, type LedgerSink, TRANSFERS, type Transfer } from './accounts.ts';

/** Kinds that are rolled forward; those of payouts are summed over the account that sends them. */
const ROLLED: ReadonlySet<AccountKind> = new Set<AccountKind>([
  'clearing',
  'reserve',
  'holds',
  'unapplied_cash',
  'unidentified_refunds',
  'in_transit',
  'bank',
  'unidentified_receipts',
  'outside_scope',
]);

/** By kind of movement. */
type Month = Map<Transfer, { minor: number; postings: number }>;

export class RollForwards implements LedgerSink {
  readonly #world: World;
  readonly #accounts = new Map<string, Map<string, Month>>();
  #what: Transfer = 'adjustment';
  #month = '';

  constructor(world: World) {
    this.#world = world;
  }

  begin(what: Transfer, _cause: Cause, _id: number, minute: number): void {
    this.#what = what;
    this.#month = minute === NO_MINUTE ? '' : this.#monthOf(Math.floor(minute / 1440));
  }

  post(kind: AccountKind, owner: number, currency: number, minor: number): void {
    if (minor === 0 || !ROLLED.has(kind)) return;
    const source = kind === 'in_transit' ? (this.#world.paidOut.payouts[owner]?.source ?? 0) : owner;
    const key = `${kind}|${source}|${currency}`;
    let months = this.#accounts.get(key);
    if (months === undefined) {
      months = new Map();
      this.#accounts.set(key, months);
    }
    let month = months.get(this.#month);
    if (month === undefined) {
      month = new Map();
      months.set(this.#month, month);
    }
    const cell = month.get(this.#what);
    if (cell === undefined) month.set(this.#what, { minor, postings: 1 });
    else {
      cell.minor += minor;
      cell.postings += 1;
    }
  }

  end(): void {}

  /** What was summed up so far. */
  get cells(): RollCells {
    const cells = new Map<string, { readonly minor: number; readonly postings: number }>();
    for (const [account, months] of this.#accounts)
      for (const [month, movements] of months) for (const [what, cell] of movements) cells.set(`${account}|${month}|${what}`, cell);
    return cells;
  }

  readonly #months = new Map<number, string>();

  #monthOf(day: number): string {
    let month = this.#months.get(day);
    if (month === undefined) {
      month = isoDay(day).slice(0, 7);
      this.#months.set(day, month);
    }
    return month;
  }
}

/** By account, then month; what has no date stands first, under no month. Movements in the order of the ledger's table. */
export function rollForwardOf(cells: RollCells): RollForward[] {
  const accounts = new Map<string, Map<string, Map<string, number>>>();
  for (const [key, { minor }] of cells) {
    const [kind = '', source = '', currency = '', month = '', what = ''] = key.split('|');
    const account = `${kind}|${source}|${currency}`;
    const months = accounts.get(account) ?? new Map<string, Map<string, number>>();
    accounts.set(account, months);
    const movements = months.get(month) ?? new Map<string, number>();
    months.set(month, movements);
    movements.set(what, minor);
  }
  const out: RollForward[] = [];
  for (const key of [...accounts.keys()].sort()) {
    const [account = '', source = '0', currency = '0'] = key.split('|');
    let opening = 0;
    for (const [month, found] of [...(accounts.get(key) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const movements = Object.fromEntries(TRANSFERS.flatMap((what) => (found.has(what) ? [[what, found.get(what) ?? 0]] : [])));
      const closing = Object.values(movements).reduce((sum, minor) => sum + minor, opening);
      out.push({ account, source: Number(source), currency: Number(currency), month, opening, closing, movements });
      opening = closing;
    }
  }
  return out;
}
