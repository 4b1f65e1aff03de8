/**
 * PayPal's activity download and statement. Fees are negative there and Net = Gross + Fee, the opposite of Stripe and Shopify. A
 * transaction id is not unique: rows that are only shown (authorisations, the items of a cart, memos) repeat that of the payment they
 * belong to, so such a row gets a mark of its own. Names of transactions and statuses change while a transaction lives; its id and type
 * do not.
 */
import type { RecordDraft, TypedRef } from '#shared/domain/source-record.ts';
import { orderMentions, paymentRef, ref, refsInText, uniqueRefs } from '../../normalise/references.ts';
import { CountTable, hash53 } from '../content-id.ts';
import type { CsvLayout, RowReader, Table } from '../csv/layout.ts';
import type { ScannedRow } from '../csv/scan.ts';
import { type FactDraft, FactReader } from '../facts.ts';
import { checkNet, steppedVersion } from '../sums.ts';
import { unknownValue } from '../unknown-value.ts';
import { RunningBalances } from './balances.ts';
import { COLUMNS, FACTS } from './fields.ts';
import {
  KNOWN_NAMES,
  KNOWN_STATUSES,
  kindBySign,
  type Meaning,
  type Progress,
  readEventCode,
  readImpact,
  readName,
  readStatus,
  typeOfKind,
} from './kinds.ts';
import { PayPalClock } from './time.ts';

export const PAYPAL_ACTIVITY: CsvLayout = {
  id: 'paypal.activity',
  system: 'paypal',
  types: ['charge', 'refund', 'dispute', 'payment', 'payout'],
  label: 'PayPal activity CSV',
  signature: [COLUMNS.date, COLUMNS.time, COLUMNS.type, FACTS.currency, FACTS.amount, COLUMNS.fee, COLUMNS.net, COLUMNS.id],
  facts: FACTS,
  sources: {
    placedAt: COLUMNS.date,
    fee: COLUMNS.fee,
    moneyKind: COLUMNS.type,
    email: [...COLUMNS.from, ...COLUMNS.to],
    reference: COLUMNS.custom,
    payoutId: COLUMNS.id,
    payoutStatus: COLUMNS.status,
    payoutAt: COLUMNS.date,
  },
  moreDates: COLUMNS.date,
  moreAmounts: COLUMNS.fee,
  decimalMark: null,
  open: (table) => new ActivityReader(table),
};

type Places = { readonly [K in keyof typeof COLUMNS]: number };

/** Kinds whose invoice and custom numbers speak of a sale. */
const OF_A_SALE = new Set(['charge', 'refund', 'refund_failed', 'dispute', 'dispute_reversal', 'authorisation']);
/** Moves the balance while it is still on its way, or is itself the waiting. */
const MOVES_WHILE_OPEN = new Set(['payout', 'hold', 'hold_released', 'reserve_held', 'reserve_released']);

class ActivityReader implements RowReader {
  readonly #table: Table;
  readonly #facts: FactReader;
  readonly #clock: PayPalClock;
  readonly #at: Places;
  readonly #balances = new RunningBalances();
  readonly #seen = new CountTable();
  /** Rows that share their id with a row above that moved another balance; there are few. */
  readonly #furtherLegs = new Set<string>();
  /** Names and codes met in this file, by their text. */
  readonly #meanings = new Map<string, Meaning>();

  constructor(table: Table) {
    const { columns, cells, options } = table;
    this.#table = table;
    this.#facts = new FactReader(columns, FACTS, cells, { needsCurrency: true, utc: false });
    const places = Object.entries(COLUMNS).map(([name, names]) => [name, columns.find(names)] as const);
    this.#at = Object.fromEntries(places) as Places;
    this.#clock = new PayPalClock(cells, this.#at, options.dateOrder, options.zone);
  }

  row(row: ScannedRow): boolean {
    const { cells, options } = this.#table;
    const at = this.#at;
    const id = cells.id(at.id);
    const facts = this.#facts.read();
    const currency = facts.currency ?? options.defaultCurrency;
    const fee = cells.money(at.fee, currency);
    facts.fee = fee === null || fee === 0 ? fee : -fee;
    checkNet(facts, cells.name(at.net));
    facts.placedAt = this.#clock.read();
    const amount = facts.amount ?? 0;
    const kind = kindBySign(this.#meaning(), amount);
    const progress = this.#progress(facts.status ?? null);
    const impact = this.#impact();
    const memo = impact === 'memo' || kind === 'nothing';
    const moved = !memo && (impact === 'moved' || progress === 'moved' || this.#movesWhileOpen(progress, kind, facts, currency));
    // An authorisation is shown as memo, under an id of its own; other memos repeat the id of what they belong to.
    const idle = kind === 'authorisation' || kind === 'void';
    const shadow = memo && !idle;
    facts.moneyKind = moved || idle ? kind : 'nothing';
    if ((kind === 'fee' || kind === 'fee_returned') && facts.fee) {
      facts.amount = facts.net ?? null;
      facts.fee = null;
    }
    facts.email = this.#otherSide(amount);
    const reference = cells.text(at.reference);
    const custom = cells.text(at.custom);
    if (at.custom >= 0) facts.reference = custom;
    const refs: TypedRef[] = [paymentRef(id, shadow ? 'mentions' : 'own')];
    if (reference !== null && reference !== id) refs.push(paymentRef(reference, 'mentions'));
    if (OF_A_SALE.has(kind)) mentionSale(refs, facts.invoiceNumber ?? null, custom);
    if (facts.description) refs.push(...refsInText(facts.description, 'paypal'));
    if (facts.notes) refs.push(...refsInText(facts.notes, 'paypal'));
    const type = typeOfKind(kind);
    const receipt = cells.text(at.receipt);
    const nativeId = this.#nativeId(id, `${type}|${id}`, `${currency}${amount < 0 ? '-' : '+'}`, shadow);
    if (type === 'payout') this.#asPayout(facts, nativeId, progress);
    if (moved && !idle && facts.balance != null)
      this.#balances.add(currency, facts.net ?? 0, facts.balance, this.#clock.readDay(), row.line);
    const draft: RecordDraft = {
      type,
      nativeId,
      aliases: receipt === null || shadow ? [] : [receipt],
      facts,
      refs: uniqueRefs(refs),
      span: this.#table.spanOf(row),
      versionMs: steppedVersion(facts.placedAt.ms, STEPS[progress]),
    };
    this.#table.emit(draft);
    return true;
  }

  end(): void {
    for (const statement of this.#balances.statements()) this.#table.statement(statement);
  }

  /** A row stands for itself; what an unreadable one moved shows as a difference of the balances. */
  interrupt(): void {}

  #meaning(): Meaning {
    const { cells } = this.#table;
    const code = cells.text(this.#at.eventCode);
    const name = cells.text(this.#at.type) ?? '';
    const key = `${code ?? ''}\n${name}`;
    const known = this.#meanings.get(key);
    if (known !== undefined) return known;
    const meaning = (code === null ? null : readEventCode(code)) ?? readName(name);
    if (meaning === null) throw unknownValue(cells.name(this.#at.type), name, 'kind of PayPal transactions', KNOWN_NAMES);
    this.#meanings.set(key, meaning);
    return meaning;
  }

  /** Statements show no status: what stands there has moved the balance. */
  #progress(status: string | null): Progress {
    if (status === null) return 'moved';
    const progress = readStatus(status);
    if (progress === null)
      throw unknownValue(this.#table.cells.name(this.#at.status), status, 'status of PayPal transactions', KNOWN_STATUSES);
    return progress;
  }

  #impact(): 'moved' | 'memo' | null {
    const { cells } = this.#table;
    const text = cells.text(this.#at.impact);
    if (text === null) return null;
    const impact = readImpact(text);
    if (impact === null)
      throw unknownValue(cells.name(this.#at.impact), text, 'impact on the balance', ['Credit', 'Debit', 'Memo']);
    return impact;
  }

  #movesWhileOpen(progress: Progress, kind: string, facts: FactDraft, currency: string): boolean {
    if (progress !== 'open') return false;
    if (MOVES_WHILE_OPEN.has(kind)) return true;
    const { net, balance } = facts;
    return net != null && net !== 0 && balance != null && this.#balances.moves(currency, net, balance) === true;
  }

  /** The buyer of a sale, whoever got a refund: the sender of money in, the receiver of money out. */
  #otherSide(amount: number): string | null {
    const { cells } = this.#table;
    if (amount > 0 || this.#at.to < 0) return cells.text(this.#at.from);
    return cells.text(this.#at.to);
  }

  #asPayout(facts: FactDraft, nativeId: string, progress: Progress): void {
    facts.payoutId = nativeId;
    facts.payoutAt = facts.placedAt ?? null;
    // A withdrawal is “Pending” until the bank confirms it, and stays so in the exports: it has left the balance, so it is sent.
    facts.payoutStatus = progress === 'off' ? 'failed' : 'paid';
  }

  /** One id may stand for several rows that move different balances; each is a record. */
  #nativeId(id: string, record: string, leg: string, memo: boolean): string {
    if (memo) {
      const before = this.#seen.add(hash53(`${record}|memo`, 1));
      return before === 0 ? `${id}~memo` : `${id}~memo${before + 1}`;
    }
    const sameLeg = this.#seen.add(hash53(`${record}|${leg}`, 2));
    const sameId = this.#seen.add(hash53(record, 3));
    if (sameId > 0 && sameLeg === 0) this.#furtherLegs.add(`${record}|${leg}`);
    return this.#furtherLegs.has(`${record}|${leg}`) ? `${id}~${leg}` : id;
  }
}

/** Of two exports of one transaction the one in which it has come further is the later version. */
const STEPS: Readonly<Record<Progress, number>> = { open: 0, moved: 1, off: 2 };

/** Invoice and custom number of a sale are the shop's own: an order number, or what a plugin makes of it (`WC-501`, `{"order_id":501}`). */
function mentionSale(refs: TypedRef[], invoice: string | null, custom: string | null): void {
  for (const text of [invoice, custom]) {
    if (text === null) continue;
    const inside = /"order_(?:id|number)"\s*:\s*"?([\w-]+)/.exec(text)?.[1];
    refs.push(...orderMentions(inside ?? text, 'paypal'));
    const plugin = /^WC-?(\d+)$/i.exec(text)?.[1];
    if (plugin !== undefined) refs.push(ref('woocommerce:order', plugin, 'mentions'));
  }
  if (invoice !== null) refs.push(ref('invoice', invoice, 'mentions'));
}
