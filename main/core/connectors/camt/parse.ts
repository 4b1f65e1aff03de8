/**
 * ISO 20022 bank statements: camt.053 (statement), camt.052 (report of the day), camt.054 (notification), of any version, with the
 * namespace missing or prefixed. Elements are known by their local names.
 */
import type { StatementDraft } from '#shared/domain/money-events.ts';
import type { RecordDraft, Span } from '#shared/domain/source-record.ts';
import { BadValue } from '../cells.ts';
import type { TextContext, TextLayout, TextReader } from '../text/layout.ts';
import { decodeXml, type XmlFault, type XmlNode, XmlReader, type XmlTarget } from '../xml/document.ts';
import { PARTS, STATEMENTS } from './fields.ts';
import { locateInEntry } from './locate.ts';
import { type CamtOutput, CamtStatements } from './statements.ts';
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

class CamtReader implements TextReader, XmlTarget, CamtOutput {
  readonly #context: TextContext;
  readonly #xml = new XmlReader(this);
  readonly #statements: CamtStatements;

  constructor(context: TextContext) {
    this.#context = context;
    this.#statements = new CamtStatements(this, new CamtValues((text) => decodeXml(text, (units) => context.decode(units, 'XML'))));
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
    if (STATEMENTS.has(name)) this.#statements.begin(name, line);
  }

  close(name: string): void {
    if (STATEMENTS.has(name)) this.#statements.finish();
  }

  element(node: XmlNode): void {
    this.#statements.element(node);
  }

  fault({ code, at, line, cause }: XmlFault): void {
    const problem = new BadValue(code, null, '', `${cause} Nothing from here on was read.`);
    this.#context.row(this.#context.span(at, at, line), () => {
      throw problem;
    });
  }

  spanOf({ start, end, line }: XmlNode): Span {
    return this.#context.span(start, end, line);
  }

  row(node: XmlNode, read: () => void): boolean {
    return this.#context.row(this.spanOf(node), read);
  }

  emit(draft: RecordDraft): void {
    this.#context.emit(draft);
  }

  statement(draft: StatementDraft): void {
    this.#context.statement(draft);
  }
}
