/** What the elements of statements mean: one statement after the other, whichever notation they come in. */
import { dayNumber } from '#shared/domain/instant.ts';
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, Span } from '#shared/domain/source-record.ts';
import { DateReader } from '../../normalise/dates.ts';
import { LineIds } from '../bank/ids.ts';
import { bankDraft } from '../bank/line.ts';
import { OpenStatement } from '../bank/statement.ts';
import { BadValue } from '../cells.ts';
import { childAt, childrenAt, type XmlNode } from '../xml/document.ts';
import { readEntry } from './entry.ts';
import type { CamtValues } from './tree.ts';

/** Where the statements go, and what their notation knows of places. */
export interface CamtOutput {
  spanOf(node: XmlNode): Span;
  /** Reads one entry and counts it; a value that cannot be read rejects the entry alone. Whether it was read. */
  row(node: XmlNode, read: () => void): boolean;
  emit(draft: RecordDraft): void;
  statement(draft: StatementDraft): void;
}

const utc = new DateReader('ymd', 'UTC', true);

export class CamtStatements {
  readonly #output: CamtOutput;
  readonly #values: CamtValues;
  readonly #ids = new LineIds();
  #kind = '';
  #statement = new OpenStatement(1);
  #madeMs: number | null = null;
  #balances: { readonly code: string; readonly currency: string; readonly minor: number; readonly day: number | null }[] = [];
  #summary: XmlNode | null = null;

  constructor(output: CamtOutput, values: CamtValues) {
    this.#output = output;
    this.#values = values;
  }

  /** @param kind Stmt, Rpt or Ntfctn. */
  begin(kind: string, line: number): void {
    this.#kind = kind;
    this.#statement = new OpenStatement(line);
    this.#madeMs = null;
    this.#balances = [];
    this.#summary = null;
  }

  element(node: XmlNode): void {
    if (node.name === 'Ntry') this.#entry(node);
    else if (node.name === 'TxsSummry') this.#summary = node;
    else {
      try {
        this.#about(node);
      } catch (problem) {
        // A bound or balance that cannot be read is not stated; the entries stand on their own.
        if (!(problem instanceof BadValue)) throw problem;
      }
    }
  }

  #about(node: XmlNode): void {
    const values = this.#values;
    const statement = this.#statement;
    if (node.name === 'Acct') {
      statement.account = values.text(node, ['Id/IBAN', 'Id/Othr/Id', 'Id/PrtryAcct/Id']);
      statement.currency = values.text(node, ['Ccy']);
    } else if (node.name === 'FrToDt') {
      const from = values.day(node, ['FrDtTm', 'FrDt']);
      const to = values.day(node, ['ToDtTm', 'ToDt']);
      statement.fromDay = from === null ? null : dayNumber(from.ms);
      statement.toDay = to === null ? null : dayNumber(to.ms);
    } else if (node.name === 'CreDtTm') {
      const made = utc.read(node.text.trim());
      this.#madeMs = typeof made === 'string' ? null : made.ms;
    } else if (node.name === 'Bal') {
      const { minor, currency } = values.amount(childAt(node, 'Amt'), 'Bal/Amt', statement.currency);
      const day = values.day(node, ['Dt/Dt', 'Dt/DtTm']);
      const code = values.text(node, ['Tp/CdOrPrtry/Cd', 'Tp/Cd']) ?? '';
      this.#balances.push({ code, currency, minor: values.sign(node, 1) * minor, day: day === null ? null : dayNumber(day.ms) });
    }
  }

  #entry(node: XmlNode): void {
    const output = this.#output;
    const statement = this.#statement;
    statement.currency ??= this.#balances.find(({ code }) => code === 'OPBD' || code === 'CLBD')?.currency ?? null;
    const read = output.row(node, () => {
      const about = {
        account: statement.account,
        currency: statement.currency,
        madeMs: this.#madeMs,
        splits: this.#kind !== 'Ntfctn',
      };
      const lines = readEntry(node, this.#values, about);
      for (const line of lines) {
        output.emit(bankDraft({ ...line, span: output.spanOf(line.node) }, this.#ids));
        statement.currency ??= line.currency;
        if (line.state !== undefined) continue;
        if (line.currency === statement.currency) statement.add(line.amountMinor, line.bookedAt);
        else statement.doubt();
      }
    });
    if (!read) statement.doubt();
  }

  /** A notification tells of single movements, a report of a part of the day: neither covers an account, unless it is closed. */
  finish(): void {
    const statement = this.#statement;
    statement.currency ??= this.#balances.find(({ code }) => code === 'CLBD' || code === 'OPBD')?.currency ?? null;
    const balance = (...codes: readonly string[]) =>
      codes
        .map((code) => this.#balances.find((b) => b.code === code && b.currency === statement.currency))
        .find((b) => b !== undefined);
    const opening = balance('OPBD', 'PRCD');
    const closing = balance('CLBD');
    statement.openingMinor = opening?.minor ?? null;
    statement.openingDay = opening?.day ?? null;
    statement.closingMinor = closing?.minor ?? null;
    statement.closingDay = closing?.day ?? null;
    statement.statedMinor = this.#stated();
    const draft = this.#kind === 'Stmt' || (this.#kind === 'Rpt' && closing !== undefined) ? statement.draft() : null;
    if (draft !== null) this.#output.statement(draft);
  }

  /** Net of all entries as the statement sums them up: as a net amount, or as credits and debits. */
  #stated(): number | null {
    const node = this.#summary;
    if (node === null) return null;
    const sum = (path: string) => childrenAt(node, path)[0] ?? null;
    const values = this.#values;
    const currency = this.#statement.currency;
    try {
      const credits = sum('TtlCdtNtries/Sum');
      const debits = sum('TtlDbtNtries/Sum');
      if (credits !== null && debits !== null)
        return values.amount(credits, 'Sum', currency).minor - values.amount(debits, 'Sum', currency).minor;
      const net = sum('TtlNtries/TtlNetNtry');
      if (net !== null) return values.sign(net, null) * values.amount(childAt(net, 'Amt'), 'Amt', currency).minor;
      const old = sum('TtlNtries/TtlNetNtryAmt');
      const all = sum('TtlNtries');
      return old === null || all === null ? null : values.sign(all, null) * values.amount(old, 'TtlNetNtryAmt', currency).minor;
    } catch (problem) {
      if (!(problem instanceof BadValue)) throw problem;
      return null;
    }
  }
}
