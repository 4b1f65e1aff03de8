/**
 * BAI2 statements of balances and transactions. Every account, group and file ends with a control total over all its amounts and a count
 * of its records: both are checked, and what does not meet is told at the very record that states it.
 */
import { dayNumber } from '#shared/domain/instant.ts';
import { readCurrency } from '../../normalise/currencies.ts';
import { LineIds } from '../bank/ids.ts';
import { bankDraft } from '../bank/line.ts';
import { OpenStatement } from '../bank/statement.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextPlace, TextReader } from '../text/layout.ts';
import { tooLong } from '../text/lines.ts';
import { ControlTotals } from './control.ts';
import { type Bai2Record, RecordReader } from './records.ts';
import { controlAmount, readTransaction } from './transaction.ts';
import { bai2Day, readSummaries, type Summary } from './values.ts';

export const BAI2: TextLayout = {
  id: 'bank.bai2',
  system: 'bank',
  types: ['bank_line'],
  label: 'Bank statement BAI2',
  fits: (head) => /^01,[^,\n]*,[^,\n]*,\d{6},/.test(head) && /(?:^|[\r\n/])\s*02,/.test(head),
  accounts: (head) => [...head.matchAll(/(?:^|\/)[ \t]*03,([^,\r\n]{1,100}),/gm)].map(([, account = '']) => account.trim()),
  open: (context) => new Bai2Reader(context),
  locate: (text, field) => {
    const fields = /^\s*16,(?<category>[^,]*),(?<amount>[^,/]*)(?<description>[\s\S]*)/d.exec(text)?.indices?.groups;
    const range = field === 'category' || field === 'amount' || field === 'description' ? fields?.[field] : undefined;
    if (range === undefined) return null;
    // The text is the last thing that the record says.
    const start = field === 'description' ? Math.max(range[0], text.lastIndexOf(',') + 1) : range[0];
    return { column: '16', start, end: range[1] } satisfies TextPlace;
  },
};

/** 1 update, 3 correction. 2 takes back what an earlier file said, 4 only tests the line to the bank. */
const GROUP_STATUSES: ReadonlySet<string> = new Set(['1', '2', '3', '4']);
const DELETION = '2';
const TEST = '4';
/** The standard's own, where a group names none. */
const DEFAULT_CURRENCY = 'USD';

interface Group {
  readonly status: string;
  readonly day: string;
  readonly currency: string;
}

class Bai2Reader implements TextReader {
  readonly #context: TextContext;
  readonly #records = new RecordReader(
    (record) => this.#record(record),
    (line) => {
      this.#statement?.doubt();
      this.#context.row(this.#context.span(line.start, line.end, line.line), () => {
        throw tooLong();
      });
    },
  );
  readonly #ids = new LineIds();
  readonly #control = new ControlTotals();
  #group: Group | null = null;
  #statement: OpenStatement | null = null;
  #summaries: readonly Summary[] = [];
  #creditItems = 0;
  #debitItems = 0;

  constructor(context: TextContext) {
    this.#context = context;
  }

  push(units: string): void {
    this.#records.push(units);
  }

  end(): void {
    this.#records.end();
    this.#closeAccount();
  }

  #record(record: Bai2Record): void {
    this.#control.count(record);
    const span = this.#context.span(record.start, record.end, record.line);
    if (record.code === '16') {
      this.#control.add(controlAmount(record));
      if (!this.#context.row(span, () => this.#transaction(record))) this.#statement?.doubt();
      return;
    }
    try {
      this.#frame(record);
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      this.#statement?.doubt();
      this.#context.row(span, () => {
        throw problem;
      });
    }
  }

  #frame(record: Bai2Record): void {
    const fields = [record.text, ...record.more].join(',').split(',');
    if (record.code === '02') this.#openGroup(fields);
    else if (record.code === '03') this.#openAccount(record, fields);
    else if (record.code === '49') {
      const problem = this.#control.closeAccount(fields);
      if (problem !== null) this.#statement?.doubt();
      this.#closeAccount();
      if (problem !== null) throw problem;
    } else if (record.code === '98' || record.code === '99') {
      const problem = record.code === '98' ? this.#control.closeGroup(fields) : this.#control.closeFile(fields);
      if (problem !== null) throw problem;
    }
  }

  #openGroup(fields: readonly string[]): void {
    this.#closeAccount();
    const status = (fields[2] ?? '').trim();
    this.#group = {
      status,
      day: fields[3] ?? '',
      currency: readCurrency((fields[5] ?? '').trim()) ?? DEFAULT_CURRENCY,
    };
    if (!GROUP_STATUSES.has(status))
      throw new BadValue(
        'unknown_value',
        '02',
        status,
        `“${status}” is no status of a group in BAI2 (1 update, 2 deletion, 3 correction, 4 test).`,
      );
  }

  #openAccount(record: Bai2Record, fields: readonly string[]): void {
    this.#closeAccount();
    const statement = new OpenStatement(record.line);
    this.#statement = statement;
    this.#creditItems = 0;
    this.#debitItems = 0;
    this.#summaries = [];
    statement.account = this.#context.decode(fields[0] ?? '', '03').trim() || null;
    statement.currency = readCurrency((fields[1] ?? '').trim()) ?? this.#group?.currency ?? DEFAULT_CURRENCY;
    this.#summaries = readSummaries(fields.slice(2));
    for (const { amount } of this.#summaries) this.#control.add(amount ?? 0);
    statement.openingMinor = this.#balance(OPENING_LEDGER);
    statement.closingMinor = this.#balance(CLOSING_LEDGER);
  }

  #balance(code: string): number | null {
    return this.#summaries.find((summary) => summary.code === code)?.amount ?? null;
  }

  #transaction(record: Bai2Record): void {
    const context = this.#context;
    const group = this.#group;
    const statement = this.#statement;
    if (group === null || statement === null || statement.currency === null)
      throw new BadValue('missing_value', '16', '', 'This transaction stands in no account.');
    const found = readTransaction(record, (units) => context.decode(units, '16'));
    if (found.amountMinor === null) return;
    if (group.status === DELETION) {
      const cause = 'This group takes back transactions that an earlier file reported. Undo the import of that file.';
      throw new BadValue('unknown_value', '02', group.status, cause);
    }
    const bookedAt = bai2Day(group.day, '02');
    if (found.isCredit) this.#creditItems++;
    else this.#debitItems++;
    const { account, currency } = statement;
    context.emit(
      bankDraft(
        {
          account,
          currency,
          amountMinor: found.amountMinor,
          bookedAt,
          valueAt: found.valueDay === null ? null : bai2Day(found.valueDay, '16'),
          id: found.bankReference,
          references: [found.customerReference],
          description: found.text,
          category: found.type,
          ...(group.status === TEST ? { state: 'test' } : {}),
          span: context.span(record.start, record.end, record.line),
        },
        this.#ids,
      ),
    );
    if (group.status !== TEST) statement.add(found.amountMinor, bookedAt);
  }

  /** Totals of credits and debits speak of the lines only where they count them; a bank need not list every item. */
  #closeAccount(): void {
    const statement = this.#statement;
    this.#statement = null;
    if (statement === null || this.#group === null || this.#group.status === TEST) return;
    const credits = this.#summaries.find(({ code }) => code === TOTAL_CREDITS);
    const debits = this.#summaries.find(({ code }) => code === TOTAL_DEBITS);
    if (credits?.amount != null && debits?.amount != null && credits.items !== null && debits.items !== null)
      statement.statedMinor = credits.amount - debits.amount;
    const listed =
      (credits?.items ?? this.#creditItems) === this.#creditItems && (debits?.items ?? this.#debitItems) === this.#debitItems;
    if (!listed) statement.doubt();
    try {
      const day = dayNumber(bai2Day(this.#group.day, '02').ms);
      statement.fromDay = day;
      statement.toDay = day;
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
    }
    const draft = statement.draft();
    if (draft !== null) this.#context.statement(draft);
  }
}

const OPENING_LEDGER = '010';
const CLOSING_LEDGER = '015';
const TOTAL_CREDITS = '100';
const TOTAL_DEBITS = '400';
