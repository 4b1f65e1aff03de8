/**
 * OFX and QFX statements, version 1 (SGML, without end tags) and 2 (XML), of bank and card accounts and the cash of investment accounts.
 * Elements are found by name: banks nest them wrongly, close values or leave them open, and put an XML header on SGML.
 */
import { dayNumber } from '#shared/domain/instant.ts';
import type { Span } from '#shared/domain/source-record.ts';
import { readCurrency } from '../../normalise/currencies.ts';
import { LineIds } from '../bank/ids.ts';
import { bankDraft } from '../bank/line.ts';
import { OpenStatement } from '../bank/statement.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextReader } from '../text/layout.ts';
import { placeOfElement } from '../xml/places.ts';
import { plainText, TagScanner, type TagTarget } from '../xml/tags.ts';
import { FACT_ELEMENTS, INVESTMENT, PARTS, PENDING_TRANSACTION, STATEMENTS, TRANSACTION, TYPES } from './fields.ts';
import { ofxAmount, ofxDay } from './values.ts';

export const OFX: TextLayout = {
  id: 'bank.ofx',
  system: 'bank',
  types: ['bank_line'],
  label: 'Bank statement OFX/QFX',
  fits: (head) => /^OFXHEADER:|^DATA:OFXSGML|<\?OFX |<OFX>/i.test(head.slice(0, 2000)),
  empty(units) {
    if (!/<(?:STMTRS|CCSTMTRS|INVSTMTRS)\b/i.test(units)) return 'This OFX file holds the answer to a sign-on, but no statement.';
    const cash = /<(?:STMTRS|CCSTMTRS|STMTTRN)\b/i.test(units);
    return cash ? null : 'This OFX file holds trades of an investment account, but no movement of its cash.';
  },
  accounts: (head) =>
    [
      ...head.matchAll(/<(?:BANK|CC|INV)ACCTFROM>(?:(?!<\/(?:BANK|CC|INV)ACCTFROM>)[\s\S]){0,1000}?<ACCTID>\s*([^<\r\n]{1,100})/gi),
    ].map(([, account = '']) => plainText(account)),
  open: (context) => new OfxReader(context),
  locate: (text, field) => placeOfElement(text, FACT_ELEMENTS[field] ?? [], false),
};

interface OpenTransaction {
  readonly kind: string;
  readonly start: number;
  readonly line: number;
  /** Element, or `PART/ELEMENT`, → its text, not decoded. Of two equal ones the first. */
  readonly values: Map<string, string>;
}

class OfxReader implements TextReader, TagTarget {
  readonly #context: TextContext;
  readonly #scanner = new TagScanner(this);
  readonly #ids = new LineIds();
  #statement: OpenStatement | null = null;
  #transaction: OpenTransaction | null = null;
  /** The aggregate inside a transaction, and the element whose text comes next. */
  #part: string | null = null;
  #element: string | null = null;
  #inLedgerBalance = false;
  #at = 0;

  constructor(context: TextContext) {
    this.#context = context;
  }

  push(units: string): void {
    this.#scanner.push(units);
  }

  end(): void {
    this.#scanner.end();
    this.#closeTransaction(this.#at);
    this.#closeStatement();
  }

  open(tag: string, start: number, end: number, _selfClosed: boolean, line: number): void {
    const name = tag.toUpperCase();
    this.#at = end;
    this.#element = name;
    if (STATEMENTS.has(name)) {
      this.#closeTransaction(start);
      this.#closeStatement();
      this.#statement = new OpenStatement(line);
    } else if (name === TRANSACTION || name === PENDING_TRANSACTION || name === INVESTMENT) {
      this.#closeTransaction(start);
      this.#transaction = { kind: name, start, line, values: new Map() };
    } else if (PARTS.has(name)) this.#part = name;
    else if (name === 'LEDGERBAL') this.#inLedgerBalance = true;
    else if (name === 'AVAILBAL' || name === 'BALLIST') this.#inLedgerBalance = false;
  }

  close(tag: string, _start: number, end: number): void {
    const name = tag.toUpperCase();
    this.#at = end;
    this.#element = null;
    if (name === this.#transaction?.kind) this.#closeTransaction(end);
    else if (name === this.#part) this.#part = null;
    else if (name === 'LEDGERBAL') this.#inLedgerBalance = false;
    else if (STATEMENTS.has(name)) {
      this.#closeTransaction(end);
      this.#closeStatement();
    }
  }

  text(raw: string, _start: number, end: number): void {
    const name = this.#element;
    if (name === null || raw.trim() === '') return;
    this.#at = end;
    this.#element = null;
    const transaction = this.#transaction;
    if (transaction !== null) {
      const key = this.#part === null ? name : `${this.#part}/${name}`;
      if (!transaction.values.has(key)) transaction.values.set(key, raw);
      return;
    }
    if (this.#statement !== null) this.#aboutStatement(this.#statement, name, raw);
  }

  tooLong(start: number): void {
    const span = this.#context.span(start, start, this.#transaction?.line ?? 1);
    this.#context.row(span, () => {
      throw new BadValue('row_too_large', null, '', 'An element here is longer than any real one; nothing after it was read.');
    });
    this.#statement?.doubt();
    this.#transaction = null;
  }

  #aboutStatement(statement: OpenStatement, name: string, raw: string): void {
    const text = plainText(raw);
    try {
      if (name === 'CURDEF') statement.currency = readCurrency(text);
      else if (name === 'ACCTID') statement.account ??= text;
      else if (name === 'DTSTART') statement.fromDay = Math.min(statement.fromDay ?? Number.POSITIVE_INFINITY, dayOf(text, name));
      else if (name === 'DTEND') statement.toDay = Math.max(statement.toDay ?? Number.NEGATIVE_INFINITY, dayOf(text, name));
      else if (name === 'BALAMT' && this.#inLedgerBalance && statement.currency !== null)
        statement.closingMinor = ofxAmount(text, name, statement.currency);
      else if (name === 'DTASOF' && this.#inLedgerBalance) statement.closingDay = dayOf(text, name);
    } catch (problem) {
      // A bound or balance that cannot be read is not stated; the lines stand on their own.
      if (!(problem instanceof BadValue)) throw problem;
    }
  }

  #closeStatement(): void {
    const draft = this.#statement?.draft() ?? null;
    this.#statement = null;
    this.#inLedgerBalance = false;
    if (draft !== null) this.#context.statement(draft);
  }

  #closeTransaction(end: number): void {
    const open = this.#transaction;
    if (open === null) return;
    this.#transaction = null;
    this.#part = null;
    const span = this.#context.span(open.start, end, open.line);
    if (!this.#context.row(span, () => this.#emit(open, span))) this.#statement?.doubt();
  }

  #emit(open: OpenTransaction, span: Span): void {
    const context = this.#context;
    const statement = this.#statement;
    const value = (name: string): string | null => {
      const raw = open.values.get(name);
      return raw === undefined ? null : plainText(context.decode(raw, name)) || null;
    };
    if (open.kind === INVESTMENT) {
      throw new BadValue(
        'unknown_value',
        INVESTMENT,
        value('MEMO') ?? '',
        'This is a trade of an investment account. Only its cash movements (INVBANKTRAN) are read.',
      );
    }
    if (statement === null)
      throw new BadValue(
        'missing_value',
        TRANSACTION,
        '',
        'This transaction stands in no statement, so its account and currency are not known.',
      );
    const type = (value('TRNTYPE') ?? 'OTHER').toUpperCase();
    if (!TYPES.has(type)) {
      const expected = [...TYPES].join(', ');
      throw new BadValue('unknown_value', 'TRNTYPE', type, `“${type}” is no type of transaction in OFX. Known are ${expected}.`);
    }
    const currency = readCurrency(value('CURRENCY/CURSYM') ?? statement.currency ?? context.options.defaultCurrency);
    if (currency === null) throw new BadValue('bad_currency', 'CURSYM', value('CURRENCY/CURSYM') ?? '', 'This is no currency.');
    const amountText = required(value('TRNAMT'), 'TRNAMT');
    const amountMinor = ofxAmount(amountText, 'TRNAMT', currency);
    const dayName = open.kind === PENDING_TRANSACTION ? 'DTTRAN' : 'DTPOSTED';
    const bookedAt = ofxDay(required(value(dayName), dayName), dayName);
    const available = value('DTAVAIL');
    const name = value('NAME') ?? value('PAYEE/NAME');
    const memo = value('MEMO');
    const pending = open.kind === PENDING_TRANSACTION || type === 'HOLD';
    const draft = bankDraft(
      {
        account: statement.account,
        currency,
        amountMinor,
        bookedAt,
        valueAt: available === null ? null : ofxDay(available, 'DTAVAIL'),
        id: value('FITID'),
        references: [value('CHECKNUM'), value('REFNUM')],
        counterparty: name,
        counterAccount: value('BANKACCTTO/ACCTID') ?? value('CCACCTTO/ACCTID'),
        description: joined(name, memo),
        category: type,
        ...(pending ? { state: 'pending' } : {}),
        span,
      },
      this.#ids,
    );
    context.emit(draft);
    if (pending) return;
    if (currency === statement.currency) statement.add(amountMinor, bookedAt);
    else statement.doubt();
  }
}

function required(text: string | null, column: string): string {
  if (text === null) throw new BadValue('missing_value', column, '', `This transaction has no ${column}.`);
  return text;
}

/** Many banks repeat the name at the start of the memo. */
function joined(name: string | null, memo: string | null): string | null {
  if (name === null || memo === null) return memo ?? name;
  return memo.startsWith(name) ? memo : `${name} ${memo}`;
}

function dayOf(text: string, column: string): number {
  return dayNumber(ofxDay(text, column).ms);
}
