/**
 * ISO 20022 bank statements: camt.053 (statement), camt.052 (report of the day), camt.054 (notification), of any version, with the
 * namespace missing or prefixed. Elements are known by their local names.
 */
import { dayNumber } from '#shared/domain/instant.ts';
import { DateReader } from '../../normalise/dates.ts';
import { LineIds } from '../bank/ids.ts';
import { bankDraft } from '../bank/line.ts';
import { OpenStatement } from '../bank/statement.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextReader } from '../text/layout.ts';
import { childAt, childrenAt, type XmlFault, type XmlNode, XmlReader, type XmlTarget } from '../xml/document.ts';
import { readEntry } from './entry.ts';
import { PARTS, STATEMENTS } from './fields.ts';
import { locateInEntry } from './locate.ts';
import { CamtValues } from './tree.ts';

export const CAMT: TextLayout = {
  id: 'bank.camt',
  system: 'bank',
  types: ['bank_line'],
  label: 'Bank statement CAMT (ISO 20022)',
  fits: (head) => head.startsWith('<') && /<(?:[\w.-]{1,40}:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)[\s>]/.test(head),
  empty: (units) => (/<(?:[\w.-]{1,40}:)?(?:Stmt|Rpt|Ntfctn)[\s>]/.test(units) ? null : 'This CAMT message holds no statement.'),
  accounts: (head) => [...head.matchAll(ACCOUNT)].map(([, account = '']) => account.trim()),
  open: (context) => new CamtReader(context),
  locate: locateInEntry,
};

/** The account of a statement: an `Acct` with its `Id`; those of parties have other names (`DbtrAcct`). */
const ACCOUNT =
  /<(?:[\w.-]{1,40}:)?Acct>\s{0,200}<(?:[\w.-]{1,40}:)?Id>\s{0,200}(?:<(?:[\w.-]{1,40}:)?Othr>\s{0,200})?<(?:[\w.-]{1,40}:)?(?:IBAN|Id)>([^<&]{1,100})</g;

const utc = new DateReader('ymd', 'UTC', true);

class CamtReader implements TextReader, XmlTarget {
  readonly #context: TextContext;
  readonly #xml = new XmlReader(this);
  readonly #values: CamtValues;
  readonly #ids = new LineIds();
  #kind = '';
  #statement = new OpenStatement(1);
  #madeMs: number | null = null;
  #balances: { readonly code: string; readonly currency: string; readonly minor: number; readonly day: number | null }[] = [];
  #summary: XmlNode | null = null;

  constructor(context: TextContext) {
    this.#context = context;
    this.#values = new CamtValues((units) => context.decode(units, 'XML'));
  }

  push(units: string): void {
    this.#xml.push(units);
  }

  end(): void {
    this.#xml.end();
  }

  wants(name: string, path: readonly string[]): boolean {
    return PARTS.has(name) && STATEMENTS.has(path.at(-1) ?? '');
  }

  open(name: string, line: number): void {
    if (!STATEMENTS.has(name)) return;
    this.#kind = name;
    this.#statement = new OpenStatement(line);
    this.#madeMs = null;
    this.#balances = [];
    this.#summary = null;
  }

  close(name: string): void {
    if (STATEMENTS.has(name)) this.#finish();
  }

  fault({ code, at, line, cause }: XmlFault): void {
    const problem = new BadValue(code, null, '', `${cause} Nothing from here on was read.`);
    this.#context.row(this.#context.span(at, at, line), () => {
      throw problem;
    });
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
    const context = this.#context;
    const statement = this.#statement;
    statement.currency ??= this.#balances.find(({ code }) => code === 'OPBD' || code === 'CLBD')?.currency ?? null;
    const span = context.span(node.start, node.end, node.line);
    const read = context.row(span, () => {
      const about = { account: statement.account, currency: statement.currency, madeMs: this.#madeMs };
      const lines = readEntry(node, this.#values, about);
      for (const line of lines) {
        const own = line.node === node ? span : context.span(line.node.start, line.node.end, line.node.line);
        context.emit(bankDraft({ ...line, span: own }, this.#ids));
        statement.currency ??= line.currency;
        if (line.state !== undefined) continue;
        if (line.currency === statement.currency) statement.add(line.amountMinor, line.bookedAt);
        else statement.doubt();
      }
    });
    if (!read) statement.doubt();
  }

  /** A notification tells of single movements, a report of a part of the day: neither covers an account, unless it is closed. */
  #finish(): void {
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
    if (draft !== null) this.#context.statement(draft);
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
