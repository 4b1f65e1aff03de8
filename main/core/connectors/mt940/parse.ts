/** MT940 statements and MT942 reports (SWIFT), as banks hand them out: with or without the blocks around, in any encoding. */
import { readCurrency } from '../../normalise/currencies.ts';
import { LineIds } from '../bank/ids.ts';
import { bankDraft } from '../bank/line.ts';
import { OpenStatement } from '../bank/statement.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextReader } from '../text/layout.ts';
import { LineReader, type TextLine, tooLong } from '../text/lines.ts';
import { readDetails } from './details.ts';
import { readBalance, readMovement } from './line.ts';
import { locateInMovement } from './locate.ts';

export const MT940: TextLayout = {
  id: 'bank.mt940',
  system: 'bank',
  types: ['bank_line'],
  label: 'Bank statement MT940/MT942',
  fits(head) {
    const start = head.slice(0, 65_536).replaceAll(/\r\n?/g, '\n');
    return /^:20:/m.test(start) && /^:(?:25|28C?|34F|60[FM]|61):/m.test(start);
  },
  accounts: (head) =>
    [...head.matchAll(/^:25:([^\r\n]{1,100})/gm)].map(([, account = '']) => {
      const text = account.trim();
      return bareAccount(text, /[A-Z]{3}$/.exec(text)?.[0] ?? null) ?? text;
    }),
  open: (context) => new Mt940Reader(context),
  locate: locateInMovement,
};

const TAG = /^:(\d{2}[A-Z]?|NS):/;
/** Words in the place of a reference that say where the reference stands. */
const POINTERS = /^(?:[EKMPR]REF\+?|MARF|N|NREF)$/;

/** Some banks write the other side's account in the place of a reference. */
const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

interface OpenMovement {
  readonly lines: TextLine[];
  /** Lines of field 86, as texts without the tag. */
  readonly details: TextLine[];
}

class Mt940Reader implements TextReader {
  readonly #context: TextContext;
  readonly #lines: LineReader;
  readonly #ids = new LineIds();
  /** Null before the first `:20:` and after a closing balance: what stands there belongs to no statement. */
  #statement: OpenStatement | null = null;
  #movement: OpenMovement | null = null;
  #tag = '';
  #credits: number | null = null;
  #debits: number | null = null;

  constructor(context: TextContext) {
    this.#context = context;
    this.#lines = new LineReader((line) => this.#line(line));
  }

  push(units: string): void {
    this.#lines.push(units);
  }

  end(): void {
    this.#lines.end();
    this.#closeMovement();
    this.#closeStatement();
  }

  #line(line: TextLine): void {
    if (line.tooLong) {
      this.#closeMovement();
      this.#statement?.doubt();
      this.#context.row(this.#context.span(line.start, line.end, line.line), () => {
        throw tooLong();
      });
      return;
    }
    const tag = TAG.exec(line.text)?.[1];
    if (tag === undefined) {
      this.#goOn(line);
      return;
    }
    if (tag !== '86' || this.#tag !== '61') this.#closeMovement();
    this.#tag = tag;
    if (tag === '20') {
      this.#closeStatement();
      this.#statement = new OpenStatement(line.line);
    } else if (tag === '61') this.#movement = { lines: [line], details: [] };
    else if (tag === '86') this.#movement?.details.push(line);
    else this.#about(tag, line.text.slice(tag.length + 2).trim(), line);
  }

  /** A line without a tag goes on with the field above it. */
  #goOn(line: TextLine): void {
    if (this.#movement === null || line.text.startsWith('-}') || /^\{\d:/.test(line.text)) return;
    if (this.#tag === '61') this.#movement.lines.push(line);
    else if (this.#tag === '86') this.#movement.details.push(line);
  }

  #about(tag: string, raw: string, line: TextLine): void {
    const statement = this.#statement;
    if (statement === null) return;
    try {
      const text = this.#context.decode(raw, `:${tag}:`);
      if (tag === '25') statement.account = text;
      else if (tag === '34F') statement.currency ??= readCurrency(text.slice(0, 3));
      else if (tag === '90C' || tag === '90D') this.#sum(tag, text);
      else if (tag === '60F' || tag === '60M') {
        const { minor, currency, day } = readBalance(text, `:${tag}:`);
        statement.currency = currency;
        statement.openingMinor = minor;
        statement.openingDay = day;
      } else if (tag === '62F' || tag === '62M') {
        const { minor, currency, day } = readBalance(text, `:${tag}:`);
        statement.currency ??= currency;
        statement.closingMinor = minor;
        statement.closingDay = day;
      }
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      // A statement whose balance cannot be read may be in any currency: that is told, and its movements wait for it.
      this.#context.row(this.#context.span(line.start, line.end, line.line), () => {
        throw problem;
      });
    }
    if (tag === '62F' || tag === '62M') this.#closeStatement();
  }

  /** `90C:3EUR1250,`: number and sum of what came in (C) or went out (D), of reports of the day. */
  #sum(tag: string, text: string): void {
    const parts = /^\d{1,5}([A-Z]{3})(\d{1,15}(?:,\d{0,5})?)$/.exec(text);
    if (parts === null) return;
    const { minor } = readBalance(`C700101${parts[1]}${parts[2]}`, `:${tag}:`);
    if (tag === '90C') this.#credits = minor;
    else this.#debits = minor;
  }

  #closeStatement(): void {
    const statement = this.#statement;
    this.#statement = null;
    if (statement === null) return;
    statement.account = bareAccount(statement.account, statement.currency);
    if (this.#credits !== null && this.#debits !== null) statement.statedMinor = this.#credits - this.#debits;
    this.#credits = null;
    this.#debits = null;
    // A report of the day (no balances) covers no day.
    const draft = statement.openingMinor !== null && statement.closingMinor !== null ? statement.draft() : null;
    if (draft !== null) this.#context.statement(draft);
  }

  #closeMovement(): void {
    const movement = this.#movement;
    this.#movement = null;
    const first = movement?.lines[0];
    if (movement === null || first === undefined) return;
    const last = movement.details.at(-1) ?? movement.lines.at(-1) ?? first;
    const span = this.#context.span(first.start, last.end, first.line);
    const statement = this.#statement;
    const read = this.#context.row(span, () => {
      const currency = statement?.currency ?? null;
      if (statement === null || currency === null) {
        const cause = 'This movement stands in no statement whose opening balance can be read, so its currency is not known.';
        throw new BadValue('bad_currency', ':61:', this.#text(first, ''), cause);
      }
      const { bookedAt, valueAt, amountMinor, expected, type, ownReference, bankReference } = readMovement(
        this.#text(first, ':61:'),
        currency,
      );
      const more = movement.lines.slice(1).map((line) => this.#text(line, ''));
      const details = readDetails(movement.details.map((line, i) => this.#text(line, i === 0 ? ':86:' : '')));
      const own = ownReference === null || POINTERS.test(ownReference) ? null : ownReference;
      const ownIban = own !== null && IBAN.test(own) ? own : null;
      this.#context.emit(
        bankDraft(
          {
            account: bareAccount(statement.account, currency),
            currency,
            amountMinor,
            bookedAt,
            valueAt,
            id: bankReference,
            references: [...details.references, ownIban === null ? own : null],
            counterparty: details.counterparty,
            counterAccount: details.counterAccount ?? ownIban,
            description: details.description ?? (more.join(' ').trim() || null),
            category: [type, details.code].filter((code) => code !== null).join(' ') || null,
            ...(expected ? { state: 'pending' } : {}),
            span,
          },
          this.#ids,
        ),
      );
      if (!expected) statement.add(amountMinor, bookedAt);
    });
    if (!read) statement?.doubt();
  }

  #text(line: TextLine, tag: string): string {
    return this.#context.decode(line.text.slice(tag.length), tag === '' ? ':86:' : tag).trimEnd();
  }
}

/** `NL77INGB0574908765EUR`: some banks write the currency behind the IBAN. */
function bareAccount(account: string | null, currency: string | null): string | null {
  if (account === null || currency === null || !account.endsWith(currency)) return account;
  const bare = account.slice(0, -currency.length).trim();
  return IBAN.test(bare) ? bare : account;
}
